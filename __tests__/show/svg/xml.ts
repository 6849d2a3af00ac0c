/** An element of a parsed document; `text` is what stands directly in it, entities resolved. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", apos: "'" };
const NAME = '[A-Za-z_][\\w.:-]*';
const PIECE = new RegExp(
  `<(/)?(${NAME})((?:\\s+${NAME}="[^"<]*")*)\\s*(/)?>|<\\?xml [^?]*\\?>|<!--(?:(?!--)[^])*-->|([^<]+)`,
  'y',
);

/**
 * A strict little parser for the XML that pictures are written in: no DTD, no CDATA. What is not well-formed throws: a tag that is not
 * closed, an attribute twice, a bare & or <, an unknown entity, a character that XML cannot hold.
 */
export function parseXml(source: string): Element {
  if (/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(source))
    throw new Error('a character that XML cannot hold');
  const root: Element = { name: '', attributes: new Map(), children: [], text: '' };
  const open = [root];
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < source.length) {
    const at = PIECE.lastIndex;
    const match = PIECE.exec(source);
    if (!match) throw new Error(`not well-formed at ${at}: ${source.slice(at, at + 60)}`);
    const [, closing, name, attributes = '', empty, text] = match;
    const parent = open.at(-1)!;
    if (text !== undefined) parent.text += resolved(text);
    if (name === undefined) continue;
    if (closing) {
      if (open.pop()!.name !== name || open.length === 0) throw new Error(`</${name}> closes another element at ${at}`);
      continue;
    }
    const element: Element = { name, attributes: attributesOf(attributes), children: [], text: '' };
    parent.children.push(element);
    if (!empty) open.push(element);
  }
  if (open.length !== 1 || root.children.length !== 1 || root.text.trim() !== '')
    throw new Error('not one root element, closed');
  return root.children[0]!;
}

function attributesOf(text: string): Map<string, string> {
  const all = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(new RegExp(`(${NAME})="([^"]*)"`, 'g'))) {
    if (all.has(name)) throw new Error(`attribute ${name} twice`);
    all.set(name, resolved(value));
  }
  return all;
}

function resolved(text: string): string {
  if (/&(?!#?\w+;)/.test(text)) throw new Error('a bare &');
  return text.replace(/&(#?\w+);/g, (_, name: string) => {
    const sign = ENTITIES[name];
    if (sign === undefined) throw new Error(`unknown entity &${name};`);
    return sign;
  });
}

/** All elements of a name, in the order of the document. */
export function elements(from: Element, name: string): Element[] {
  return from.children.flatMap((child) => [...(child.name === name ? [child] : []), ...elements(child, name)]);
}

/** How many elements there are in all. */
export function countElements(from: Element): number {
  return 1 + from.children.reduce((sum, child) => sum + countElements(child), 0);
}
