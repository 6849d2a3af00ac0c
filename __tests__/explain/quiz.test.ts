import fc from 'fast-check';
import { tellingOf } from '../../src/explain/pages.js';
import { judge, questionFor } from '../../src/explain/quiz.js';
import { lesson } from '../../src/explain/tell.js';
import { cat, SAT } from './cat.js';

const telling = tellingOf(lesson(cat(), { token: SAT }), { lang: 'en', unicode: true });

describe('judge(reply, answer)', () => {
  it('takes the answer to as many digits as were given, in every way of writing it', () => {
    for (const reply of ['0.4863', '.4863', '0.49', '48.6%', '48.63 %', '≈0.486', '0,4863', ' 0.48626 '])
      expect([reply, judge(reply, 0.48626)]).toEqual([reply, 'right']);
    for (const reply of ['0.4963', '0.5', '1', '49.6%', '-0.4863'])
      expect([reply, judge(reply, 0.48626)]).toEqual([reply, 'wrong']);
    expect([judge('5', 5), judge('5.0', 5), judge('−1/2', -0.5), judge('1/3', 1 / 3)]).toEqual([
      'right',
      'right',
      'right',
      'right',
    ]);
  });
  it('says when a reply is no number', () =>
    expect(['', 'five', '1/0x', '\u001b[A'].map((reply) => judge(reply, 5))).toEqual(Array(4).fill('unread')));
  it('accepts every answer as it is shown', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1000, max: 1000, noNaN: true }),
        fc.integer({ min: 2, max: 8 }),
        (answer, digits) => {
          expect(judge(answer.toFixed(digits), answer)).toBe('right');
        },
      ),
    );
  });
});

describe('questionFor(step, turn)', () => {
  it('asks for what the step is about, and works out the solution', () => {
    expect(questionFor('ask', 0, telling)).toEqual({
      text: "Quiz: 'sat' · 'cat' = ? (my q times its k)",
      answer: 5,
      solution: '2·2 + 0·0 + 1·1 + 1·0 = 5',
    });
    expect(questionFor('scale', 0, telling)).toEqual({
      text: "Quiz: the score of 'cat' is 5. After ÷ 2 it is ?",
      answer: 2.5,
      solution: '5 ÷ 2 = 2.5',
    });
    expect(questionFor('share', 2, telling)).toMatchObject({
      text: "Quiz: e^x of 'down' is ≈0.3679, the sum is ≈2.0565. Its share is ?",
      solution: '0.3679 ÷ 2.0565 ≈ 0.1789',
    });
    expect(questionFor('listen', 1, telling)).toMatchObject({
      text: 'Quiz: number 2 of the new me = ?',
      solution: '0.0399·0 + 0.4863·2 + 0.2949·1 + 0.1789·0 ≈ 1.2675',
    });
  });
  it('asks about another word each turn', () => {
    expect([0, 1, 2, 3, 4].map((turn) => questionFor('ask', turn, telling).answer)).toEqual([5, 4, 3, 0, 5]);
  });
});
