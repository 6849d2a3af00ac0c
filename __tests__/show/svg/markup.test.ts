import { escapeMarkup, markup } from '../../../src/show/svg/markup.js';

describe('markup', () => {
  it('escapes what is put in and leaves its own text alone', () => {
    expect(markup`<b title="${'"\'<&>'}">${'</b>'}</b>`.markup).toBe(
      '<b title="&quot;&#39;&lt;&amp;&gt;">&lt;/b&gt;</b>',
    );
  });
  it('takes markup, numbers, lists and nothing', () => {
    expect(markup`${markup`<i/>`}${1.5}${[1, ['<', undefined], false]}${undefined}${''}`.markup).toBe('<i/>1.51&lt;');
  });
});

describe('escapeMarkup', () => {
  it('replaces what XML has no way to write', () => {
    expect(escapeMarkup('a\0\u0008\ufffe\ud800b\n\t')).toBe('a\ufffd\ufffd\ufffd\ufffdb\n\t');
  });
});
