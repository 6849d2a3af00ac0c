import { whenInstalled } from '../when-installed.js';
import { end, plain, press, resize, shows, start, tmux } from './tmux.js';

const LESSON = 'attn compute --input fixtures/bundle.json --explain --token sat';

whenInstalled('tmux').describe('the lesson on a real terminal', () => {
  it('walks with every key, is resized, and leaves the terminal as it was', async () => {
    start(
      `before=$(stty -g); ${LESSON}; code=$?; [ "$(stty -g)" = "$before" ] && echo "terminal as it was"; (exit $code)`,
      80,
      30,
    );
    try {
      await shows(/1\/6 {2}WHO I AM/);
      press('Enter');
      await shows(/2\/6 {2}I ASK EVERYONE/);
      press('Right');
      await shows(/3\/6 {2}I TURN THE VOLUME DOWN/);
      press('Left');
      await shows(/2\/6 {2}I ASK EVERYONE[^]*cat +2·2 \+ 0·0 \+ 1·1 \+ 1·0 {2}= {2}5/);
      press('4');
      expect(plain(await shows(/4\/6/))).toContain('≈0.0399  ≈0.4863  ≈0.2949  ≈0.1789');
      press('d');
      await shows(/0\.48626/); // more digits
      press('t');
      press('down', 'Enter');
      await shows(/I SHARE OUT[^]*down/);
      press('t');
      press('sat', 'Enter', '5', 'm');
      await shows(/0\.5922/); // the causal mask
      press('m', 'x');
      press('cat', 'Enter', '5');
      await shows(/1\.6964/); // without 'cat'
      press('x');
      press('cat', 'Enter', '?');
      await shows(/quiz/i);
      press('?', '2', 'z');
      await shows(/\?/);
      press('Escape');
      resize(62, 30);
      const narrow = plain(await shows(/I ASK EVERYONE/));
      expect(Math.max(...narrow.split('\n').map((line) => line.trimEnd().length))).toBeLessThanOrEqual(62);
      press('q');
      expect(plain(await shows(/code 0/))).toContain('terminal as it was');
      expect(tmux('display-message', '-p', '-t', 'attn', '#{alternate_on} #{cursor_flag}').trim()).toBe('0 1');
    } finally {
      end();
    }
  }, 60_000);

  it('ends at Ctrl-C with 130 and the cursor back', async () => {
    start(LESSON, 80, 30);
    try {
      await shows(/1\/6 {2}WHO I AM/);
      press('C-c');
      expect(plain(await shows(/code 130/))).not.toContain('    at ');
      expect(tmux('display-message', '-p', '-t', 'attn', '#{alternate_on} #{cursor_flag}').trim()).toBe('0 1');
    } finally {
      end();
    }
  }, 30_000);
});
