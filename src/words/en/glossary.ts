export interface GlossaryEntry {
  readonly term: string;
  readonly formula: string;
  readonly meaning: string;
  readonly example: string;
}

/** The glossary in English. */
export const glossary = {
  glossaryTitle: 'ATTENTION IN SEVEN LINES   softmax( Q·Kᵀ / √d_k ) · V',
  glossary: [
    {
      term: 'Q · query',
      formula: 'Q = X·W_Q',
      meaning: 'What a word looks for. Every word asks with its own row of Q.',
      example: "'it' asks: who was tired?",
    },
    {
      term: 'K · key',
      formula: 'K = X·W_K',
      meaning: 'What a word offers for comparison. A query is compared with every key.',
      example: "'animal' offers: a living thing.",
    },
    {
      term: 'V · value',
      formula: 'V = X·W_V',
      meaning: 'What a word carries and tells to those who listen. Only this is passed on.',
      example: "'animal' tells 'it' what it is.",
    },
    {
      term: 'QKᵀ + softmax',
      formula: 'A = softmax(Q·Kᵀ / √d_k)',
      meaning:
        'The dot product q·k is a score: how related two words are. ÷ √d_k keeps the numbers (and gradients) steady. softmax makes weights of the scores: none below 0, each row adds up to 1.',
      example: "'it' gives 'animal' 60 %, 'street' 10 %, the others the rest.",
    },
    {
      term: 'output',
      formula: 'A·V',
      meaning: 'The weighted sum of the values: a new representation of each word, with its context in it.',
      example: "'it' now carries mostly 'animal'.",
    },
    {
      term: 'multi-head',
      formula: 'concat(head₁, …, headₕ)·W_O',
      meaning:
        'Several attentions side by side, each with its own W_Q, W_K and W_V, learned in training. Each head may follow something else; W_O mixes what they found.',
      example: 'One head follows the verb, another who is meant.',
    },
    {
      term: 'why not only an RNN',
      formula: 'path: 1 step, not n',
      meaning:
        'An RNN hands a message on word by word, and after many words little is left of it. Attention looks at every word directly, however far away (long-range dependency), and does all words at once.',
      example: 'attn rnn --sentence "…" --token it',
    },
  ] as readonly GlossaryEntry[],
};

export type GlossaryWords = typeof glossary;
