import fc from 'fast-check';

/** Expressions of the grammar, as text, over s, i, j and n_k. */
export const { expression } = fc.letrec<{ expression: string; condition: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom('s', 'i', 'j', 'n_k', '2', '0.5', 'pi'),
    fc
      .tuple(tie('expression'), fc.constantFrom(' + ', '-', ' * '), tie('expression'))
      .map(([x, op, y]) => `(${x}${op}${y})`),
    fc.tuple(tie('expression'), tie('expression')).map(([x, y]) => `${x} / (1 + (${y})^2)`),
    fc
      .tuple(fc.constantFrom('tanh', 'sigmoid', 'sin', 'cos', 'abs', '-'), tie('expression'))
      .map(([f, x]) => `${f}(${x})`),
    fc
      .tuple(fc.constantFrom('min', 'max'), tie('expression'), tie('expression'))
      .map(([f, x, y]) => `${f}(${x}, ${y})`),
    tie('expression').map((x) => `log(1 + abs(${x})) + cbrt(2 + sin(${x})) * sqrt(abs(${x}))`),
    fc.tuple(tie('condition'), tie('expression'), tie('expression')).map(([c, x, y]) => `(${c} ? ${x} : ${y})`),
    fc.tuple(tie('condition'), tie('expression'), tie('expression')).map(([c, x, y]) => `where(${c}, ${x}, ${y})`),
  ),
  // Whole numbers only: mathjs calls 1 and 1 + 1e-13 equal.
  condition: fc.oneof(
    { maxDepth: 3 },
    fc
      .tuple(
        fc.constantFrom('i', 'j', 'i - j', 'i % 3', '-i mod 2', 'round(i / 2)'),
        fc.constantFrom('<', '<=', '>', '>=', '==', '!='),
        fc.constantFrom('j', '1', 'n_k - 1'),
      )
      .map((parts) => parts.join(' ')),
    fc.constant('0 <= i - j < 3'),
    fc
      .tuple(tie('condition'), fc.constantFrom('and', 'or', 'xor'), tie('condition'))
      .map(([x, op, y]) => `(${x}) ${op} ${y}`),
    tie('condition').map((x) => `not (${x})`),
  ),
}));

/** Pieces that mostly fit together badly. */
export const jumble = fc
  .array(
    fc.constantFrom(
      'i',
      'j',
      '1',
      '.5',
      'sqrt',
      'min',
      'where',
      'mod',
      'and',
      'or',
      'xor',
      'not',
      '(',
      ')',
      ',',
      '?',
      ':',
      '+',
      '-',
      '*',
      '/',
      '^',
      '%',
      '<',
      '<=',
      '==',
      '!=',
      '=',
      '!',
      '"',
      "'",
      '[',
      ']',
      '{',
      '}',
      ';',
      '.',
      '?.',
      '??',
      '&',
      '|',
      '~',
      '#',
      '\n',
      'in',
      'to',
      'end',
      'null',
      'e',
      '2e',
      '1:2',
      'import',
      '__proto__',
      '日',
    ),
    { maxLength: 40 },
  )
  .chain((pieces) => fc.constantFrom('', ' ').map((blank) => pieces.join(blank)));

/** Pieces of which many a row is an expression. */
export const nearly = fc
  .array(
    fc.constantFrom(
      'i ',
      'j ',
      '1 ',
      'i + ',
      'j * ',
      '2 - ',
      '- ',
      'not ',
      '( ',
      'i ) ',
      '1 ) ',
      'sqrt ( ',
      'max ( ',
      'mod ( ',
      'i , ',
      'j % ',
      '3 mod ',
      'i and ',
      'j or ',
      'i < ',
      'j == ',
      '2 ^ ',
      '1 ? ',
      '2 : ',
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));
