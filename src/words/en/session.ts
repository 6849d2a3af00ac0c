import { counted } from './counted.js';

/** The session on a terminal and its quiz in English. */
export const session = {
  keysShort: 'Enter next · ? help · q quit',
  help: [
    ['Enter → space', 'next step'],
    ['← b', 'step back'],
    ['1-9', 'jump to a step'],
    ['↑ ↓', 'scroll a long step'],
    ['t', 'another word speaks'],
    ['h', 'another head'],
    ['m', 'causal mask on and off'],
    ['x', 'hide a word, or show it again'],
    ['d', 'more or fewer digits'],
    ['z', 'quiz'],
    ['q', 'quit'],
  ] as ReadonlyArray<readonly [keys: string, does: string]>,
  helpTitle: 'KEYS',
  askToken: 'Which token? (word, word#2 or number)',
  askHide: 'Hide which word? (empty: none)',
  lastStep: 'That was the last step. ← back · q quit',
  firstStep: 'This is the first step.',
  noSuchStep: (p: { of: number }) => `There are ${p.of} steps.`,
  oneHeadOnly: 'There is only one head.',
  nowHead: (p: { head: number; of: number }) => `Head ${p.head} of ${p.of}.`,
  nowDigits: (p: { digits: number }) => `${p.digits} digits after the point.`,
  maskOn: 'No looking ahead now.',
  maskOff: 'Looking ahead is allowed again.',
  nowHidden: (p: { names: readonly string[] }) => `Hidden: ${p.names.join(', ')}. The last step compares.`,
  noneHidden: 'Nobody is hidden.',
  unknownKey: (p: { key: string }) => `${p.key} does nothing here. ? shows the keys.`,
  cannotChange: 'This lesson was made without its numbers: mask and words cannot be changed.',
  moreLines: (p: { count: number }) => `↓ ${counted(p.count, 'more line')}`,

  quizScore: (p: { me: string; other: string }) => `Quiz: ${p.me} · ${p.other} = ? (my q times its k)`,
  quizScaled: (p: { other: string; factor: string; score: string }) =>
    `Quiz: the score of ${p.other} is ${p.score}. After ${p.factor} it is ?`,
  quizWeight: (p: { other: string; exp: string; sum: string }) =>
    `Quiz: e^x of ${p.other} is ${p.exp}, the sum is ${p.sum}. Its share is ?`,
  quizOutput: (p: { place: number }) => `Quiz: number ${p.place} of the new me = ?`,
  quizRight: (p: { value: string }) => `Correct: ${p.value}.`,
  quizWrong: (p: { solution: string }) => `Not quite: ${p.solution}.`,
  quizUnread: 'That is not a number. Quiz again: z',
};

export type SessionWords = typeof session;
