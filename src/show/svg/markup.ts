/** Text that is markup already. Whatever else goes into a template is escaped. */
export interface Markup {
  readonly markup: string;
}

export type Part = string | number | Markup | undefined | false | readonly Part[];

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);
/** What XML 1.0 has no way to write: https://www.w3.org/TR/xml/#charsets */
const NOT_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/gu;

/**
 * Text for an element or a quoted attribute of HTML and XML alike.
 *
 * @example escapeMarkup('</script>') // => '&lt;/script&gt;'
 */
export function escapeMarkup(text: string): string {
  return text.replace(NOT_XML, '\ufffd').replace(/[&<>"']/g, (sign) => ENTITIES.get(sign)!);
}

/**
 * A template in which only what stands in the source is markup: strings and numbers are escaped, lists are joined, nothing is
 * written for `undefined` and `false`.
 *
 * @example markup`<b>${'a<b'}</b>`.markup // => '<b>a&lt;b</b>'
 */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: strings.map((text, at) => (at < parts.length ? text + written(parts[at]) : text)).join('') };
}

function written(part: Part): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string') return escapeMarkup(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(written).join('');
}
