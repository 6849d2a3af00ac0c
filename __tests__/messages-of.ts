import ts from 'typescript';

/** A text with holes: what is fixed of `'no file ${path} in ${folder}'` is `['no file ', ' in ', '']`. */
export interface Message {
  readonly parts: readonly string[];
  readonly role: 'what' | 'fix';
  /** 1 for the first line. */
  readonly line: number;
}

const HOLE = ['', ''] as const;

type Parts = readonly string[];

/**
 * The messages of one source: what stands in `what:` and `fix:`, also by way of a variable, a function of the same file, or
 * a parameter (`const stop = (what: string) => …`), and what is given to `new Error`.
 */
export function messagesOf(path: string, text: string): Message[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const { variables, functions, takes } = declarations(source);
  const found = new Map<string, Message>();
  const add = (role: Message['role'], value: ts.Expression): void => {
    for (const { parts, node } of texts(value, new Set())) {
      if (!parts.some((part) => /[a-z]/i.test(part))) continue;
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.set(`${role} ${parts.join('\0')}`, { parts, role, line: line + 1 });
    }
  };

  function texts(value: ts.Expression, seen: Set<ts.Node>): { parts: Parts; node: ts.Node }[] {
    const inside = (each: ts.Expression): { parts: Parts; node: ts.Node }[] => texts(each, seen);
    if (seen.has(value)) return [];
    seen.add(value);
    if (ts.isStringLiteralLike(value)) return [{ parts: [value.text], node: value }];
    if (ts.isTemplateExpression(value))
      return [{ parts: [value.head.text, ...value.templateSpans.map(({ literal }) => literal.text)], node: value }];
    if (ts.isParenthesizedExpression(value) || ts.isAsExpression(value) || ts.isNonNullExpression(value))
      return inside(value.expression);
    if (ts.isConditionalExpression(value)) return [...inside(value.whenTrue), ...inside(value.whenFalse)];
    if (ts.isIdentifier(value)) return (variables.get(value.text) ?? []).flatMap(inside);
    if (ts.isCallExpression(value)) return (functions.get(nameOf(value.expression)) ?? []).flatMap(inside);
    if (ts.isElementAccessExpression(value)) return inside(value.expression);
    if (ts.isObjectLiteralExpression(value))
      return value.properties.flatMap((each) => (ts.isPropertyAssignment(each) ? inside(each.initializer) : []));
    if (!ts.isBinaryExpression(value)) return [];
    if (value.operatorToken.kind !== ts.SyntaxKind.PlusToken) return [...inside(value.left), ...inside(value.right)];
    const [left, right] = [value.left, value.right].map((side) => inside(side));
    return (left!.length > 0 ? left! : [{ parts: HOLE, node: value }]).flatMap((one) =>
      (right!.length > 0 ? right! : [{ parts: HOLE, node: value }]).map((other) => ({
        parts: [...one.parts.slice(0, -1), one.parts.at(-1)! + other.parts[0]!, ...other.parts.slice(1)],
        node: one.node,
      })),
    );
  }

  visit(source, (node) => {
    if (ts.isPropertyAssignment(node) && isRole(node.name.getText()))
      add(node.name.getText() as Message['role'], node.initializer);
    if (ts.isShorthandPropertyAssignment(node) && isRole(node.name.text))
      add(node.name.text as Message['role'], node.name);
    if (ts.isNewExpression(node) && /Error$/.test(nameOf(node.expression)) && node.arguments?.[0])
      add('what', node.arguments[0]);
    if (ts.isCallExpression(node))
      takes.get(nameOf(node.expression))?.forEach((role, n) => node.arguments[n] && add(role, node.arguments[n]));
  });
  return [...found.values()];
}

/** What a file gives names to: its variables, what its functions return, and which parameters of theirs are messages. */
function declarations(source: ts.SourceFile): {
  variables: Map<string, ts.Expression[]>;
  functions: Map<string, ts.Expression[]>;
  takes: Map<string, Map<number, Message['role']>>;
} {
  const variables = new Map<string, ts.Expression[]>();
  const functions = new Map<string, ts.Expression[]>();
  const takes = new Map<string, Map<number, Message['role']>>();
  const types = new Map<string, Map<number, Message['role']>>();
  const named = (name: string, node: ts.SignatureDeclaration): void => {
    const roles = rolesOf(node);
    if (roles.size > 0) takes.set(name, roles);
    if ('body' in node && node.body)
      functions.set(name, [...(functions.get(name) ?? []), ...returned(node.body as ts.ConciseBody)]);
  };
  visit(source, (node) => {
    if (ts.isTypeAliasDeclaration(node) && ts.isFunctionTypeNode(node.type))
      types.set(node.name.text, rolesOf(node.type));
  });
  visit(source, (node) => {
    if (ts.isFunctionDeclaration(node) && node.name) named(node.name.text, node);
    if ((ts.isMethodDeclaration(node) || ts.isMethodSignature(node)) && ts.isIdentifier(node.name))
      named(node.name.text, node);
    if (
      !(ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isPropertySignature(node)) ||
      !ts.isIdentifier(node.name)
    )
      return;
    if (node.type && ts.isFunctionTypeNode(node.type)) named(node.name.text, node.type);
    if (node.type && ts.isTypeReferenceNode(node.type) && types.has(node.type.typeName.getText()))
      takes.set(node.name.text, types.get(node.type.typeName.getText())!);
    if (!ts.isVariableDeclaration(node) || !node.initializer) return;
    if (ts.isArrowFunction(node.initializer)) named(node.name.text, node.initializer);
    else variables.set(node.name.text, [...(variables.get(node.name.text) ?? []), node.initializer]);
  });
  return { variables, functions, takes };
}

/** Parameters that become the `what` or the `fix` of a fault. */
function rolesOf(node: ts.SignatureDeclaration): Map<number, Message['role']> {
  return new Map(
    node.parameters.flatMap(({ name }, n) => (isRole(name.getText()) ? [[n, name.getText() as Message['role']]] : [])),
  );
}

function returned(body: ts.ConciseBody): ts.Expression[] {
  if (!ts.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  visit(body, (node) => {
    if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
  });
  return found;
}

function nameOf(callee: ts.Expression): string {
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
}

function isRole(name: string): boolean {
  return name === 'what' || name === 'fix';
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  node.forEachChild((child) => visit(child, see));
}
