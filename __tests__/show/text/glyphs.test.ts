import { ASCII, asciiFormula, glyphs, usesUnicode } from '../../../src/show/text/glyphs.js';

describe('usesUnicode', () => {
  it.each([
    [{ LANG: 'en_US.UTF-8' }, false, true],
    [{ LANG: 'en_US.utf8' }, false, true],
    [{ LANG: 'en_US.UTF-8' }, true, false],
    [{ LANG: 'en_US.UTF-8', TERM: 'dumb' }, false, false],
    [{ LANG: 'en_US.UTF-8', TERM: 'linux' }, false, false],
    [{ LANG: 'en_US.UTF-8', LC_ALL: 'C' }, false, false],
    [{ LANG: 'C', LC_CTYPE: 'vi_VN.UTF-8' }, false, true],
    [{ LANG: 'en_US.ISO-8859-1' }, false, false],
    [{}, false, true],
    [{ OS: 'Windows_NT' }, false, false],
    [{ OS: 'Windows_NT', WT_SESSION: 'x' }, false, true],
  ])('%j with --ascii %j: %j', (env, flag, expected) => {
    expect(usesUnicode(Object.freeze(env), flag)).toBe(expected);
  });
});

describe('asciiFormula', () => {
  it('writes the formulas of the stages in ASCII', () => {
    expect(asciiFormula('Q·Kᵀ/√d_k')).toBe('Q*K^T/sqrt(d_k)');
    expect(asciiFormula('scores × 1/√4')).toBe('scores x 1/sqrt(4)');
    expect(asciiFormula('1/√(d_k)')).toBe('1/sqrt(d_k)');
    expect(asciiFormula('x₁ − ∞')).toBe('x_1 - inf');
  });
  it('leaves ASCII as it is and nothing else behind', () => {
    expect(asciiFormula('softmax(masked)')).toBe('softmax(masked)');
    expect(asciiFormula('猫')).toBe('?');
  });
});

describe('glyphs', () => {
  it('has an ASCII set that is ASCII', () => {
    expect(JSON.stringify(ASCII)).toMatch(/^[\x20-\x7e]*$/);
  });
  it('draws bars in eighths', () => {
    expect(glyphs(true).bars).toHaveLength(9);
  });
});
