/** The worksheet and its key in English. */
export const worksheet = {
  sheetWords: ['the', 'cat', 'sat', 'down', 'on', 'a', 'mat', 'today'],
  sheetTitle: (p: { seed: number }) => `Attention by hand · sheet ${p.seed}`,
  sheetKeyTitle: (p: { seed: number }) => `Attention by hand · key to sheet ${p.seed}`,
  sheetName: 'Name: ______________________',
  sheetIntro: (p: { words: number; dK: number; root: number }) =>
    `${p.words} words, d_k = ${p.dK}, so √d_k = ${p.root}. Fill in every blank. Round to four decimals.`,
  sheetGiven: 'Given',
  sheetGivenText:
    'Each word looks for something (its row of Q), offers something (its row of K) and tells something (its row of V).',
  sheetScores: '1 · Scores: q · k',
  sheetScoresText: (p: { sum: string; row: string; column: string }) =>
    `Take the dot product of the q of the row with the k of the column: multiply number by number, and add. The first is done: ${p.row} asks ${p.column}: ${p.sum}`,
  sheetScaled: (p: { root: number }) => `2 · Turn the volume down: ÷ ${p.root}`,
  sheetExps: '3 · e^x, after subtracting the largest',
  sheetExpsText:
    'Subtract the largest number of each row from that row; then look e^x up here. The sum goes into the last column.',
  sheetWeights: '4 · Weights: ÷ sum',
  sheetWeightsText: 'Divide each e^x by the sum of its row. What must each row add up to?',
  sheetOutput: '5 · Output: weights · V',
  sheetOutputText: 'For each word: each weight times the V of that column, then add.',
  sheetQuestions: '6 · Questions',
  sheetMost: (p: { name: string }) => `Which word does ${p.name} listen to most?`,
  sheetCausal: (p: { name: string; hidden: string }) =>
    `If nobody may look ahead (causal), ${p.name} may not hear ${p.hidden}. What are its weights then?`,
  sheetHidden: (p: { name: string }) => `Which of Q, K and V decides where ${p.name} looks, and which what it takes?`,
  sheetHiddenAnswer: 'Q and K decide where it looks, V what it takes.',
  sheetRounding: 'A last digit that is one off is right, too: it depends on when you round.',
};

export type WorksheetWords = typeof worksheet;
