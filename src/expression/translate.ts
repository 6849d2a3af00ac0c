import { closest } from '../core/index.js';
import { quoted } from './foreign.js';
import type { ArrayNames } from './names.js';
import { BINARY, FUNCTION_NAMES, MANY, SEVERAL, UNARY } from './functions.js';
import type { Parsed } from './mathjs.js';
import { CONSTANTS, OTHER_NAMES, VARIABLES, WRITTEN_IN } from './names.js';
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
        if (node.implicit) return refuse(tokens[next], 'multiplication must be written: *');
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
        return refuse(tokens[next], `${(node as { type: string }).type} is not allowed in an expression`);
    }
  }

  function leaf(token: Token): Expression {
    const { kind, text } = token;
    if (kind === 'number') {
      const value = Number(text);
      return Number.isFinite(value)
        ? { kind: 'number', value }
        : refuse(token, `${text} is too large for a float64`, 'write inf if you mean it');
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
      return refuse(
        token,
        `${name} has ${axes === 1 ? '1 axis' : `${axes} axes`}, found ${of.length === 1 ? '1 index' : `${of.length} indices`}`,
        axes === 0
          ? `write ${name} alone`
          : `write ${name}[${['i', 'j', 'h', 'b'].slice(0, axes).join(', ')}]: one whole number for each`,
      );
    return { kind: 'element', name, array, of, places };
  }

  function unknownArray(token: Token): Expression {
    const { text } = token;
    const what = `${quoted(text)} is no array`;
    if (variables.includes(text) || CONSTANTS.has(text))
      return refuse(token, what, `${text} is a number: write it alone`);
    if (FUNCTION_NAMES.includes(text)) return refuse(token, what, `${text} is a function: write ${text}(…)`);
    return refuse(token, what, meant(closest(text, arrays.names)) ?? `--let ${text}=SRC makes it one`);
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
        : wrongCount(token, several.written, values);
    if (arrays.get(name))
      return refuse(token, `${name} is an array, not a function`, `write ${name}[…]: indices stand in square brackets`);
    if (name === 'where') {
      return values.length === 3
        ? { kind: 'where', condition: first!, yes: second!, no: third! }
        : wrongCount(token, '3 values: where(condition, a, b)', values);
    }
    if (!one && !two) return unknownFunction(token);
    if (one && values.length === 1) return { kind: 'unary', fn: one, of: first! };
    if (two && values.length === 2) return { kind: 'binary', fn: two, left: first!, right: second! };
    if (two && MANY.has(name)) {
      return values.length > 0
        ? values.reduce((left, right) => ({ kind: 'binary', fn: two, left, right }))
        : wrongCount(token, 'at least 1 value', values);
    }
    return wrongCount(token, !two ? '1 value' : one ? '1 or 2 values' : '2 values', values);
  }

  function prefix(fn: string, token: Token, arg: Parsed): Expression {
    const operator = PREFIX.get(fn);
    const of = walk(arg);
    return operator
      ? { kind: 'unary', fn: operator, of }
      : refuse(token, `${quoted(token.text)} is not allowed in an expression`);
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
      : refuse(token, `${quoted(token.text)} is not allowed in an expression`);
  }

  /** mathjs reads `not i < j` as (not i) < j, almost everyone else as not (i < j): in a mask, a silent error. */
  function operand(node: Parsed): Expression {
    let signed = node;
    while (signed.type === 'OperatorNode' && (signed.fn === 'unaryMinus' || signed.fn === 'unaryPlus'))
      signed = signed.args[0]!;
    if (signed.type === 'OperatorNode' && signed.fn === 'not') {
      refuse(tokens[next], "'not' takes only the value right after it", 'put the whole condition in brackets: not (…)');
    }
    return walk(node);
  }

  function unknownName(token: Token): Expression {
    const { text } = token;
    if (FUNCTION_NAMES.includes(text)) return refuse(token, `${text} is a function`, `write ${text}(…)`);
    const elsewhere = [...WRITTEN_IN]
      .filter(([context]) => (VARIABLES[context] as readonly string[]).includes(text))
      .map(([, flag]) => flag);
    const near =
      elsewhere.length > 0
        ? `${text} only in ${elsewhere.join(' and ')}`
        : (OTHER_NAMES.get(text.toLowerCase()) ??
          meant(closest(text, [...variables, ...CONSTANTS.keys(), ...arrays.names])));
    const known =
      variables.length > 0
        ? `${[...variables, ...arrays.names].join(', ')} are known here`
        : 'numbers, pi, e and functions are known here';
    return refuse(
      token,
      `unknown name ${quoted(text)} in the expression`,
      near === undefined ? known : `${near} (${known})`,
    );
  }

  function unknownFunction(token: Token): Expression {
    const { text } = token;
    if (variables.includes(text) || CONSTANTS.has(text)) {
      return refuse(token, `${text} is a number, not a function`, `write ${text} * (…) if you mean the product`);
    }
    const near = OTHER_NAMES.get(text.toLowerCase()) ?? meant(closest(text, FUNCTION_NAMES));
    return refuse(
      token,
      `unknown function ${quoted(text)} in the expression`,
      near ?? `known are ${FUNCTION_NAMES.join(' ')}`,
    );
  }

  function wrongCount(token: Token, expected: string, values: readonly Expression[]): Expression {
    return refuse(token, `${token.text} takes ${expected}, found ${values.length || 'none'}`);
  }

  function refuse(token: Token | undefined, what: string, fix?: string): Expression {
    mistakes.push({ at: token?.at ?? 0, what, ...(fix !== undefined && { fix }) });
    return NOTHING;
  }

  return { tree: walk(root), mistakes };
}

function meant(near: string | undefined): string | undefined {
  return near === undefined ? undefined : `did you mean ${near}?`;
}
