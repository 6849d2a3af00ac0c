import type { CommandFacts, LargestPart, SmallerCall } from '../../commands/facts.js';
import type { Refusal } from '../../kernel/facts.js';
import type { Naming, Sentence, Sentences } from '../sentence.js';
import { grouped } from '../numbers.js';
import { fileSizeText, memoryText } from '../size.js';
import { counted } from './counted.js';
import { otherName } from './read.js';
import { kernel } from './kernel.js';
import { SYSTEM } from './system.js';

const bothNamed = ([first, second]: readonly [string, string], naming: Naming, what: string): string =>
  `${naming.option(first)} and ${naming.option(second)} ${what}`;

function system(code: string, message: string): string {
  return (SYSTEM as Readonly<Record<string, string>>)[code] ?? message;
}

function largestPart(largest: LargestPart): string {
  switch (largest.kind) {
    case 'process':
      return `Node.js itself has ${memoryText(largest.bytes)} already`;
    case 'text':
      return `most of it for the text of ${largest.format}`;
    case 'kernel':
      return 'most of it for Q, K, V and the output, as the kernel holds them';
    case 'stages':
      return `${largest.names.slice(0, -1).join(', ')} and ${largest.names.at(-1)} are ${largest.shape} numbers each: ${memoryText(largest.bytes)}`;
  }
}

const smallerCall = (smaller: SmallerCall): string =>
  smaller.kind === 'flag'
    ? `${smaller.flag}, which needs about ${memoryText(smaller.bytes)}`
    : 'fewer heads, batch items or queries at a time';

const beyond = (name: string, found: number, count: number): { what: string; fix: string } => ({
  what: `there is no ${name} ${found}: there ${count === 1 ? 'is 1' : `are ${count}`}`,
  fix: count === 1 ? 'leave it out' : `choose 1 to ${count}`,
});

function refusal(reason: Refusal, naming: Naming): string {
  return (kernel[reason.code] as Sentence<Refusal, string>)(reason, naming);
}

