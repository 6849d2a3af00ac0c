import { visit } from 'jsonc-parser';
import { faultList } from '../text/faults.js';
import { shapeAudit, type ShapeAudit } from './shape.js';
import { syntaxFault } from './syntax.js';
import type { TensorAt } from './parse.js';
import { tensorTitle } from '../names.js';
import type { Place } from '../text/place.js';
import { textCells } from '../text/cells.js';

/** Deeper nesting than this has no meaning here, and the position-aware parser needs the stack. */
const DEEPEST = 500;

interface Frame {
  /** The path of keys to this list or object. */
  readonly path: readonly string[];
  key: string;
}

/**
 * Reads a JSON text again with a parser that knows places, when something in it is out of order or is an expression.
 *
 * @param tensorAt where tensors are expected
 * @param title what the lone tensor is called
 * @returns the numbers of the text cells, by their text
 * @throws AttnError with every problem of the text: its syntax, ragged rows, cells that are no numbers
 */
export async function auditJson(
  text: string,
  place: Place,
  tensorAt: TensorAt,
  title?: string,
): Promise<Map<string, number>> {
  const faults = faultList();
  const texts = textCells(place, faults);
  const deep = deepAt(text);
  if (deep !== undefined) {
    faults.add(deep, () => ({ code: 'json-too-deep', where: place(deep), most: DEEPEST }));
    faults.throwIfAny();
  }

  const frames: Frame[] = [];
  let shape: ShapeAudit | undefined;
  let shapeDepth = 0;
  let brokenUpTo = -1;
  const pathHere = (): readonly string[] => {
    const frame = frames.at(-1);
    return frame ? [...frame.path, frame.key] : [];
  };

  visit(
    text,
    {
      onObjectProperty: (key) => {
        frames.at(-1)!.key = key;
      },
      onObjectBegin: (at, length) => {
        if (shape?.cell(at)) {
          const detail = shape.rowHere();
          faults.add(at, () => ({
            code: 'json-object-for-number',
            where: place(at),
            ...detail(at, length),
          }));
        }
        frames.push({ path: pathHere(), key: '' });
        return !shape;
      },
      onObjectEnd: () => {
        frames.pop();
      },
      onArrayBegin: (at) => {
        if (!shape) {
          const name = tensorAt(pathHere());
          if (name !== undefined) {
            shape = shapeAudit(name === '' ? (title ?? '') : tensorTitle(name), text, place, faults);
            shapeDepth = frames.length;
          }
        }
        frames.push({ path: pathHere(), key: '*' });
        return shape?.open(at) ?? true;
      },
      onArrayEnd: (at) => {
        frames.pop();
        shape?.close(at);
        if (shape && frames.length === shapeDepth) {
          shape.finish(at);
          shape = undefined;
        }
      },
      onLiteralValue: (value, at, length) => {
        if (!shape?.cell(at) || at <= brokenUpTo) return;
        if (typeof value === 'string') texts.add(value, at, length, shape.rowHere());
        else if (typeof value === 'number' && !Number.isFinite(value))
          texts.add(text.slice(at, at + length), at, length, shape.rowHere());
      },
      onError: (code, offset, length) => {
        shape?.breakHere();
        // One slip makes the parser stumble several times in a row, and again at the end; it is told once.
        const sameSlip = offset - brokenUpTo < 200 && /^\s*$/.test(text.slice(brokenUpTo, offset));
        if (brokenUpTo >= 0 && (sameSlip || offset >= text.length)) return;
        const { at, length: extent, fault } = syntaxFault(text, code, offset);
        brokenUpTo = Math.max(at + extent, offset + length);
        const detail = shape?.rowHere();
        faults.add(at, () => ({ ...fault, where: place(at), ...(extent > 1 && detail?.(at, extent)) }));
      },
    },
    { disallowComments: true },
  );

  const numbers = await texts.resolve();
  faults.throwIfAny();
  return numbers;
}

/** Where the nesting gets deeper than can be read. Strings are passed over; one that does not end is the last thing seen. */
function deepAt(text: string): number | undefined {
  const signs = /["[\]{}]/g;
  const inString = /["\\]/g;
  let depth = 0;
  for (let found = signs.exec(text); found; found = signs.exec(text)) {
    const [sign] = found;
    if (sign === '[' || sign === '{') depth++;
    else if (sign !== '"') depth--;
    else {
      inString.lastIndex = signs.lastIndex;
      let end = inString.exec(text);
      while (end?.[0] === '\\') {
        inString.lastIndex++;
        end = inString.exec(text);
      }
      if (!end) return undefined;
      signs.lastIndex = inString.lastIndex;
    }
    if (depth > DEEPEST) return found.index;
  }
  return undefined;
}
