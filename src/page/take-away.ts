import { STAGES } from '../core/index.js';
import { renderSvgs, type ShowOptions } from '../show/index.js';
import { shownArithmetic } from './arithmetic.js';
import { numpyText } from './numpy.js';
import { currentMatrix, shownCell } from './select.js';
import type { App } from './state.js';
import { itemsNow } from './update.js';

/** The same picture as `-o x.svg`, of what the page shows now. */
export function svgOf(app: App): string {
  const {
    state: { lang, digits, top },
    options: { version, cmap, head, batch },
  } = app;
  const options: ShowOptions = {
    stages: STAGES,
    precision: Math.min(digits, 17),
    color: 0,
    width: Infinity,
    unicode: true,
    lang,
    version,
    ...(cmap && { cmap }),
    ...(top < Infinity && { top }),
    ...(head !== undefined && { head }),
    ...(batch !== undefined && { batch }),
  };
  return renderSvgs(itemsNow(app).map(({ trace }) => ({ trace, options })));
}

/** The arithmetic that panel D shows, as text. */
export function cellText(app: App): string {
  const { title, lines } = shownArithmetic(app);
  return [title, ...lines].join('\n');
}

/** The matrix that is looked at, as Python. */
export function pythonText(app: App): string {
  return numpyText(currentMatrix(app, shownCell(app).stage)!);
}

export function download(name: string, type: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Where the clipboard is not open to pages (a file opened in some browsers), through a selection. */
export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}
