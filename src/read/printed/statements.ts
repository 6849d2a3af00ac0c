/** A part of a text: what stands behind `name =`, up to the next such beginning. */
export interface Statement {
  /** Absent for what stands in front of the first name. */
  readonly name?: string;
  readonly at: number;
  readonly from: number;
  readonly to: number;
  /** `Q:` above a printout, and not an assignment. */
  readonly label?: boolean;
}

/** `Q =`, `Q: np.ndarray =`, `W_Q <-`, `\mathbf{Q} =`, `Q &=`, `"q":`, `Q:`. */
const HEAD =
  /(?:[ \t]|\$|\\\[|\*\*|"|')*(?:(?:const|let|var)\s+)?(?:\\[a-zA-Z]+\{)?([A-Za-z_]\w*(?:\.\w+)*(?:[_^]\{?\\?\w+\}?)?)\}?(?:\*\*|"|')?[ \t]*(?::[ \t]*[A-Za-z_][\w.[\], ]*?)?[ \t]*(?:&[ \t]*)?(=(?!=)|:=|<-|←|:(?=\s|$))[ \t]*/y;

/**
 * Cuts a text at the assignments and labels that stand outside brackets at the beginning of a line, or behind `;` or `,`.
 *
 * @returns first what stands before all of them, without a name (it may be empty), then one for each
 * @example statementsOf('Q = [[1]]; K = [[2]]').map(({ name }) => name) // => [undefined, 'Q', 'K']
 */
export function statementsOf(text: string, from = 0, to = text.length): Statement[] {
  const heads: { name: string; at: number; from: number; label: boolean }[] = [];
  let depth = 0;
  let begins = true;
  for (let at = from; at < to; at++) {
    const sign = text[at]!;
    if (begins && depth === 0 && /[A-Za-z_\\$*"' \t]/.test(sign)) {
      HEAD.lastIndex = at;
      const head = HEAD.exec(text);
      if (head && head.index + head[0].length <= to) {
        heads.push({ name: nameOf(head[1]!), at, from: head.index + head[0].length, label: head[2] === ':' });
        at += head[0].length - 1;
        begins = false;
        continue;
      }
    }
    if (/[[({]/.test(sign) || (sign === '<' && /[A-Za-z]/.test(text[at + 1] ?? ''))) depth++;
    else if (/[\])}>]/.test(sign)) depth = Math.max(0, depth - 1);
    begins =
      sign === '\n' || sign === '\r' || sign === ';' || (sign === ',' && depth === 0) || (begins && /\s/.test(sign));
  }
  const statements: Statement[] = [{ at: from, from, to: heads[0]?.at ?? to }];
  heads.forEach(({ name, at, from: begin, label }, index) => {
    statements.push({ name, at, from: begin, to: heads[index + 1]?.at ?? to, ...(label && { label }) });
  });
  return statements;
}

/** `W^{Q}` and `W_{Q}` are `W_Q`. */
function nameOf(written: string): string {
  return written.replace(/[{}\\]/g, '').replace('^', '_');
}
