import { shapeText } from '../../core/index.js';
import type { InputWay, ListLength, OtherName, PrintedBy, ReadFacts } from '../../read/facts.js';
import { closest } from '../closest.js';
import type { Sentences } from '../sentence.js';
import { counted } from './counted.js';

const FOUR_AXES = 'the most is 4: (batch, heads, length, size)';

const notNumber = (found: string): string => `expected a number, found ${JSON.stringify(found)}`;

const titled = (title: string): string => (title === '' ? 'the matrix' : title);

/** `rows 1 and 2 have` */
function usual(list: string, others: ListLength['others']): string {
  if (!('count' in others))
    return others.length === 1 ? `${list} ${others[0]} has` : `${list}s ${others.join(' and ')} have`;
  return others.all ? `the other ${others.count} ${list}s have` : `most ${list}s have`;
}

const INPUTS = 'attn compute --sentence "…", or --q q.json --k k.json --v v.json';

const WAYS: Readonly<Record<InputWay, string>> = {
  sentence: 'a sentence',
  q: 'Q, K, V',
  qkv: 'Q, K and V in one',
  x: 'embeddings',
  scores: 'scores',
  'attention-weights': 'weights',
};

const meant = (near: string | undefined): { fix?: string } =>
  near === undefined ? {} : { fix: `did you mean ${near}?` };

/** As a key of a bundle is written. */
export const asKey = (option: string, value?: string): string =>
  `${option.replaceAll('-', '_')}${value === undefined ? '' : ` ${JSON.stringify(value)}`}`;

/** How something of another system is said here. */
export function otherName(here: OtherName, written: (option: string, value?: string) => string): string {
  if (typeof here === 'string')
    return {
      'nothing-dropped': 'nothing is dropped here: the numbers are those of evaluation',
      'weights-always': 'the weights are always computed; --show weights shows them',
      'weights-of-heads': 'the weights of every head are shown as they are',
    }[here];
  return `here it is ${here.map((way) => way.map((one) => written(...one)).join(' with ')).join(', or ')}`;
}

const typed = (
  source: string,
  names: readonly { readonly name: string }[],
  option: (name: string, value?: string) => string,
): string =>
  names
    .slice(0, 3)
    .map(({ name }, n) => option('qkv'[n]!, `${source}#${name}`))
    .join(' ');

const CONVERTED = {
  mat: {
    what: 'is a MATLAB file (.mat), which is not read here',
    fix: 'in Python: np.savez("data.npz", **{k: v for k, v in scipy.io.loadmat("data.mat").items() if k[0] != "_"}); in MATLAB: writematrix(Q, "q.csv")',
  },
  hdf5: {
    what: 'is an HDF5 file (.h5, or .mat of MATLAB 7.3), which is not read here',
    fix: 'in Python: np.save("q.npy", h5py.File("data.h5")["q"][()]); in MATLAB: writematrix(Q, "q.csv")',
  },
  pickle: {
    what: 'is a pickle of Python, and a pickle can run any code: it is not read',
    fix: 'where you trust it, in Python: np.save("q.npy", pickle.load(open("q.pkl", "rb")))',
  },
  gguf: {
    what: 'is a GGUF file of llama.cpp, which is not read here',
    fix: 'in Python: np.savez("m.npz", **{t.name: gguf.dequantize(t.data, t.tensor_type) for t in gguf.GGUFReader("m.gguf").tensors})',
  },
} as const;

