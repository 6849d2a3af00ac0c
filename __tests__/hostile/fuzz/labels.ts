import fc from 'fast-check';

/** Labels that drive a terminal, close a tag, begin a formula, or turn the reading direction. */
const EVIL: readonly string[] = [
  '\u001b]0;title\u0007',
  '\u001b[2J',
  '\u001b[31m',
  '\u001bP1$r\u001b\\',
  '\u009b31m',
  '\u009d0;x\u009c',
  '\r',
  '\n',
  '\t',
  '\b',
  '\0',
  '\u007f',
  '\u0085',
  '\u00ad',
  '\u200b',
  '\u200d',
  '\u200e',
  '\u202e',
  '\u2028',
  '\u2029',
  '\u2066',
  '\ufeff',
  '\ud800',
  '\udfff',
  '\u{e0001}',
  '<img onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='x",
  ']]>',
  '</script>',
  '<!--',
  '&lt;',
  '&#27;',
  'javascript:x',
  '=1+1',
  '+1',
  '-1',
  '@x',
  '|',
  '`',
  '*',
  '_',
  '#',
  '$',
  '\\',
  '{',
  '}',
  '%',
  '~',
  '^',
  '\\input{x}',
  '| a | b |',
  '\n\n# x',
  '👩‍💻',
  'ê',
  '漢字',
];

export const labels: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...EVIL) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
      { weight: 1, arbitrary: fc.string({ maxLength: 4 }) },
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join(''));

/**
 * What may never come out of a text format: control, format, separator and lone surrogate characters, but for the ends of
 * lines, tabs between cells, and the joiner within an emoji.
 */
export const DRIVING = /(?![\n\t\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
