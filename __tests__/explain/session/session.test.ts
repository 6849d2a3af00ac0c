import { EventEmitter } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { setImmediate as soon } from 'node:timers/promises';
import { runSession, type SessionOptions } from '../../../src/explain/session.js';
import { attend } from '../../../src/core/attend.js';
import { waves } from '../../show/sample.js';
import { cat, SAT } from '../cat.js';

const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l';
const LEAVE = '\u001b[?7h\u001b[?25h\u001b[?1049l';

function sink() {
  const writes: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      writes.push(chunk);
      done();
    },
  });
  return { stream, writes, all: () => writes.join('') };
}

/** A session on streams of our own: type, look, resize, see how it ends. */
function start(more: Partial<SessionOptions> = {}, raw = true, size = { columns: 80, rows: 24 }, changeable = true) {
  const input = Object.assign(new PassThrough(), {
    isTTY: raw,
    modes: [] as boolean[],
    setRawMode(mode: boolean) {
      this.modes.push(mode);
    },
  });
  const output = sink();
  const prompts = sink();
  const signals = new EventEmitter();
  const code = runSession(
    {
      input,
      output: output.stream,
      prompts: prompts.stream,
      columns: () => size.columns,
      rows: () => size.rows,
      signals,
    },
    {
      trace: cat(),
      token: SAT,
      lang: 'en',
      unicode: true,
      color: 0,
      ...(changeable && { recompute: (change) => cat(change) }),
      ...more,
    },
  );
  return {
    code,
    input,
    output,
    prompts,
    signals,
    size,
    type: async (text: string) => {
      input.write(text);
      await soon();
      await soon();
    },
    resize: () => output.stream.emit('resize'),
    /** The last frame, line by line. */
    screen: () => {
      const frame = output.writes.filter((text) => text.includes('\u001b[H')).at(-1)!;
      return frame
        .slice(frame.indexOf('\u001b[H') + 3, frame.lastIndexOf('\u001b[J'))
        .split('\r\n')
        .map((line) => line.replaceAll('\u001b[K', ''));
    },
    title: function title() {
      return this.screen()
        .find((line) => /^[●*]/.test(line))!
        .replace(/ ─*$/, '');
    },
  };
}