export const read: Sentences<ReadFacts> = {
  'sentence-too-long': ({ found, most }) => ({
    what: `the sentence has ${found} characters; at most ${most} are read`,
    fix: 'give one sentence, not a book',
  }),
  'delimiter-unknown': ({ found }, { option }) =>
    `${option('delimiter')}: expected comma, semicolon, tab or blank, found "${found}"`,
  'delimiter-is-decimal-sign': (_, { option }) => ({
    what: 'the comma cannot be both the decimal sign and the delimiter',
    fix: option('delimiter', '";"'),
  }),
  'let-form': ({ found }, { option }) => ({
    what: `expected NAME=SRC, found "${found}"`,
    fix: `for example ${option('let', 'table=rel.npy')}; a name has letters, digits and _`,
  }),
  'let-name-taken': ({ name }) => ({
    what: `${name} means something in expressions already`,
    fix: `choose another name: ${name}_table`,
  }),
  'let-name-twice': ({ name }) => ({ what: `${name} is given twice`, fix: 'choose another name for one of them' }),
  'let-unused': ({ names }, { option }) => ({
    what: `no expression names ${names.join(', ')}`,
    fix: `write ${names[0]}[…] in ${option('bias')}, ${option('mask')}, ${option('score-mod')} or ${option('scale')}, or leave ${option('let')} out`,
  }),
  'stdin-not-here': () => ({ what: 'stdin cannot be read here', fix: 'name a file' }),
  'source-empty': () => ({ what: 'expected a file or a literal, found nothing', fix: "'[1 0; 0 1]', or a path" }),
  'is-folder': () => ({ what: 'is a folder; expected a file', fix: 'name a file in it' }),
  'only-zeros': ({ bytes }) => ({
    what: `begins with ${bytes} zero bytes, as no format does`,
    fix: 'expected JSON, CSV, .npy, .npz, .pt or .safetensors',
  }),
  'file-shrank': ({ bytes }) => ({
    what: `became shorter while it was read: it ends at byte ${bytes}`,
    fix: 'try again when it is written',
  }),
  'file-too-large': ({ most }) => ({
    what: `holds more than ${most} bytes, the most that is read`,
    fix: 'cut it into smaller files',
  }),
  'permission-denied': () => ({
    what: 'may not be read: permission denied',
    fix: 'change its permissions, or copy it',
  }),
  'file-name-too-long': () => ({ what: 'no file can have so long a name', fix: 'a literal begins with [' }),
  'file-name-nul': () => 'no file name can hold a NUL character',
  'file-unreadable': ({ reason }) => `cannot be read: ${reason}`,
  'no-such-folder': ({ folder }) => `no such file: there is no folder ${folder}`,
  'no-such-file': ({ near }) => ({
    what: 'no such file',
    ...(near !== undefined && { fix: `did you mean ${near}?` }),
  }),
  'format-not-known': ({ found, expected }) => ({
    what: `expected ${expected.join(', ')}, found "${found}"`,
    ...meant(closest(found, expected)),
  }),
  'format-not-recognized': ({ expected }, { option }) => ({
    what: 'these bytes are in no format that is known here',
    fix: `name it with ${option('in-format')}: ${expected.join(', ')}`,
  }),
  'page-without-result': (_, { option }) => ({
    what: 'no result of attn in this page',
    fix: `give a page that attn wrote with ${option('format', 'html')}, or a JSON result`,
  }),
  'no-matrix': () => ({ what: 'holds no matrix', fix: 'give a list of lists of numbers' }),
  'several-tensors': ({ names, spec, subject }) => ({
    what: `holds ${names.length} tensors: ${names.slice(0, 12).join(', ')}${names.length > 12 ? ', …' : ''}`,
    fix: `choose one, for example ${spec}#${names.find((name) => name.toLowerCase() === subject.toLowerCase()) ?? names[0]}`,
  }),
  'stdin-read-twice': ({ flags }) => ({
    what: `stdin can be read only once (${flags.slice(0, -1).join(', ')} and ${flags.at(-1)} ${flags.length > 2 ? 'all' : 'both'} say -)`,
    fix: 'put all into one bundle: attn compute --input -',
  }),

  'tokens-not-a-list': ({ found }) => ({
    what: `expected a JSON list of words, found ${found}`,
    fix: '\'["the","cat"]\', or the words with blanks between them',
  }),
  'rope-scaling-form': ({ found, why, part }) => ({
    what: `expected NAME,key=value,…, JSON or a JSON file, found "${found}"`,
    fix: { json: `is no JSON: ${part}`, object: 'is no JSON object', pair: `"${part}" is no key=value` }[why],
  }),
  'file-outside': ({ option: name, found }, { option }) => ({
    what: `names a file outside this folder: ${found}`,
    fix: `give it yourself: ${option(name, found)}`,
  }),
  'key-unknown': ({ found, expected, here }) => {
    const near = closest(found.replaceAll('-', '_'), expected);
    return {
      what: `unknown key "${found}"`,
      fix:
        here !== undefined
          ? otherName(here, asKey)
          : near !== undefined
            ? `did you mean ${near}?`
            : 'the keys are those of attn help compute: q, k, v, mask, heads, …',
    };
  },
  'bundle-empty': () => ({ what: 'holds nothing', fix: 'a bundle has the keys q, k, v, …' }),
  'bundle-lone-matrix': (_, { option }) => ({
    what: 'holds one matrix without a name',
    fix: `a bundle has the keys q, k, v, …; give a single matrix to ${option('q')}, ${option('k')} or ${option('v')}`,
  }),
  'options-with-weights': ({ options }, { option }) => ({
    what: `${options.map((name) => option(name)).join(', ')} with ${option('weights')}`,
    fix: 'the trained weights say it',
  }),
  'options-without-sentence': ({ options }, { option }) => ({
    what: `${options.map((name) => option(name)).join(', ')} without a sentence`,
    fix: `they say how the words of ${option('sentence')} become numbers`,
  }),
  'sentence-empty': () => ({ what: 'the sentence has no words', fix: 'give at least one word' }),
  'part-given-twice': ({ part }) => ({ what: `${part} is given twice`, fix: 'give it once' }),
  'part-unknown': ({ found, expected }) => {
    const keys = expected.map((key) => `${key}=`);
    return { what: `unknown key "${found}"`, fix: `the keys are ${keys.slice(0, -1).join(', ')} and ${keys.at(-1)}` };
  },
  'saved-layer': ({ option: name, layers, found }, { option }) => ({
    what:
      layers === 0
        ? `${option('layer')} beside ${option(name)}, which holds one layer`
        : found === undefined
          ? `${option(name)} holds ${layers} layers`
          : `there is no layer ${found}: ${option(name)} holds ${layers}`,
    fix: layers === 0 ? `leave ${option('layer')} out` : `choose one: ${option('layer', '1')} to ${layers}`,
  }),
  'inputs-together': ({ ways }, { option }) => ({
    what: `${ways.map((way) => `${WAYS[way]} (${option(way)})`).join(' and ')} are given together`,
    fix: 'give one of them',
  }),
  'nothing-to-compute': () => ({ what: 'nothing to compute: no sentence, no Q and no X', fix: INPUTS }),
  'input-alone': ({ names, missing }) => ({ what: `${names.join(', ')} without ${missing}`, fix: INPUTS }),
  'qkv-shape': ({ found }, { option }) => ({
    what: `is ${shapeText(found)}; expected (batch, length, 3, heads, size) or (length, 3, heads, size)`,
    fix: `give Q, K and V apart: ${option('q')}, ${option('k')}, ${option('v')}`,
  }),
  'layer-name-twice': ({ name }) => ({ what: `${name} is there too`, fix: 'keep one of them' }),
  'in-proj-shape': ({ found }) => ({
    what: `is ${shapeText(found)}; expected 3·E rows`,
    fix: 'Q, K and V are stacked in it',
  }),
  'config-empty': () => ({
    what: 'holds no problem',
    fix: 'give at least one object, or one row below the header',
  }),
  'config-not-an-object': () => ({
    what: 'expected an object with a sentence and its settings',
    fix: '{"sentence": "…", "dim": 8, "seed": 42}',
  }),
  'config-item-not-an-object': ({ number }) => ({
    what: `problem ${number} is no object`,
    fix: '[{"sentence": "…"}, {"sentence": "…"}]',
  }),
  'config-column-without-name': ({ number }) => ({
    what: `column ${number} has no name`,
    fix: 'name it: sentence, dim, seed, heads, …',
  }),
  'config-column-twice': ({ name }) => ({ what: `two columns are called "${name}"`, fix: 'keep one of them' }),

  'hf-config-number': ({ key, found }) => ({
    what: `${key} of the config is ${found}: expected a number`,
    fix: 'write it as a number, as transformers does',
  }),
  'hf-config-missing': ({ key }) => ({
    what: `the config has no ${key}`,
    fix: 'give the config.json of the model as it was downloaded',
  }),
  'hf-layer-type': ({ found, expected }) => ({
    what: `layer_types of the config says "${found}", which is not known`,
    fix: `known are ${expected.join(', ')}`,
  }),

  'source-text-too-long': ({ bytes, most }) => ({
    what: `${bytes} bytes of text are more than the ${most} that can be read`,
    fix: 'store a tensor of this size as .npy or .safetensors',
  }),
  'text-utf16': () => ({ what: 'expected UTF-8 text, found UTF-16', fix: 'save the file as UTF-8' }),
  'text-not-utf8': (_, { option }) => ({
    what: 'expected UTF-8 text, found bytes that are none',
    fix: `save it as UTF-8, or name its format with ${option('in-format')}`,
  }),
  'text-memory': ({ needed, room, heap }) => ({
    what: `to read it takes about ${needed} MB of memory for text, and Node.js leaves ${room} MB for it`,
    fix: `store tensors of this size as .npy or .safetensors; or NODE_OPTIONS=--max-old-space-size=${heap}`,
  }),
  'input-empty': ({ source, bytes }) =>
    `${source === '<stdin>' ? 'stdin was empty' : 'the file is empty'} (${counted(bytes, 'byte')}); expected a JSON or CSV matrix`,
  'more-problems-in-input': ({ count, atMost }) => `and ${atMost ? 'up to ' : ''}${counted(count, 'more problem')}`,

  'cell-empty': () => ({
    what: 'expected a number, found an empty cell',
    fix: 'write 0, or nan for a missing value',
  }),
  'cell-too-large': ({ found }) => ({
    what: `${found} is too large for a 64-bit number (at most 1.8e308)`,
    fix: 'write inf if infinity is meant',
  }),
  'cell-decimal-comma': ({ found, expected }, { option }) => ({
    what: notNumber(found),
    fix: `use a decimal point (${expected}), or ${option('decimal', 'comma')} for CSV`,
  }),
  'cell-minus-sign': ({ found, expected }) => ({
    what: notNumber(found),
    fix: `write the minus sign as "-" (${JSON.stringify(expected)})`,
  }),
  'cell-not-decimal': ({ found }) => ({ what: notNumber(found), fix: 'write it in plain decimal digits' }),
  'cell-not-number': ({ found, names }) => ({
    what: notNumber(found),
    ...(names && { fix: 'if the first column holds names, leave the first cell of the first row empty' }),
  }),
  'list-length': ({ list, of, number, found, expected, others, commas }, { option }) => ({
    what: `${list} ${number} has ${found === 0 ? `no ${of}` : counted(found, of.slice(0, -1), of)}, ${usual(list, others)} ${expected}`,
    fix: `make all ${list}s equally long${commas ? `; decimal commas need ; between the cells and ${option('decimal', 'comma')}` : ''}`,
  }),

  'json-number-word': ({ found }) => ({
    what: `expected a number, found ${found}`,
    fix: `JSON has no ${found}: write "${found.toLowerCase().replace('infinity', 'inf').replace('+', '')}" in quotes`,
  }),
  'json-more-than-one': ({ found }) => ({
    what: `expected the end, found ${found}`,
    fix: 'give one matrix or one object',
  }),
  'json-single-quotes': ({ found }) => ({
    what: `found single quotes: ${found}`,
    fix: 'JSON wants double quotes: "…"',
  }),
  'json-text-not-closed': () => ({
    what: 'the text in quotes does not end',
    fix: 'close it with " on the same line',
  }),
  'json-comment': () => ({ what: 'JSON has no comments', fix: 'take the comment out' }),
  'json-constant': ({ found }) => ({
    what: `expected a number, found ${found}`,
    fix: 'JSON writes true, false and null',
  }),
  'json-comma-missing': ({ found }) => ({
    what: `expected a comma before ${found}`,
    fix: 'put commas between the cells',
  }),
  'json-number-form': ({ found }) => ({
    what: `expected a number, found ${found}`,
    fix: 'JSON numbers look like 12, -0.5 or 1e-3: no +, a digit on both sides of the point',
  }),
  'json-bare-expression': ({ found }) => ({
    what: `expected a number, found ${found}`,
    fix: `put an expression in quotes: "${found}"`,
  }),
  'json-bare-key': ({ found }) => ({
    what: `expected a key in double quotes, found ${found}`,
    fix: `write "${found}"`,
  }),
  'json-not-number': ({ found }) => `expected a number, found ${found}`,
  'json-ends-early': () => ({ what: 'the text ends too early', fix: 'close every [ with ] and every { with }' }),
  'json-comma-extra': ({ found }) => ({ what: `trailing comma before ${found}`, fix: 'remove the comma' }),
  'json-semicolon': () => ({
    what: 'expected , or ] between the cells, found ;',
    fix: 'write rows as [[1, 2], [3, 4]]',
  }),
  'json-already-closed': ({ found }) => ({
    what: `unexpected ${found}: everything is closed already`,
    fix: `remove the ${found}`,
  }),
  'json-value-missing': ({ found }) => ({
    what: `expected a value, found ${found}`,
    fix: 'write a number there, or remove the extra character',
  }),
  'json-unreadable': ({ reason }) => `not valid JSON: ${reason}`,
  'json-too-deep': ({ most }) => ({ what: `nested more than ${most} deep`, fix: FOUR_AXES }),
  'json-object-for-number': () => 'expected a number, found an object',
  'json-list-for-number': () => 'expected a number, found a list',
  'json-number-for-list': () => 'expected a list of numbers, found one number alone',
  'json-key-twice': ({ key }) => ({
    what: `the key ${JSON.stringify(key)} appears twice`,
    fix: 'keep one of the two',
  }),
  'json-key-refused': ({ key }) => ({ what: `unknown key ${JSON.stringify(key)}`, fix: 'remove it' }),
  'json-keys-equal': ({ first, second }) => ({
    what: `'${first}' and '${second}' are the same key`,
    fix: 'keep one of the two',
  }),
  'several-documents': ({ found, called, source }, { option }) => ({
    what: `holds ${found} ${called === 'results' ? 'results' : 'documents, one a line'}; expected one`,
    fix: `give all of them: ${option('input', source === '<stdin>' ? '-' : source)}`,
  }),

  'tensor-empty': ({ title }) => `${titled(title)} is empty: expected at least one number`,
  'tensor-too-deep': ({ title, most }) => ({
    what: `${titled(title)} is nested more than ${most} deep`,
    fix: FOUR_AXES,
  }),
  'tensor-not-numbers': ({ title }) => `${titled(title)}: expected numbers or lists of numbers`,
  'tensor-key-unknown': ({ key, title, near }) => ({
    what: `unknown key '${key}' in ${titled(title)}`,
    fix: near ? `did you mean ${near}?` : 'known are data, shape, rows and columns',
  }),
  'tensor-shape-form': ({ title, found }) =>
    `shape of ${titled(title)}: expected 1 to 4 whole numbers above 0, found ${found}`,
  'tensor-shape-count': ({ shape, title, found, expected }) =>
    `shape ${shapeText(shape)} needs ${expected} numbers, ${titled(title)} has ${found}`,
  'tensor-shape-differs': ({ found, expected }) => ({
    what: `shape says ${shapeText(found)}, the lists are ${shapeText(expected)}`,
    fix: 'leave out shape, or write data as one flat list',
  }),
  'tensor-labels-form': ({ key, title }) => `${key} of ${titled(title)}: expected a list of labels`,
  'tensor-labels-count': ({ key, title, found, expected }) =>
    `${titled(title)} has ${expected === 0 ? `no ${key}` : counted(expected, key.slice(0, -1), key)}, found ${counted(found, 'label')}`,
  'no-tensor-names': ({ found }) => ({
    what: `there is no tensor '${found}' here: one matrix without a name`,
    fix: 'leave out the # and the name',
  }),

  'csv-decimal-point': ({ found }, { option }) => ({
    what: `expected a decimal comma, found ${JSON.stringify(found)}`,
    fix: `write a comma, or leave out ${option('decimal', 'comma')}`,
  }),
  'csv-no-numbers': () => ({
    what: 'no numeric rows found',
    fix: 'give rows of numbers below the names',
  }),
  'csv-empty': () => ({ what: 'holds nothing but empty cells', fix: 'give rows of numbers' }),
  'csv-line-empty': () => ({ what: 'this line is empty', fix: 'remove the empty line' }),
  'csv-open-quote': () => ({ what: 'the quotes that open here are never closed', fix: 'close them with "' }),
  'csv-open-quote-at-end': () => ({
    what: 'quotes were opened and never closed up to here, the end',
    fix: 'close them with "',
  }),
  'csv-quote-inside': () => ({
    what: 'quotes in the middle of a cell',
    fix: 'put the whole cell in quotes and write "" for each quote inside',
  }),
  'csv-after-quote': () => ({
    what: 'text after the closing quotes',
    fix: 'write "" for a quote inside quotes',
  }),
  'csv-line-end': () => ({
    what: 'this line ends otherwise than the first line (LF, CRLF and CR are mixed)',
    fix: 'save the file with one kind of line end',
  }),
  'csv-row-length': ({ found, expected, of }) => ({
    what: `this row has ${counted(found, 'cell')}, the header has ${expected}`,
    fix:
      found < expected
        ? 'give every column its cell, empty or not'
        : `put ${of === 'texts' ? 'text' : 'a sentence'} that holds a comma in double quotes`,
  }),

  'literal-cell-missing': ({ side }) => ({
    what: `expected a cell ${side} the comma`,
    fix: 'take the comma out, or write the cell',
  }),
  'literal-bracket-inside': ({ found }) => ({
    what: `found ${found} inside a row`,
    fix: 'write rows as [1 0; 0 1] or as [[1, 0], [0, 1]]',
  }),
  'literal-goes-on': () => ({ what: 'expected the end after ]', fix: 'give one matrix' }),
  'literal-not-closed': () => ({ what: 'the [ is never closed', fix: 'end the matrix with ]' }),

  'format-not-read': ({ format }) => CONVERTED[format],
  'bundle-names-unknown': ({ source, names, count }, { option }) => ({
    what: `no name here says which is Q, K or V: ${names.map(({ name, shape }) => `${name} ${shape}`).join(', ')}${count > names.length ? `, … (${count} in all)` : ''}`,
    fix: typed(source, names, option),
  }),

  'printed-elided': ({ found, program }) => ({
    what: `values are left out of this printout (${found})`,
    fix: `print it whole: ${WHOLE[program]}`,
  }),
  'printed-code': ({ found }) => ({
    what: `this is code, and nothing is run: ${found}`,
    fix: 'paste the numbers that it prints',
  }),
  'printed-no-values': ({ found }) => ({
    what: `there are no numbers in ${found}`,
    fix: 'print the values, for example with .numpy()',
  }),
  'printed-not-closed': ({ found }) => ({
    what: `the ${found} that opens here is never closed`,
    fix: 'copy the printout to its end',
  }),
  'printed-unexpected': ({ found }) => `found ${found} where a number is expected`,
  'printed-mixed-separators': () => ({
    what: 'some cells are separated by commas, others by blanks',
    fix: 'put commas between all cells, or between none',
  }),
  'printed-mixed-depth': () => ({
    what: 'a number beside a list of numbers',
    fix: 'nest all rows equally deep',
  }),
  'printed-row-length': ({ row, found, expected }) => ({
    what: `row ${row} has ${found} ${found === 1 ? 'cell' : 'cells'}, the rows before it have ${expected}`,
    fix: 'make all rows equally long',
  }),
  'printed-axes': ({ found, most }) => ({
    what: `found ${found} axes; expected at most ${most}: (batch, heads, length, size)`,
    fix: 'give a part of it',
  }),
  'printed-empty': () => 'expected numbers, found none',
};

/** How each program prints all values. */
const WHOLE: Readonly<Record<PrintedBy, string>> = {
  numpy: 'np.set_printoptions(threshold=sys.maxsize)',
  torch: 'torch.set_printoptions(profile="full")',
  tensorflow: 'np.set_printoptions(threshold=sys.maxsize), print(x.numpy())',
  jax: 'np.set_printoptions(threshold=sys.maxsize)',
  julia: 'show(stdout, "text/plain", x)',
  r: 'options(max.print = 1e9)',
  pandas: 'print(df.to_csv())',
  latex: 'write every cell',
  any: 'np.set_printoptions(threshold=sys.maxsize) or torch.set_printoptions(profile="full")',
};
