import { compileCell, compileNumber, looksLikeExpression } from '../../src/expression/index.js';

describe('lazy loading', () => {
  it('mathjs is loaded by the first expression, not by plain numbers and not by looking', async () => {
    const loaded = jest.fn();
    jest.doMock('mathjs/number', () => {
      loaded();
      return jest.requireActual<object>('mathjs/number');
    });
    looksLikeExpression('j <= i');
    expect(await compileNumber('0.125', '--scale')).toBe(0.125);
    expect(loaded).not.toHaveBeenCalled();
    await compileCell('j <= i', '--mask');
    expect(loaded).toHaveBeenCalledTimes(1);
  });
});
