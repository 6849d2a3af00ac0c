import { closest } from '../words/index.js';
import type { ArgumentCount, ExpressionFact } from './facts.js';
import type { ArrayNames } from './names.js';
import { BINARY, FUNCTION_NAMES, MANY, SEVERAL, UNARY } from './functions.js';
import type { Parsed } from './mathjs.js';
import { CONSTANTS, type Context, OTHER_NAMES, VARIABLES } from './names.js';
import { ARITHMETIC, COMPARISONS, LOGIC, PREFIX } from './operators.js';
import type { Token } from './tokens.js';
import type { Expression, Mistake } from './tree.js';

const NOTHING: Expression = { kind: 'number', value: NaN };

/**
 * The tree of mathjs as our own, through the allow-list: what is not named here does not exist.
 *
 * mathjs nodes carry no places. But its tree, walked from left to right, meets names, numbers and operators in the order of
 * the text, so that each node takes the next of those tokens, and with it its place.
 *
 * @param tokens names, numbers and operators of the text, in order
 * @param arrays what `--let` names
 * @param variables the names that may occur, in the order of the compiled function's arguments
 */
export function translate(
  root: Parsed,
  tokens: readonly Token[],
  variables: readonly string[],
  arrays: ArrayNames,
): { tree: Expression; mistakes: Mistake[] } {
  const mistakes: Mistake[] = [];
  const places = ['i', 'j', 'h', 'b'].flatMap((name) => {
    const slot = variables.indexOf(name);
    return slot < 0 ? [] : [[name, slot] as const];
  });
  let next = 0;
  const take = () => tokens[next++]!;

  function walk(node: Parsed): Expression {
    switch (node.type) {
      case 'ParenthesisNode':
        return walk(node.content);
      case 'ConstantNode':
      case 'SymbolNode':
        return leaf(take());
      case 'FunctionNode':
        return call(take(), node.args);
      case 'AccessorNode':
        return element(take(), node.index.dimensions);
      case 'OperatorNode':
        if (node.implicit) return refuse(tokens[next], { code: 'expression-product-unwritten' });
        return node.args.length === 1 ? prefix(node.fn, take(), node.args[0]!) : infix(node.fn, node.args);
      case 'RelationalNode': {
        const parts = node.params.map((part, n) => {
          if (n > 0) take();
          return operand(part);
        });
        return { kind: 'chain', tests: node.conditionals.map((name) => COMPARISONS.get(name)!.test), parts };
      }
      case 'ConditionalNode': {
        const condition = walk(node.condition);
        take();
        const yes = walk(node.trueExpr);
        take();
        return { kind: 'where', condition, yes, no: walk(node.falseExpr) };
      }
      default:
        return refuse(tokens[next], { code: 'expression-node-refused', found: (node as { type: string }).type });
    }
  }

  function leaf(token: Token): Expression {
    const { kind, text } = token;
    if (kind === 'number') {
      const value = Number(text);
      return Number.isFinite(value)
        ? { kind: 'number', value }
        : refuse(token, { code: 'expression-number-too-large', found: text });
    }
    const constant = CONSTANTS.get(text);
    if (constant !== undefined) return { kind: 'number', value: constant };
    const slot = variables.indexOf(text);
    if (slot < 0 && arrays.get(text)) return element(token, []);
    return slot < 0 ? unknownName(token) : { kind: 'variable', name: text, slot };
  }

  function element(token: Token, indices: readonly Parsed[]): Expression {
    const { text: name } = token;
    const of = indices.map(walk);
    const array = arrays.get(name);
    if (!array) return unknownArray(token);
    const axes = array.shape.length;
    if (of.length !== axes)
      return refuse(token, { code: 'expression-array-axes', name, found: of.length, expected: axes });
    return { kind: 'element', name, array, of, places };
  }

  function unknownArray(token: Token): Expression {
    const { text: found } = token;
    const code = 'expression-not-array';
    if (variables.includes(found) || CONSTANTS.has(found)) return refuse(token, { code, found, is: 'number' });
    if (FUNCTION_NAMES.includes(found)) return refuse(token, { code, found, is: 'function' });
    return refuse(token, { code, found, ...nearest(found, arrays.names) });
  }

  function call(token: Token, args: readonly Parsed[]): Expression {
    const name = token.text;
    const values = args.map(walk);
    const [first, second, third] = values;
    const one = UNARY.get(name);
    const two = BINARY.get(name);
    const several = SEVERAL.get(name);
    if (several)
      return values.length >= several.least && values.length <= several.most
        ? { kind: 'call', fn: several, of: values }
        : wrongCount(token, several, values);
    if (arrays.get(name)) return refuse(token, { code: 'expression-array-called', found: name });
    if (name === 'where') {
      return values.length === 3
        ? { kind: 'where', condition: first!, yes: second!, no: third! }
        : wrongCount(token, { least: 3, most: 3, form: 'where(condition, a, b)' }, values);
    }
    if (!one && !two) return unknownFunction(token);
    if (one && values.length === 1) return { kind: 'unary', fn: one, of: first! };
    if (two && values.length === 2) return { kind: 'binary', fn: two, left: first!, right: second! };
    if (two && MANY.has(name)) {
      return values.length > 0
        ? values.reduce((left, right) => ({ kind: 'binary', fn: two, left, right }))
        : wrongCount(token, { least: 1 }, values);
    }
    return wrongCount(token, { least: one ? 1 : 2, most: two ? 2 : 1 }, values);
  }

  function prefix(fn: string, token: Token, arg: Parsed): Expression {
    const operator = PREFIX.get(fn);
    const of = walk(arg);
    return operator
      ? { kind: 'unary', fn: operator, of }
      : refuse(token, { code: 'expression-operator-refused', found: token.text });
  }

  function infix(fn: string, args: readonly Parsed[]): Expression {
    const side = LOGIC.has(fn) ? walk : operand;
    const left = side(args[0]!);
    const token = take();
    const right = side(args[1]!);
    const op = ARITHMETIC.get(fn) ?? COMPARISONS.get(fn) ?? LOGIC.get(fn);
    if (op) return { kind: 'operator', op, left, right };
    const named = fn === 'pow' || fn === 'mod' ? BINARY.get(fn) : undefined;
    return named
      ? { kind: 'binary', fn: named, left, right }
      : refuse(token, { code: 'expression-operator-refused', found: token.text });
  }

  /** mathjs reads `not i < j` as (not i) < j, almost everyone else as not (i < j): in a mask, a silent error. */
  function operand(node: Parsed): Expression {
    let signed = node;
    while (signed.type === 'OperatorNode' && (signed.fn === 'unaryMinus' || signed.fn === 'unaryPlus'))
      signed = signed.args[0]!;
    if (signed.type === 'OperatorNode' && signed.fn === 'not') {
      refuse(tokens[next], { code: 'expression-not-operand' });
    }
    return walk(node);
  }

  function unknownName(token: Token): Expression {
    const { text: found } = token;
    if (FUNCTION_NAMES.includes(found)) return refuse(token, { code: 'expression-function-alone', found });
    const elsewhere = CONTEXTS.filter((context) => (VARIABLES[context] as readonly string[]).includes(found));
    const instead = OTHER_NAMES.get(found.toLowerCase());
    return refuse(token, {
      code: 'expression-unknown-name',
      found,
      expected: variables.length > 0 ? [...variables, ...arrays.names] : [],
      ...(elsewhere.length > 0
        ? { elsewhere }
        : instead !== undefined
          ? { instead }
          : nearest(found, [...variables, ...CONSTANTS.keys(), ...arrays.names])),
    });
  }

  function unknownFunction(token: Token): Expression {
    const { text: found } = token;
    if (variables.includes(found) || CONSTANTS.has(found))
      return refuse(token, { code: 'expression-number-called', found });
    const instead = OTHER_NAMES.get(found.toLowerCase());
    return refuse(token, {
      code: 'expression-unknown-function',
      found,
      expected: FUNCTION_NAMES,
      ...(instead === undefined ? nearest(found, FUNCTION_NAMES) : { instead }),
    });
  }

  function wrongCount(token: Token, expected: ArgumentCount, values: readonly Expression[]): Expression {
    const { least, most, form } = expected;
    return refuse(token, {
      code: 'expression-argument-count',
      name: token.text,
      found: values.length,
      expected: { least, ...(most !== undefined && { most }), ...(form !== undefined && { form }) },
    });
  }

  function refuse(token: Token | undefined, fact: ExpressionFact): Expression {
    mistakes.push({ at: token?.at ?? 0, fact });
    return NOTHING;
  }

  return { tree: walk(root), mistakes };
}

const CONTEXTS = Object.keys(VARIABLES) as readonly Context[];

function nearest(name: string, names: Iterable<string>): { near?: string } {
  const near = closest(name, names);
  return near === undefined ? {} : { near };
}
