import { box } from '../../../src/show/table/box.js';
import { ASCII, UNICODE } from '../../../src/show/text/glyphs.js';

const bare = (text: string): string => text;

describe('box', () => {
  it('draws a frame with a line under the first row and none between the others', () => {
    expect(
      box(
        [
          [' a ', '  b '],
          ['  1', '   2'],
          ['  3', '   4'],
        ],
        ASCII,
        bare,
      ),
    ).toBe(['+---+----+', '| a |  b |', '+---+----+', '|  1|   2|', '|  3|   4|', '+---+----+'].join('\n'));
  });
  it('measures emoji and wide characters as a terminal of today does', () => {
    expect(box([['猫猫'], ['1️⃣ x'], ['👨‍👩‍👧  ']], UNICODE, bare)).toBe(
      ['╭────╮', '│猫猫│', '├────┤', '│1️⃣ x│', '│👨‍👩‍👧  │', '╰────╯'].join('\n'),
    );
  });
  it('leaves the colours of the cells alone and paints the frame', () => {
    const text = box([['\u001b[31ma\u001b[39m'], ['b']], ASCII, (part) => `<${part}>`);
    expect(text.split('\n')[1]).toBe('<|>\u001b[31ma\u001b[39m<|>');
  });
  it('is not confused by a cell that holds its own stand-in', () => {
    expect(
      box(
        [
          ['\ue000', 'x'],
          ['y', '\ue000'],
        ],
        ASCII,
        bare,
      ).split('\n')[1],
    ).toBe('|\ue000|x|');
  });
});
