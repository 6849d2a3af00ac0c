import { whenInstalled } from '../when-installed.js';
import { end, plain, press, shows, start } from './tmux.js';

/** Runs a line in a terminal of its own. `until` must come on the screen; `keys` are pressed then, and `after` waited for. */
async function screen(
  line: string,
  columns: number,
  until: RegExp,
  keys: readonly string[] = [],
  after: RegExp = until,
): Promise<string> {
  start(line, columns);
  try {
    await shows(until);
    press(...keys);
    return await shows(after);
  } finally {
    end();
  }
}

whenInstalled('tmux').describe('in a real terminal', () => {
  it.each([50, 80])('a table of %i columns breaks no line', async (columns) => {
    const seen = plain(
      await screen(
        'attn compute --only weights --sentence "The animal did not cross the street because it was too tired"',
        columns,
        /code 0/,
      ),
    );
    const table = seen.split('\n').filter((line) => /^[╭│├╰]/.test(line));
    expect(table.length).toBeGreaterThan(10);
    expect(table.filter((line) => !/[╮│┤╯]$/.test(line))).toEqual([]);
    expect(seen).toMatch(/of 12 columns/);
  });

  it('weights stand on colours', async () => {
    expect(await screen('attn compute --only weights --sentence "a b"', 80, /code 0/)).toMatch(/\u001b\[[\d;]*48[;:]/);
  });

  it('wide characters keep their columns', async () => {
    const seen = plain(await screen('attn compute --only weights --sentence "我 爱 你"', 80, /code 0/));
    expect(seen).toMatch(/│ +我 +爱 +你 +│/);
  });

  it('reading from the keyboard is announced, and Ctrl-C ends it with 130 and no stack', async () => {
    const seen = plain(
      await screen('attn compute --q -', 80, /reading Q from the keyboard; end with Ctrl-D/, ['C-c'], /code 130/),
    );
    expect(seen).not.toContain('    at ');
  });

  it('a matrix typed in is computed at Ctrl-D', async () => {
    const seen = plain(
      await screen(
        'attn compute --q - --only weights',
        80,
        /end with Ctrl-D/,
        ['1,0', 'Enter', '0,1', 'Enter', 'C-d'],
        /code 0/,
      ),
    );
    expect(seen).toContain('0.6698');
  });
});
