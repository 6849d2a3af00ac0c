/** What is no number and stands in front of, between or behind printed values. */
const PROSE: readonly RegExp[] = [
  /^[ \t]*(?:```|~~~)[^\r\n]*/gm,
  /\b(?:Parameter|Variable|Buffer) containing:/g,
  /^[ \t]*\[torch\.[\w.]*Tensor of size [^\]]*\]/gm,
  /<NDArray [^>]*>/g,
];

/** `>>> `, `In [3]: `, `Out[3]: `, `julia> `, `> ` of R, `octave:1> `, and the marks of lines that go on. */
const PROMPT = /^[ \t]*(?:>>>|In \[\d*\]:|Out\[\d*\]:|julia>|octave:\d+>|>>(?!>)|>(?=\s*[A-Za-z_]))[ \t]?/gm;

/**
 * The text with blanks in place of prompts, comments and prose, and with ASCII minus signs and blanks. Every other character stays at
 * its offset, so that places in it are places in the text.
 *
 * @example bareText('>>> [[−1, 2]]  # Q') // => '    [[-1, 2]]     '
 */
export function bareText(text: string): string {
  let bare = text
    .replace(/[\u2212\ufe63\uff0d\u2010\u2011]|\u2013(?=[\d.])/g, '-')
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000\u200b\u2060\ufeff]/g, ' ')
    .replace(/\u00d7(?=10)/g, '*');
  for (const prose of PROSE) bare = bare.replace(prose, blanks);
  bare = bare.replace(/"[^"\r\n]*"|'[^'\r\n]*'|#[^\r\n]*/g, (found) => (found.startsWith('#') ? blanks(found) : found));
  if (!new RegExp(PROMPT.source, 'm').test(bare)) return bare;
  bare = bare.replace(
    /^([ \t]*(?:>>>|In \[\d*\]:|julia>|>(?=\s)))[ \t]*(?:print\()?([A-Za-z_]\w*)\)?;?[ \t]*$/gm,
    (line, _prompt, name: string) => `${name}:`.padEnd(line.length),
  );
  return bare.replace(PROMPT, blanks).replace(/^([ \t]*)(\.\.\.:?)(?= )/gm, blanks);
}

function blanks(found: string): string {
  return found.replace(/[^\r\n]/g, ' ');
}
