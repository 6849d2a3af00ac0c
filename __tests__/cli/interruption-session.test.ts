import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { whenInstalled } from '../when-installed.js';
import { end, plain, shows, start, tmux } from './tmux.js';

const LESSON = 'attn compute --input fixtures/bundle.json --explain --token sat';

/** The process of attn in the terminal. */
function pid(): number {
  const tty = tmux('display-message', '-p', '-t', 'attn', '#{pane_tty}').trim();
  const processes = execFileSync('ps', ['-t', tty, '-o', 'pid=,args='], { encoding: 'utf8' });
  return Number(/^ *(\d+) \S*node\S* .*attn\.js/m.exec(processes)![1]);
}

const isAlive = (process_: number): boolean => {
  try {
    return process.kill(process_, 0);
  } catch {
    return false;
  }
};

whenInstalled('tmux').describe('the lesson on a terminal, killed', () => {
  it.each([
    ['SIGTERM', 143, ''],
    ['SIGHUP', 129, ''],
    ['SIGINT', 130, ''],
    ['SIGTERM', 143, ' --accessible'],
    ['SIGHUP', 129, ' --accessible'],
  ] as const)(
    'by %s ends with %i and leaves the terminal as it was%s',
    async (signal, code, mode) => {
      start(
        `before=$(stty -g); ${LESSON}${mode}; code=$?; [ "$(stty -g)" = "$before" ] && echo "terminal as it was"; (exit $code)`,
        80,
        30,
      );
      try {
        await shows(/1\/6/);
        process.kill(pid(), signal);
        const seen = plain(await shows(new RegExp(`code ${code}`)));
        expect(seen).toContain('terminal as it was');
        expect(seen).not.toContain('    at ');
        expect(tmux('display-message', '-p', '-t', 'attn', '#{alternate_on} #{cursor_flag} #{wrap_flag}').trim()).toBe(
          '0 1 1',
        );
      } finally {
        end();
      }
    },
    30_000,
  );

  it('by the end of its terminal is gone', async () => {
    start(LESSON, 80, 30);
    await shows(/1\/6/);
    const attn = pid();
    end();
    for (let tries = 0; tries < 100 && isAlive(attn); tries++) await pause(50);
    expect(isAlive(attn)).toBe(false);
  }, 30_000);
});