export const commands: Sentences<CommandFacts> = {
  'no-command': () => ({ what: 'no command given', fix: 'attn --help' }),
  'unknown-command': ({ found, expected, near }) => ({
    what: `unknown command "${found}"`,
    fix: near ? `did you mean ${near}?` : `the commands are ${expected.join(', ')}`,
  }),
  'unknown-option': ({ found, near, here, help }, { option }) => ({
    what: `unknown option ${found}`,
    fix: here !== undefined ? otherName(here, option) : near ? `did you mean ${near}?` : help,
  }),
  'option-before-command': ({ found, command }) => ({
    what: `${found} needs a command in front`,
    fix: `attn ${command} ${found} …`,
  }),
  'unexpected-argument': ({ command, found, help }) => ({
    what: found === undefined ? `${command} takes no arguments without a flag` : `unexpected argument "${found}"`,
    fix: command === 'compute' ? 'did you mean --q q.json, or --sentence "…"? Put text with spaces in quotes' : help,
  }),
  'value-missing': ({ expected, help }) => ({ what: `expected a value: ${expected}`, fix: help }),
  'argument-missing': ({ expected, help }) => ({
    what: `missing argument: ${expected}`,
    fix: help,
  }),
  'given-twice': () => ({ what: 'is given twice', fix: 'give it once' }),
  'wrong-call': ({ message, help }) => ({ what: message, fix: help }),
  'whole-number-out-of-range': ({ found, expected: { least, most } }) =>
    `expected a whole number from ${least} to ${most}, found "${found}"`,
  'number-too-small': ({ found, expected: { least }, option, example }, naming) => ({
    what: `expected a number of at least ${least}, found "${found}"`,
    fix: naming.option(option, example),
  }),
  'unknown-choice': ({ found, expected, near }) => ({
    what: `expected ${expected.join(', ')}, found "${found}"`,
    ...(near && { fix: `did you mean ${near}?` }),
  }),
  'given-together': ({ options }, naming) => ({
    what: bothNamed(options, naming, 'are given together'),
    fix: 'give one of them',
  }),
  'formats-differ': ({ options: [first, second] }) => ({
    what: `${first} and ${second} ask for different formats`,
    fix: 'give one of them',
  }),
  'not-a-memory-size': ({ found }) => ({
    what: `expected a size, found "${found}"`,
    fix: 'for example 2GB, 500MB or 4GiB',
  }),
  'not-a-worksheet-size': ({ found }) => ({
    what: `expected words×d_k, found "${found}"`,
    fix: 'for example 3x4: 3 words, d_k 4',
  }),
  'output-name-empty': () => ({
    what: 'expected the name of a file, found nothing',
    fix: '-o result.json, or - for stdout',
  }),

  'nothing-to-check': (_, { option }) => ({
    what: `nothing to check: ${option('actual')} is not given`,
    fix: 'attn check --q q.npy --k k.npy --v v.npy --actual out.npy',
  }),
  'one-output-several-problems': ({ found }) => ({
    what: `${found} problems and one OUT`,
    fix: 'check one problem at a time',
  }),
  'saved-results-count': ({ found }, { option }) => ({
    what: `${counted(found, 'file')} given, expected two saved results`,
    fix: `attn check a.json b.json; OUT goes to ${option('actual')}`,
  }),
  'probe-without-file': () => ({ what: 'needs a file to write to', fix: 'attn check --probe -o probe.npz' }),
  'tensor-not-named': ({ source, names, usual }) => ({
    what: names.length === 0 ? 'holds no matrix' : `holds ${names.length} tensors: ${names.slice(0, 12).join(', ')}`,
    fix: `choose one, for example ${source}#${names[0] ?? usual}`,
  }),
  'format-not-for-terminal': ({ format }) => ({
    what: `${format} is not for a terminal`,
    fix: `write it to a file: -o result.${format}`,
  }),
  'format-without-lesson': ({ found }, { option }) => ({
    what: `${option('explain')} cannot be written as ${found}`,
    fix: `leave the format out, or use md, latex or html; ${option('explain-format', 'trace')} gives JSON lines`,
  }),
  'no-such-head': ({ found, count }) => beyond('head', found, count),
  'no-such-batch-item': ({ found, count }) => beyond('batch item', found, count),
  'no-such-stage': ({ found, expected }) => ({
    what: `there is no stage '${found.join("', '")}' in this computation`,
    detail: `it has ${expected.join(', ')}`,
    fix: 'name one of these, or add the option that makes it',
  }),
  'threads-with-reference': (_, { option }) => ({
    what: `${option('threads')} with ${option('engine', 'reference')}`,
    fix: `leave ${option('threads')} out: the reference computes in one`,
  }),
  'hf-config-unreadable': ({ file }) => ({
    what: `${file} is no JSON object`,
    fix: 'give the config.json of a model, as Hugging Face transformers writes it',
  }),
  'hf-model-unknown': ({ found, expected }) => ({
    what: `the model_type ${found} is not known`,
    fix: `known are ${expected.join(', ')}; give the flags themselves for another`,
  }),
  'hf-layer-missing': ({ found, of }, { option }) => ({
    what: found === undefined ? `${option('hf-config')} without ${option('layer')}` : `there is no layer ${found}`,
    fix: `${option('layer')} takes 1 to ${of}, or the model's own name: layers.0 to layers.${of - 1}`,
  }),
  'layer-without-weights': (_, { option }) => ({
    what: `${option('layer')} without ${option('weights')}`,
    fix: 'attn compute --weights weights.safetensors --sentence "…" --layer 1',
  }),
  'weights-without-sentence': (_, { option }) => ({
    what: `${option('weights')} without a sentence`,
    fix: 'attn compute --weights weights.safetensors --sentence "…"',
  }),
  'settled-by-weights': ({ options }, { option }) => ({
    what: `${options.map((name) => option(name)).join(', ')} with ${option('weights')}`,
    fix: 'the trained weights say it',
  }),
  'several-problems-in-one-file': ({ found, format, most }, { option }) => ({
    what: `${found} problems do not fit into one ${format} file`,
    fix: `give ${most === 1 ? 'one problem' : `at most ${most}`}, or use ${option('format', 'jsonl')}`,
  }),
  'too-few-words': ({ found }) => ({
    what: `has ${found === 1 ? '1 word' : 'no words'}`,
    fix: 'give at least two: someone has to come before the word that is asked',
  }),
  'too-many-words': ({ found, expected: { most } }) => ({ what: `has ${found} words`, fix: `give at most ${most}` }),
  'token-is-first': ({ found, last }) => ({
    what: `'${found}' is the first word: nobody speaks before it`,
    fix: `choose a later one, such as '${last}'`,
  }),
  'two-inputs': ({ found, input }, { option }) => ({
    what: `${found} and ${option('input')} ${input} are both given as the bundle`,
    fix: 'give one of them',
  }),
  'output-extension': ({ found, expected }) => ({
    what: `nothing is written as ${found} here`,
    fix: `the endings are ${expected.join(', ')}`,
  }),
  'train-file-extension': ({ found, expected }) => ({
    what: `expected a name that ends in ${expected.join(', ')}, found "${found}"`,
    fix: '-o weights.safetensors keeps what was learned, -o report.html shows it',
  }),
  'all-held-out': () => ({
    what: 'all sentences are held out: there is none to learn from',
    fix: 'mark some of them train',
  }),
  'model-size-differs': ({ option, found, expected }, naming) => ({
    what: `is ${found}, the model of ${naming.option('from')} has ${expected}`,
    fix: `leave ${naming.option(option)} out`,
  }),
  'dim-not-divisible-by-heads': ({ dim, heads }, { option }) => ({
    what: `${dim} cannot be shared equally by ${heads} heads`,
    fix: `choose a ${option('dim')} that ${heads} divides`,
  }),

  'output-not-finite': ({ found, row, column }, { option }) => ({
    what: `the output holds ${found} (row ${row}, column ${column})`,
    fix: `look for it with ${option('show', 'all')}, or leave ${option('strict')} out`,
  }),
  'text-too-long': ({ format }, { option }) => ({
    what: `the result is too large for one text of ${format}`,
    fix: `write .npz or .safetensors, or ${option('only')} one stage`,
  }),
  'stages-exceed-memory': (_, { option }) => ({
    what: 'the stages of this problem do not fit into memory',
    fix: `ask for less: ${option('only', 'output')}`,
  }),
  'no-simd': () => ({
    what: 'this engine has no SIMD in WebAssembly: there is no kernel to measure',
    fix: 'run it on Node 20 or later',
  }),
  'memory-exceeded': ({ needed, available, limited, largest, smaller, suggested }, { option }) => ({
    what: `this needs about ${memoryText(needed)} of memory, and ${limited ? `${option('max-memory')} is ${memoryText(available)}` : `${memoryText(available)} are free`}`,
    detail: largestPart(largest),
    fix: `${smallerCall(smaller)}; or ${option('max-memory', memoryText(suggested).replace(' ', ''))} if there is more`,
  }),
  'text-exceeds-memory': ({ needed, available, format, numbers, smaller, suggested }) => ({
    what: `this needs about ${memoryText(needed)} of memory for its text (${format}), and Node.js leaves ${memoryText(available)} for it`,
    detail: `${grouped(numbers)} numbers are to be written`,
    fix: `${smallerCall(smaller)}; or NODE_OPTIONS=--max-old-space-size=${suggested}`,
  }),
  'stdin-too-long': ({ most }) => ({
    what: `more than ${grouped(most)} bytes came in`,
    fix: 'write it to a file (.npy or .safetensors) and name the file',
  }),
  'output-is-folder': () => ({ what: 'is a folder', fix: 'give the name of a file' }),
  'output-folder-missing': ({ folder }) => ({
    what: `cannot be written: there is no folder ${folder}`,
    fix: `mkdir -p ${folder}`,
  }),
  'output-folder-closed': ({ folder, found, message }) => ({
    what: `cannot be written: ${system(found, message)} in the folder ${folder}`,
    fix: 'choose another folder',
  }),
  'output-exists': (_, { option }) => ({
    what: `exists already, and ${option('no-clobber')} is given`,
    fix: `choose another name, or leave ${option('no-clobber')} out`,
  }),
  'output-is-disk': () => ({ what: 'is a disk: what is on it would be lost', fix: 'give the name of a file' }),
  'output-is-input': () => ({ what: 'is one of the inputs', fix: 'write to another file' }),
  'output-is-read-only': ({ path }) => ({ what: 'is read-only', fix: `chmod u+w ${path}, or choose another name` }),
  'cannot-write-file': ({ found, message }) => ({
    what: `cannot be written: ${system(found, message)}`,
    fix: 'check the folder, the rights and the space left',
  }),
  'cannot-write-stdout': ({ found, message }) => `cannot write to stdout: ${system(found, message)}`,
  'system-error': ({ found, message, path }) => `${system(found, message)}${path ? `: ${path}` : ''}`,
  internal: ({ message }) => ({
    what: `internal error: ${message}`,
    detail: 'this is a bug of attn, not of your input',
    fix: 'run it again with ATTN_DEBUG=1 and report what it prints',
  }),

  'more-faults': ({ count }) => `and ${count} more`,
  advice: ({ text }) => `try: ${text}`,

  wrote: ({ path, bytes, format }) =>
    `wrote ${path}${format ? ` as ${format}` : ''}${bytes === undefined ? '' : ` (${fileSizeText(bytes)})`}`,
  'threads-take-turns': ({ threads, processors }) => `${threads} threads on ${processors} processors take turns`,
  'no-effect-without': ({ option, needs }, naming) =>
    `${naming.option(option)} has no effect without ${needs.map((name) => naming.option(name)).join(' or ')}`,
  'no-effect-on-format': ({ option, format }, naming) => `${naming.option(option)} has no effect on ${format}`,
  'token-without-use': (_, { option }) =>
    `${option('token')} chooses who speaks in ${option('explain')} and on a page; nothing changes here`,
  'hidden-word-left-out': ({ format }) =>
    `${format} holds the result without the hidden word; table and json hold both`,
  'explain-offered': (_, { option }) => `add ${option('explain')} to be walked through it`,
  'random-vectors': ({ seeds }) =>
    `the vectors are random (seed ${seeds}; xoshiro128**, normal): the arithmetic is real, the meaning is not`,
  'same-vectors': (_, { option }) =>
    `q, k and v of a word are the same vector here; ${option('head-dim', 4)} gives each a random projection of its own`,
  computed: ({ problem, engine, ms, dtype, nQ, nK, dK, dV, heads, batch }) =>
    `${problem ? `problem ${problem.number} of ${problem.of}: ` : ''}computed by the ${engine} engine in ${ms.toFixed(1)} ms, in ${dtype}: ` +
    `${nQ} queries × ${nK} keys, d_k ${dK}, d_v ${dV}, ${counted(heads, 'head')}, batch ${batch}`,
  'kernel-lacks-stages': (_, { option }) =>
    `the reference computed it: the kernel gives output, weights, lse and gradients alone (${option('only', 'output')})`,
  'kernel-refused': ({ reason }, naming) => `the reference computed it: ${refusal(reason, naming)}`,
  'kernel-not-used': ({ reason }, naming) => `not the kernel: ${refusal(reason, naming)}`,
  'read-source': ({ source, holds }) => `read ${source}: ${holds}`,
  'read-problems': ({ source, count }) => `read ${source}: ${counted(count, 'problem')}`,
  'hf-layer': ({ layer, of, name, kind }) => `layer ${layer} of ${of} (${name}), ${kind}`,
  'hf-command': ({ command }) => `the same without the file: ${command}`,
  'hf-arrays-missing': ({ options }, { option }) =>
    `this layer needs arrays that are not given: ${options.map((name) => option(name)).join(', ')}`,
  'last-layer-shown': ({ layer, of }, { option }) =>
    `layer ${layer} of ${of}, the last; ${option('layer', 'N')} shows another, ${option('layer', 'all')} each of them`,
  'stage-unchanged': ({ name, equal }) =>
    `there is no stage '${name}' here: nothing was changed after '${equal}', which is shown`,
  'stages-absent': ({ names }) => `there is no stage '${names.join("', '")}' in this computation`,
  'none-held-out': () => 'no sentence is held out: how well it does on new ones cannot be said',
  'training-interrupted': ({ epochs }) => `interrupted: the best weights of ${counted(epochs, 'epoch')} are kept`,
  'words-only-held-out': ({ words, more }) =>
    `only held-out sentences have these words, so nothing can be learned of them: ${words.join(', ')}${more ? ' …' : ''}`,
  'weights-not-saved': () => 'weights not saved; add -o weights.safetensors',
  'weights-saved': ({ path, sentence, token }) =>
    `now try: attn compute --weights ${path} --sentence "${sentence}" --explain --token ${token}`,
  'key-offered': (_, { option }) => `the key: ${option('key')}, or -o sheet.md writes both`,

  measuring: ({ n, dtype, causal, number, of }) => `n ${n}, ${dtype}${causal ? ', causal' : ''} (${number} of ${of})`,
  'trying-mistakes': ({ tried }) => `it differs; looking for the mistake, ${tried} tried`,
  'computing-every-stage': ({ scores, seconds }) => `every stage of ${grouped(scores)} scores: about ${seconds} s`,
  computing: ({ done, seconds, left }) => `${done} % in ${seconds.toFixed(0)} s, about ${left} s left`,
};