describe('runSession(terminal) on a screen', () => {
  it('enters the alternate screen, hides the cursor, and puts all back on q with exit code 0', async () => {
    const session = start();
    expect(session.input.modes).toEqual([true]);
    await session.type('q');
    expect(await session.code).toBe(0);
    expect(session.output.writes[0]).toBe(ENTER);
    expect(session.output.writes.at(-1)).toBe(LEAVE);
    expect(session.input.modes).toEqual([true, false]);
    expect([
      session.input.listenerCount('data'),
      session.signals.eventNames(),
      session.output.stream.listenerCount('resize'),
    ]).toEqual([0, [], 0]);
  });

  it.each([
    ['Ctrl-C', '\u0003', 130],
    ['the end of input', '\u0004', 0],
  ])('restores the terminal on %s', async (_, key, code) => {
    const session = start();
    await session.type(key);
    expect(await session.code).toBe(code);
    expect(session.output.writes.at(-1)).toBe(LEAVE);
    expect(session.input.modes.at(-1)).toBe(false);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ])('restores the terminal on %s', async (signal, code) => {
    const session = start();
    session.signals.emit(signal);
    expect(await session.code).toBe(code);
    expect(session.output.writes.at(-1)).toBe(LEAVE);
  });

  it('draws each frame in one write that fills the screen exactly', async () => {
    const session = start();
    await session.type(' ');
    expect(
      session.output.writes
        .slice(1)
        .every((text) => text.startsWith('\u001b[?2026h\u001b[H') && text.endsWith('\u001b[J\u001b[?2026l')),
    ).toBe(true);
    expect(session.screen()).toHaveLength(24);
  });

  it('goes on, back, and jumps', async () => {
    const session = start();
    expect(session.title()).toBe('●○○○○○  1/6  WHO I AM');
    for (const [keys, title] of [
      ['\r', '2/6'],
      ['\u001b[C', '3/6'],
      ['\u001bOC', '4/6'],
      ['\u001b[D', '3/6'],
      ['6', '6/6'],
      ['b', '5/6'],
      ['1', '1/6'],
      ['   ', '4/6'],
    ]) {
      await session.type(keys!);
      expect(session.title()).toContain(title);
    }
    await session.type('6\r');
    expect(session.screen().at(-2)).toBe(' That was the last step. ← back · q quit');
    await session.type('1b');
    expect(session.screen().at(-2)).toBe(' This is the first step.');
    await session.type('9');
    expect(session.screen().at(-2)).toBe(' There are 6 steps.');
  });

  it('lets another word speak, and suggests one when there is no such word', async () => {
    const session = start();
    await session.type('tczt\r');
    expect(session.screen().at(-2)).toBe(` no token 'czt' in "the cat sat down" (did you mean 'cat'?)`);
    await session.type('t');
    await session.type('dowm\u007fn');
    expect(session.screen().at(-2)).toBe(' Which token? (word, word#2 or number) down_');
    await session.type('\r');
    expect(session.screen()).toContain(" I am the word 'down', number 4 of 4. Alone, I only know myself.");
    await session.type('tcat\u001b');
    expect(session.screen()).toContain(" I am the word 'down', number 4 of 4. Alone, I only know myself.");
  });

  it('puts the causal mask on and off and stays where it was', async () => {
    const session = start();
    await session.type('4m');
    expect(session.title()).toBe('●●●●○○  4b/6  I SHARE OUT MY ATTENTION   softmax');
    expect(session.screen().join('\n')).toContain('≈0.5922');
    expect(session.screen().at(-2)).toBe(' No looking ahead now.');
    await session.type('m');
    expect(session.screen().join('\n')).toContain('≈0.4863');
  });

  it('hides a word and compares on the last step', async () => {
    const session = start();
    await session.type('xcat\r6 ');
    expect(session.title()).toContain('6b/6  WHAT IF');
    expect(session.screen()).toContain('   output after   [ 1.6964  0.5741 ]');
    await session.type('x\r');
    expect(session.screen().at(-2)).toBe(' Nobody is hidden.');
    expect(session.title()).toContain('6/6');
  });

  it('shows more digits', async () => {
    const session = start();
    await session.type('5d');
    expect(session.screen().join('\n')).toContain('0.972528');
  });

  it('asks, accepts, corrects with the products, and never holds the reader back', async () => {
    const session = start({ quiz: true });
    expect(session.screen().at(-2)).toBe(" Quiz: 'sat' · 'cat' = ? (my q times its k) _");
    await session.type('5\r');
    expect(session.screen().at(-2)).toBe(' Correct: = 5.');
    await session.type('z3\r');
    expect(session.screen().at(-2)).toBe(' Not quite: 2·1 + 0·0 + 1·1 + 1·1 = 4.');
    await session.type('z\u0003');
    expect(await session.code).toBe(130);
  });

  it('shows its keys and goes back to the step at any key', async () => {
    const session = start();
    await session.type('?');
    expect(session.screen()).toContain('               m   causal mask on and off');
    await session.type('x');
    expect(session.title()).toContain('1/6');
  });

  it('h goes from head to head and round, and says that there is only one', async () => {
    const one = start();
    await one.type('h');
    expect(one.screen().join('\n')).toContain('There is only one head.');
    const two = start({ trace: attend({ q: waves(3, 4), heads: 2 }) });
    for (const said of ['Head 2 of 2.', 'Head 1 of 2.']) {
      await two.type('h');
      expect(two.screen().join('\n')).toContain(said);
    }
  });

  it('an empty answer leaves the word that tells as it was', async () => {
    const session = start();
    const before = session.screen();
    await session.type('t');
    await session.type('\r');
    expect(session.screen()).toEqual(before);
  });

  it('is redrawn when the window changes, and scrolls a step that is too long', async () => {
    const session = start();
    await session.type('6');
    session.size.columns = 60;
    session.size.rows = 10;
    session.resize();
    expect(session.screen()).toHaveLength(10);
    expect(session.screen().at(-1)).toMatch(/^ ↓ \d+ more lines/);
    expect(session.screen().every((line) => line.length <= 60)).toBe(true);
    await session.type('\u001b[6~\u001b[6~\u001b[6~');
    expect(session.screen().at(-1)).not.toContain('more line');
    expect(session.screen().join('\n')).toContain('do it by hand');
    await session.type('\u001b[5~\u001b[5~\u001b[5~');
    expect(session.screen()[0]).toContain('softmax( Q·Kᵀ / √d_k ) · V');
  });

  it('makes what the user types and the words of strangers harmless', async () => {
    const words = ['\u001b[2J', 'cat', 'sat', 'down'];
    const session = start({
      trace: cat({ tokens: { query: words, key: words } }),
      recompute: (change) => cat({ ...change, tokens: { query: words, key: words } }),
    });
    await session.type('x1\r');
    expect(session.screen().at(-2)).toBe(' Hidden: \\u{1b}[2J. The last step compares.');
    await session.type('\u001b[99~y');
    expect(session.screen().at(-2)).toBe(' y does nothing here. ? shows the keys.');
  });

  it('says so when it has nothing to recompute with', async () => {
    const session = start({}, true, { columns: 80, rows: 24 }, false);
    await session.type('m');
    expect(session.screen().at(-2)).toBe(
      ' This lesson was made without its numbers: mask and words cannot be changed.',
    );
  });

  it('speaks Vietnamese', async () => {
    const session = start({ lang: 'vi' });
    await session.type('5');
    expect(session.title()).toContain('TÔI LẮNG NGHE');
    expect(session.screen().at(-1)!.trim()).toBe('Enter tiếp · ? trợ giúp · q thoát');
  });
});

describe('runSession(terminal) by lines', () => {
  it('prints steps on stdout and prompts on stderr, a letter and Enter at a time', async () => {
    const session = start({}, false);
    for (const line of ['\n', 't down\n', 'z\n', '4\n', 'm\n', '?\n', 'q\n']) await session.type(line);
    expect(await session.code).toBe(0);
    const said = session.output.all();
    expect(said).not.toContain('\u001b');
    expect(said).toContain('2/6  I ASK EVERYONE');
    expect(said).toContain('down   0·0 + 1·1 + 1·1 + 1·2  =  4');
    expect(said).toContain(' KEYS');
    expect(said).not.toContain('Enter next');
    expect(session.prompts.all()).toContain('[1/6] Enter next · ? help · q quit > ');
    expect(session.prompts.all()).toContain("Quiz: 'down' · 'cat' = ? (my q times its k) > ");
    expect(session.prompts.all()).toContain('No looking ahead now.');
  });

  it('is chosen by --accessible on a terminal too, and ends with the input', async () => {
    const session = start({ accessible: true });
    session.input.end('6\n');
    expect(await session.code).toBe(0);
    expect(session.input.modes).toEqual([]);
    expect(session.output.all()).toContain('6/6  WHO I AM NOW');
  });

  it('ends with 130 on Ctrl-C', async () => {
    const session = start({}, false);
    session.signals.emit('SIGINT');
    expect(await session.code).toBe(130);
  });
});
