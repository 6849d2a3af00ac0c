type Settings = Readonly<Record<string, unknown>>;

/** A special token of tokenizer_config.json, which is a text or has one. */
function named(config: Settings, key: string, otherwise: string): string {
  const value = config[key];
  const text = typeof value === 'object' && value !== null ? (value as Settings)['content'] : value;
  return typeof text === 'string' ? text : otherwise;
}

const added = (vocabulary: Settings, content: string): Settings[] =>
  typeof vocabulary[content] === 'number'
    ? [
        {
          id: vocabulary[content],
          content,
          single_word: false,
          lstrip: false,
          rstrip: false,
          normalized: false,
          special: true,
        },
      ]
    : [];

/**
 * The tokenizer of vocab.json and merges.txt, as tokenizer.json would have it: byte-level BPE (GPT-2), with <s> and </s> around
 * the text where the vocabulary has them and no <|endoftext|> (RoBERTa).
 */
export function byteLevelTokenizer(vocab: Settings, mergesText: string, config: Settings): Settings {
  const merges = mergesText.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#version'));
  const roberta = vocab['<s>'] !== undefined && vocab['</s>'] !== undefined && vocab['<|endoftext|>'] === undefined;
  const specials = ['<|endoftext|>', ...(roberta ? ['<s>', '</s>', '<pad>', '<unk>', '<mask>'] : [])];
  const space = config['add_prefix_space'] === true;
  return {
    version: '1.0',
    added_tokens: specials.flatMap((content) =>
      added(vocab, content).map((one) => (content === '<mask>' ? { ...one, lstrip: true } : one)),
    ),
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: space, trim_offsets: true, use_regex: true },
    post_processor: roberta
      ? {
          type: 'RobertaProcessing',
          sep: ['</s>', vocab['</s>']],
          cls: ['<s>', vocab['<s>']],
          trim_offsets: true,
          add_prefix_space: space,
        }
      : { type: 'ByteLevel', add_prefix_space: true, trim_offsets: false, use_regex: true },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      byte_fallback: false,
      vocab,
      merges,
    },
  };
}

/** The tokenizer of vocab.txt, as tokenizer.json would have it: BERT's WordPiece, a token a line. */
export function bertTokenizer(text: string, config: Settings): Settings {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const vocab: Record<string, number> = Object.fromEntries(lines.map((token, id) => [token, id]));
  const lower = config['do_lower_case'] !== false;
  const [cls, sep, unknown] = [
    named(config, 'cls_token', '[CLS]'),
    named(config, 'sep_token', '[SEP]'),
    named(config, 'unk_token', '[UNK]'),
  ];
  const specials = [cls, sep, unknown, named(config, 'pad_token', '[PAD]'), named(config, 'mask_token', '[MASK]')];
  return {
    version: '1.0',
    added_tokens: specials.flatMap((content) => added(vocab, content)),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: config['tokenize_chinese_chars'] !== false,
      strip_accents: config['strip_accents'] ?? null,
      lowercase: lower,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [special(cls, 0), sequence('A', 0), special(sep, 0)],
      pair: [special(cls, 0), sequence('A', 0), special(sep, 0), sequence('B', 1), special(sep, 1)],
      special_tokens: Object.fromEntries(
        [cls, sep].map((token) => [token, { id: token, ids: [vocab[token]], tokens: [token] }]),
      ),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: unknown,
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab,
    },
  };
}

const special = (id: string, type: number): Settings => ({ SpecialToken: { id, type_id: type } });
const sequence = (id: string, type: number): Settings => ({ Sequence: { id, type_id: type } });
