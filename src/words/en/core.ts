import type { CoreFacts, Expectation, FitAdvice, FoundValue, Misfit } from '../../core/facts.js';
import { axisNames, type Need, shapeText, swapped } from '../../core/index.js';
import { drawBothCorners } from '../corners.js';
import { cellText } from '../symbols.js';
import { closest } from '../closest.js';
import type { Naming, Sentences } from '../sentence.js';
import { counted } from './counted.js';

const MISFIT = 'shapes do not fit';

export const core: Sentences<CoreFacts> = {
  'option-value': ({ expected, found, hint }) => ({
    what: `expected ${expectedText(expected)}, found ${foundText(found)}`,
    ...adviceOn(expected, found, hint),
  }),
  'option-unknown': ({ found, expected }) => ({
    what: `unknown option "${found}"`,
    ...meant(closest(found, expected)),
  }),
  'scale-not-finite': ({ scale, value, dK, dV, dModel, nQ, nK, row }, { option }) => ({
    what: `the scale ${scale} is ${value}${row ? ` at i = ${row.i}, h = ${row.h}, b = ${row.b}` : ''}`,
    detail: `d_k = ${dK}, d_v = ${dV}, d_model = ${dModel}, n_q = ${nQ}, n_k = ${nK}`,
    fix: `give a finite ${option('scale')}`,
  }),

  'let-index': ({ name, axis, axes, found, expected: { most }, cell }) => ({
    what: `${name}[…] has no index ${found}${axes > 1 ? ` on axis ${axis} of ${axes}` : ''}: expected a whole number from 0 to ${most}`,
    ...(Object.keys(cell).length > 0 && { detail: cellText(cell) }),
    fix: 'indices count from 0; max(min(x, last), 0) keeps one inside',
  }),

  'query-missing': (_, { option }) => ({
    what: 'no query: neither Q nor X is given',
    fix:
      `give ${option('q')} (and ${option('k')}, ${option('v')}), or ${option('x')} with ` +
      `${option('wq')}, ${option('wk')}, ${option('wv')}, or ${option('sentence')}`,
  }),
  'projections-missing': ({ missing }, { option }) => ({
    what: `X is given without ${missing.join(' and ')}`,
    fix: `give ${missing.map((name) => option(flagOf(name))).join(' and ')} too`,
  }),
  'cache-half-given': ({ given }, { option }) => ({
    what: given === 'keys' ? 'past keys are given without past values' : 'past values are given without past keys',
    fix: `give ${option('past-key')} and ${option('past-value')} together`,
  }),
  'kv-heads-without-heads': ({ kvHeads }, { option }) => ({
    what: `${option('kv-heads', kvHeads)} without ${option('heads')}`,
    fix: `say with ${option('heads')} how many heads stand side by side in Q`,
  }),
  'scores-too-large': ({ shape, bytes }) => ({
    what: `too large to show every stage: the scores alone take ${Math.round(bytes / 1e9)} GB`,
    detail: `${shapeText(shape)} (batch×heads×n_q×n_k) numbers of 8 bytes`,
    fix: 'compute fewer heads, batch items or queries at a time',
  }),
  'x-axes': ({ shape }) => ({
    what: `X has ${shape.length} axes, expected (length, d_model) or (batch, length, d_model)`,
    detail: `X is ${shapeText(shape)}`,
  }),
  'saved-axes': ({ option: name, found }, { option }) => ({
    what: `${option(name)} has ${counted(found.length, 'axis', 'axes')}, expected (L, S), (heads, L, S) or (batch, heads, L, S)`,
    detail: `it is ${shapeText(found)}`,
  }),
  'saved-values': ({ option: name, saved, found }, { option }) => ({
    what: MISFIT,
    detail: `${option(name)} is ${shapeText(saved)} and V is ${shapeText(found)}: V needs a row for every key, the same batch, and heads that divide`,
  }),
  'x-kv-shape': ({ x, found }) => ({
    what: MISFIT,
    detail: `X is ${shapeText(x)} and X_kv is ${shapeText(found)}: only length and d_model may differ`,
  }),
  'axes-differ': ({ q, k, v, differ }) => ({
    what: MISFIT,
    detail: `Q is ${shapeText(q)}, K is ${shapeText(k)}, V is ${shapeText(v)}: all three need the same number of axes`,
    fix: `give ${differ.join(' and ')} with ${q.length} axes, as Q`,
  }),
  'cache-shape': ({ cache, found, beside, expected }) => ({
    what: MISFIT,
    detail: `${named(cache)} is ${shapeText(found)} and ${beside} is ${shapeText(expected)} (batch×heads×length×size): only the length may differ`,
    fix: `give ${named(cache)} as (batch, heads, cached length, size), or in the form of ${beside}`,
  }),
  'shapes-do-not-fit': ({ misfits, advice }, naming) => ({
    what: MISFIT,
    detail: misfits.map(misfit),
    fix: fitAdvice(advice, naming),
  }),
  'heads-differ': ({ name, found, expected, shape, axes }, { option }) => ({
    what: `${named(name)} has ${counted(found, 'head')}, ${option(name === 'Q' ? 'heads' : 'kv-heads')} says ${expected}`,
    detail: `${named(name)} is ${shapeText(shape)}, read as (${axisNames(axes).join(', ')})`,
    fix: `leave it out: a tensor of ${shape.length === 4 ? 'four' : 'these'} axes says its heads; or is it ${option('layout', swapped(axes))}?`,
  }),
  'layout-axes': ({ name, shape, layout }, { option }) => ({
    what: `${named(name)} has ${shape.length} axes, ${option('layout', layout)} names three`,
    detail: `${named(name)} is ${shapeText(shape)}`,
    fix: `${option('layout', 'bhld')} or ${option('layout', 'blhd')} for four axes`,
  }),
  'x-layout': ({ layout }, { option }) => ({
    what: `${option('layout', layout)} has an axis of heads, and X has none`,
    fix: `${option('layout', 'ble')} is (batch, length, d_model), ${option('layout', 'lbe')} is (length, batch, d_model)`,
  }),
  'tensor-axes': ({ name, shape }) => ({
    what: `${named(name)} has ${shape.length} axes, expected 2 to 4`,
    detail: `${named(name)} is ${shapeText(shape)}`,
    fix: 'give (length, size), (heads, length, size) or (batch, heads, length, size)',
  }),
  'heads-do-not-divide': ({ name, columns, heads, shape }) => ({
    what: `${named(name)} has ${columns} columns, which ${heads} heads cannot share equally`,
    detail: `${named(name)} is ${shapeText(shape)}, read as ${shape.length === 3 ? '(batch, length, heads×size)' : '(length, heads×size)'}`,
    fix: `choose a number of heads that divides ${columns}`,
  }),
  'projection-shape': ({ x, xShape, w, found }) => {
    const dIn = xShape.at(-1) ?? 0;
    return {
      what: MISFIT,
      detail: `${x} is ${shapeText(xShape)} and ${w} is ${shapeText(found)}: ${x}·${w} needs ${w} to have ${dIn} rows (columns of ${x} = rows of ${w})`,
      fix:
        found.length === 2 && found[1] === dIn
          ? `${w} looks transposed (PyTorch's Linear stores W transposed): give its transpose`
          : `give ${w} as ${dIn}×d`,
    };
  },
  'bias-without-matrix': ({ bias, missing }, { option }) => ({
    what: `${option(bias)} without ${option(missing)}`,
    fix: `a bias is added to the product with its matrix: give ${option(missing)} too`,
  }),
  'latent-incomplete': ({ given, missing }, { option }) => ({
    what: `${option(given)} without ${missing.map((one) => option(one)).join(' and ')}`,
    fix: `multi-head latent attention takes ${['q', 'latent', 'w-uk', 'w-uv'].map((one) => option(one)).join(', ')}, and for RoPE ${option('q-rope')} and ${option('k-rope')}`,
  }),
  'latent-beside': ({ options }, { option }) => ({
    what: `${options.map((one) => option(one)).join(', ')} beside ${option('latent')}`,
    fix: 'keys and values are made of the latent: leave one of them out',
  }),
  'latent-shape': ({ option: name, found, expected }, { option }) => ({
    what: MISFIT,
    detail: `${option(name)} is ${shapeText(found)}, expected ${expected.map(shapeText).join(' or ')}`,
    fix: `${option('latent')} is (n_k, d_c), ${option('w-uk')} and ${option('w-uv')} have d_c rows, and ${option('k-rope')} is one for all heads`,
  }),
  'bias-size': ({ name, shape, found, expected }) => ({
    what: MISFIT,
    detail: `${name} is ${shapeText(shape)}, and the product that it is added to has ${counted(expected, 'column')}`,
    fix: `give ${name} with ${counted(expected, 'number')}, one for each column (found ${found})`,
  }),
  'broadcast-shape': ({ name, found, scores }) => {
    const [batch, heads, nQ, nK] = scores;
    const asBatch = found.length === 3 && found[0] === batch && found[1] === nQ && found[2] === nK;
    const asKeys = found.length === 2 && found[0] === batch && found[1] === nK;
    const one = batch * heads === 1;
    return {
      what: MISFIT,
      detail:
        `${named(name)} is ${found.length === 1 ? `a list of ${found[0]}` : shapeText(found)}, ` +
        `the scores are ${shapeText(one ? [nQ, nK] : scores)}${one ? '' : ' (batch×heads×n_q×n_k)'}`,
      fix: asBatch
        ? `three axes are read as (heads, n_q, n_k): reshape it to (${batch}, 1, ${nQ}, ${nK})`
        : asKeys
          ? `one row of keys for each batch item: reshape it to (${batch}, 1, 1, ${nK})`
          : `give ${named(name)} as ${nQ}×${nK}, or with axes of 1 where it is the same for all`,
    };
  },
  'columns-missing': ({ name, shape, expected }, { option }) => ({
    what: MISFIT,
    detail: `${named(name)} is ${shapeText(shape)} and there are ${expected} keys`,
    fix: `give a column for every key; ${option('like', 'onnx')} takes the missing ones as masked`,
  }),
  'numbers-count': ({ shape, found, expected }) => ({
    what: `shape ${shapeText(shape)} needs ${expected} numbers, found ${found}`,
    fix: 'give as many numbers as the product of the axes',
  }),
  'row-length': ({ row, found, expected }) => ({
    what: `row ${row} has ${counted(found, 'number')}, row 1 has ${expected}`,
    fix: 'make all rows equally long',
  }),
  'token-count': ({ of, tokens, found, expected }) => ({
    what: `${counted(found, { rows: 'token', queries: 'query token', keys: 'key token' }[of])} for ${expected} ${of}`,
    detail: tokens.join(' '),
    fix: `give one token for each row${{ rows: '', queries: ' of Q', keys: ' of K' }[of]}`,
  }),

  'option-without': ({ option: name, needs }, naming) => ({
    what: `${naming.option(name)} without ${needs.map((need) => needText(need, naming)).join(' or ')}`,
    fix: `${naming.option(name)} changes nothing alone: give ${needText(needs[0]!, naming)} too, or leave it out`,
  }),
  'option-beside': ({ option: name, beside }, naming) => ({
    what: `${naming.option(name)} beside ${needText(beside, naming)}`,
    fix: besideAdvice(name, beside, naming),
  }),
  'option-axes': ({ option: name, of, found, least }, { option }) => ({
    what: `${option(name)} orders axes, and ${of} has only ${found}`,
    fix: `leave it out, or give ${of} with ${least} axes or more`,
  }),

  'causal-ambiguous': ({ nQ, nK }, { option, choice }) => ({
    what: `${option('causal')} is ambiguous: ${nQ} queries and ${nK} keys`,
    detail: drawBothCorners(nQ, nK, (rows) => `… ${rows} more rows`),
    fix: `${choice('causal', 'top-left')} (PyTorch, JAX, Keras) or ${choice('causal', 'bottom-right')} (flash-attention, decoding)`,
  }),
  'key-lengths-count': ({ found, expected, readAsHeads }, { option }) => ({
    what: `${found} key lengths for ${counted(expected, 'batch item')}`,
    fix: readAsHeads
      ? `${option('heads', 1)} if Q is (batch, length, size): it was read as (heads, length, size)`
      : 'give one length per batch item, or one for all',
  }),
  'key-length-range': ({ item, found, most }) => ({
    what: `key length ${found} of batch item ${item} is not a whole number from 0 to ${most}`,
    fix: `there are ${most} keys`,
  }),
  'query-lengths-count': ({ found, expected, readAsHeads }, { option }) => ({
    what: `${found} query lengths for ${counted(expected, 'batch item')}`,
    fix: readAsHeads
      ? `${option('heads', 1)} if Q is (batch, length, size): it was read as (heads, length, size)`
      : 'give one length per batch item, or one for all',
  }),
  'query-length-range': ({ item, found, most }) => ({
    what: `query length ${found} of batch item ${item} is not a whole number from 0 to ${most}`,
    fix: `there are ${most} queries`,
  }),
  'documents-one-side': ({ given, missing }, { option }) => ({
    what: `${option(given)} without ${option(missing)}`,
    detail: 'who sees whom is decided by the documents of both',
    fix: `give ${option(missing)} too, or ${option('documents')} for both`,
  }),
  'documents-count': ({ option: name, found, of, expected, batch }, { option }) => ({
    what: `${option(name)} is ${shapeText(found)}, and there are ${of === 'keys' ? counted(expected, 'key') : expected === 1 ? '1 query' : `${expected} queries`}`,
    fix:
      `give one id for each: (${expected})${batch > 1 ? ` or (${batch}, ${expected})` : ''}` +
      (name === 'documents'
        ? `; ${option('query-documents')} and ${option('key-documents')} where they are not as many`
        : ''),
  }),
  'document-id': ({ option: name, number, found }, { option }) => ({
    what: `number ${number} of ${option(name)} is ${found}, no whole number`,
    fix: 'an id is a whole number, below 0 for padding',
  }),
  'document-offsets-shape': ({ found }) => ({
    what: `cu_seqlens is ${shapeText(found)}, expected a list of at least two numbers`,
    fix: 'give [0, a, …, n]: where each document begins, and where the last one ends',
  }),
  'document-offset': ({ number, found, before }) => ({
    what: `number ${number} of cu_seqlens is ${found}, expected ${number === 1 ? '0' : `a whole number from ${before} on`}`,
    fix: 'give [0, a, …, n], ascending: where each document begins, and where the last one ends',
  }),
  'slopes-count': ({ found, expected }) => ({
    what: `${found} ALiBi slopes for ${counted(expected, 'head')}`,
    fix: 'give one slope for each query head',
  }),
  'rope-odd-size': ({ found }, { option }) => ({
    what: `${option('rope')} needs an even head size, found ${found}`,
    fix: 'RoPE turns pairs of numbers: give Q and K an even number of columns a head',
  }),
  'rope-missing': ({ options }, { option }) => ({
    what: `${options.map((name) => option(name)).join(', ')} without ${option('rope')}`,
    fix: `it says how RoPE turns Q and K: give ${option('rope')} too`,
  }),
  'rope-dim-range': ({ ropeDim, most }, { option }) => ({
    what: `${option('rope-dim', ropeDim)} is not an even number from 2 to ${most}`,
    fix: `RoPE turns pairs of numbers, and a head of Q has ${most}`,
  }),
  'rope-dim-proportional': ({ ropeDim }, { option }) => ({
    what: `${option('rope-dim', ropeDim)} does not go with ${option('rope-scaling', 'proportional')}`,
    fix: 'proportional RoPE spreads its angles over the whole head: its partial_rotary_factor says how many pairs turn',
  }),
  'rope-scaling-unnamed': ({ expected }, { option }) => ({
    what: `${option('rope-scaling')} has no name (rope_type)`,
    fix: `one of ${expected.join(', ')}`,
  }),
  'rope-scaling-unknown': ({ found, expected }, { option }) => ({
    what: `${option('rope-scaling', found)} is not known`,
    fix: `one of ${expected.join(', ')}`,
  }),
  'rope-scaling-key': ({ key, expected }, { option }) => ({
    what: `${option('rope-scaling')} has an unknown key "${key}"`,
    fix: `the keys are ${expected.join(', ')}`,
  }),
  'rope-scaling-value': ({ key, found, expected }, { option }) => ({
    what: `${key} of ${option('rope-scaling')} is ${found}: expected ${{ number: 'a number', positive: 'a number above 0', list: 'a list of numbers above 0', truth: 'true or false' }[expected]}`,
    ...(expected === 'list' && { fix: `in the short form a list stands in brackets: ${key}=[1,1.2]` }),
  }),
  'rope-scaling-order': ({ low, high }) =>
    `high_freq_factor is ${high}: expected more than low_freq_factor, which is ${low}`,
  'rope-scaling-missing': ({ name, missing, expected }, { option }) => ({
    what: `${option('rope-scaling', name)} needs ${missing.join(', ')}`,
    fix: `its keys are ${expected.join(', ')}: ${option('rope-scaling', `${name},${expected.map((key) => `${key}=…`).join(',')}`)}`,
  }),
  'rope-scaling-list': ({ key, found, expected }) => ({
    what: MISFIT,
    detail: `${key} has ${counted(found, 'number')}, and ${counted(expected, 'pair')} of features turn`,
    fix: 'give one number for each pair',
  }),
  'rope-sections-sum': ({ sections, found, expected }, { option }) => ({
    what: `${option('rope-sections', sections)} are ${counted(found, 'pair')}, and ${expected} turn`,
    fix: `the sizes count pairs of features and add up to ${expected}`,
  }),
  'rope-axial-scaled': ({ name }, { option }) => ({
    what: `${option('rope-scaling', name)} does not go with axial ${option('rope-sections')}`,
    fix: 'every axis has a ladder of its own there: leave the scaling out',
  }),
  'positions-shape': ({ option: name, found, expected }, { option }) => ({
    what: MISFIT,
    detail: `${option(name)} is ${shapeText(found)}, expected ${expected.map(shapeText).join(' or ')}`,
    fix:
      name === 'positions'
        ? `one position a token; where Q and K differ, ${option('query-positions')} and ${option('key-positions')}`
        : 'one position a token',
  }),
  'position-not-finite': ({ option: name, number, found }, { option }) => ({
    what: `number ${number} of ${option(name)} is ${found}`,
    fix: 'positions are finite numbers',
  }),
  'norm-missing': ({ option: name, missing }, { option }) => ({
    what: `${option(name)} without ${missing.map((one) => option(one)).join(' or ')}`,
    fix: `it says how queries and keys are normed: give ${option(missing[0]!, 'rms')} too`,
  }),
  'norm-gain-missing': (_, { option }) => ({
    what: `${option('norm-gain', '1+g')} without a gain`,
    fix: `give the gain as ${option('q-norm', 'SRC')} or ${option('k-norm', 'SRC')}`,
  }),
  'norm-size': ({ option: name, found, heads, d }, { option }) => ({
    what: MISFIT,
    detail: `the numbers of ${option(name)} are ${shapeText(found)}, and there ${heads === 1 ? 'is one head' : `are ${heads} heads`} of ${d}`,
    fix: `give ${d}${heads > 1 ? `, ${heads}×${d} (for each head), or ${heads * d} (over all heads)` : ''}`,
  }),
  'gate-shape': ({ found, expected }, { option }) => ({
    what: MISFIT,
    detail: `${option('gate')} is ${shapeText(found)}, expected ${expected.map(shapeText).join(' or ')}`,
    fix: 'one logit for each number of the heads, or one for each head; with two axes the tokens come first',
  }),
  'recurrence-missing': ({ options }, { option }) => ({
    what: `${options.map((one) => option(one)).join(', ')} without ${option('recurrence')}`,
    fix: `say which recurrence: ${option('recurrence', 'gla')}, for example`,
  }),
  'recurrence-beside': ({ recurrence, options }, { option }) => ({
    what: `${options.map((one) => option(one)).join(', ')} beside ${option('recurrence', recurrence)}`,
    fix: 'it has no meaning there: the memory alone decides what a token reads; leave it out',
  }),
  'recurrence-needs': ({ recurrence, missing }, { option }) => ({
    what: `${option('recurrence', recurrence)} without ${missing.map((one) => option(one)).join(' and ')}`,
    fix: `give ${missing.map((one) => option(one, 'SRC')).join(' ')}`,
  }),
  'recurrence-normalizer': ({ recurrence, found, expected }, { option }) => ({
    what: `${option('normalizer', found)} beside ${option('recurrence', recurrence)}`,
    fix: `it takes ${expected.join(' or ')}`,
  }),
  'recurrence-initial-sum': ({ recurrence }, { option }) => ({
    what: `${option('initial-sum')} beside ${option('recurrence', recurrence)} with ${option('normalizer', 'none')}`,
    fix: `nothing is divided by a sum: leave it out, or give ${option('normalizer', 'sum')}`,
  }),
  'recurrence-lengths': ({ nQ, nK }, { option }) => ({
    what: MISFIT,
    detail: `there ${nQ === 1 ? 'is 1 query' : `are ${nQ} queries`} and ${nK === 1 ? '1 key' : `${nK} keys`}`,
    fix: `a recurrence reads and writes at every token: give as many queries as keys; earlier tokens go into ${option('initial-state')}`,
  }),
  'recurrence-shape': ({ option: name, found, expected }, { option }) => ({
    what: MISFIT,
    detail: `${option(name)} is ${shapeText(found)}, expected ${expected.map(shapeText).join(' or ')}`,
    fix: 'heads come before tokens, and fewer heads serve neighbours',
  }),
  'differential-heads': ({ found }, { option }) => ({
    what: `${option('differential')} takes two query heads for one, and there ${found === 1 ? 'is 1' : `are ${found}`}`,
    fix: 'give an even number of query heads',
  }),
  'differential-lambda': ({ found, expected }, { option }) => ({
    what: MISFIT,
    detail: `${option('differential')} is ${shapeText(found)}, expected ${expected.map(shapeText).join(' or ')}`,
    fix: 'one λ for all, one for each pair of heads, or one for each pair and query',
  }),
  'differential-gain-size': ({ found, expected }, { option }) => ({
    what: `${option('differential-gain')} has ${found} numbers, and a head of the output has ${expected}`,
    fix: `give ${expected}: the gain of the norm of each head's output`,
  }),
  'differential-gain-without-norm': (_, { option }) => ({
    what: `${option('differential-gain')} beside ${option('differential-norm', 'none')}`,
    fix: `leave one of them out: the gain belongs to the norm`,
  }),
  'mask-not-boolean': ({ found, row, column }, { option }) => ({
    what: `the mask holds ${found} in row ${row}, column ${column}; expected 0 or 1`,
    fix: `numbers that are added to the scores (0 and −inf, for example) go to ${option('bias')}`,
  }),
  'relative-table': ({ option: name, found, heads, d }, { option }) => ({
    what: `${option(name)} is ${shapeText(found)}, expected (rows, ${d})${heads > 1 ? ` or (${heads}, rows, ${d})` : ''}`,
    fix: `one row for each distance, the middle one for 0; ${name === 'relative-value' ? 'd_v' : 'd_k'} is ${d}`,
  }),
  'relative-vector': ({ option: name, found, heads, d }, { option }) => ({
    what: `${option(name)} is ${shapeText(found)}, expected (${d})${heads > 1 ? ` or (${heads}, ${d})` : ''}`,
    fix: 'one vector as long as a query, or one for each head',
  }),
  'relative-distance': ({ option: name, found, cell }, { option }) => ({
    what: `the distance of ${option(name)} is ${found}, no whole number`,
    detail: cellText(cell),
    fix: 'floor(…) or round(…) makes one',
  }),
  'relative-similarity': ({ similarity }, { option }) => ({
    what: `relative terms beside ${option('similarity', similarity)}`,
    detail: 'they are parts of a dot product: (q + …)·(k + R_K)',
    fix: `leave ${option('similarity')} out`,
  }),
  'relative-v-alone': (_, { option }) => ({
    what: `${option('relative-v')} without ${option('relative-key')}`,
    fix: `it is held against R_K: give ${option('relative-key')}`,
  }),
  'relative-value-beside': ({ option: name }, { option }) => ({
    what: `${option('relative-value')} beside ${option(name)}`,
    detail: 'no system adds a vector per distance to such values',
    fix: 'leave one of them out',
  }),
  'select-blocks-causal': (_, { option }) => ({
    what: `${option('select-blocks')} without ${option('causal')}`,
    detail: "a query sees its own block and earlier ones: which those are, 'no looking ahead' says",
    fix: `give ${option('causal')} too`,
  }),
  'select-blocks-similarity': ({ similarity }, { option }) => ({
    what: `${option('select-blocks')} beside ${option('similarity', similarity)}`,
    detail: 'a block is chosen by the dot product of the query and its mean key',
    fix: `leave ${option('similarity')} out`,
  }),
  'sinks-count': ({ found, expected }) => ({
    what: `${found} sinks for ${counted(expected, 'head')}`,
    fix: 'give one logit for each query head, or one for all',
  }),
  'sink-normalizer': ({ normalizer }, { option }) => ({
    what: `${option('sink')} does not go with ${option('normalizer', normalizer)}`,
    fix: `a sink joins the denominator of a softmax: use ${option('normalizer', 'softmax')}`,
  }),
  'over-queries-sink': ({ over }, { option }) => ({
    what: `${option('sink')} does not go with ${option('normalize-over', over)}`,
    fix: 'a sink joins the denominator of a row: leave one of them out',
  }),
  'over-queries-normalizer': ({ over, normalizer }, { option }) => ({
    what: `${option('normalizer', normalizer)} does not go with ${option('normalize-over', over)}`,
    fix: 'a stick is broken along the keys of a row: leave one of them out',
  }),
  'w-score-missing': ({ dQ, dK }, { option }) => ({
    what: `${option('similarity', 'general')} needs a matrix W`,
    fix: `give ${option('w-score')} as ${dQ}×${dK}`,
  }),
  'w-score-shape': ({ found, heads, dQ, dK }, { option }) => ({
    what: MISFIT,
    detail: `W of ${option('w-score')} is ${shapeText(found)}: q·W·kᵀ needs ${dQ}×${dK}`,
    fix: `give ${option('w-score')} as ${dQ}×${dK}, or one for each head as ${heads}×${dQ}×${dK}`,
  }),
  'w-score-rows': ({ found, expected }, { option }) => ({
    what: MISFIT,
    detail: `W of ${option('w-score')} is ${shapeText(found)}: [q; k]·W needs ${expected} rows (d_q + d_k)`,
    fix: `give ${option('w-score')} as ${expected}×d`,
  }),
  'v-score-size': ({ found, expected }, { option }) => ({
    what: MISFIT,
    detail: `v of ${option('v-score')} has ${found} numbers, the hidden layer has ${expected}`,
    fix: `give ${option('v-score')} with ${expected} numbers`,
  }),
  'additive-sizes': ({ dQ, dK }, { option }) => ({
    what: MISFIT,
    detail: `q has ${dQ} numbers and k has ${dK}: q + k needs equally many, or a W`,
    fix: `give ${option('w-score')}`,
  }),
  'grad-normalizer': ({ normalizer }, { option }) => ({
    what: `${option('grad')} does not go with ${option('normalizer', normalizer)}`,
    fix: 'it has no gradient: use softmax, sigmoid or sparsemax',
  }),
  'grad-shape': ({ found, expected }, { option }) => ({
    what: MISFIT,
    detail: `dO of ${option('grad')} is ${shapeText(found)} and the output is ${shapeText(expected)}`,
    fix: 'dO needs the shape of the output',
  }),

  'one-hot-dim': ({ found, expected }, { option }) => ({
    what: `${option('dim', found)} is too small for one-hot embeddings`,
    detail: `${expected} different tokens need ${expected} numbers each`,
    fix: `use ${option('dim', expected)}, or leave ${option('dim')} out`,
  }),
  'dim-heads': ({ dim, heads }, { option }) => ({
    what: `${option('dim', dim)} cannot be shared equally by ${heads} heads`,
    fix: `choose a ${option('dim')} that ${heads} divides, or say the size of one head with ${option('head-dim')}`,
  }),
  'embedding-too-large': ({ dim, width, found, most }, { option }) => ({
    what: `${option('dim', dim)}${width > 0 ? ` with ${width} numbers for all heads` : ''} needs ${found.toExponential(1)} random numbers; at most ${most} are drawn`,
    fix: `use a smaller ${option('dim')} or ${option('head-dim')}, or a shorter sentence`,
  }),
  'seed-not-whole': ({ found }) => ({
    what: `the seed must be a whole number, found ${found}`,
    fix: 'give a whole number between −(2^53 − 1) and 2^53 − 1, such as 42',
  }),

  'number-not-in-type': ({ number, value, dtype }) => ({
    what: `number ${number} is ${value}: ${dtype} cannot hold it`,
    fix: 'store it as float64',
  }),
  'integer-not-exact': ({ number, value, nearest }) => ({
    what: `number ${number} is ${value}: float64 cannot hold it, the nearest it has is ${nearest}`,
    fix: 'keep integers within ±2^53 (9007199254740992)',
  }),
  'not-boolean': ({ number, value }) => ({
    what: `number ${number} is the byte ${value}: a boolean is 0 or 1`,
    fix: 'store other numbers as uint8',
  }),
};

const NAMES: Readonly<Record<string, string>> = {
  past_key: 'the past key',
  past_value: 'the past value',
  mask: 'the mask',
  bias: 'the bias',
};

function needText(need: Need, { option }: Naming): string {
  return typeof need === 'string' ? option(need) : option(need.option, need.among.join('|'));
}

function besideAdvice(name: string, beside: Need, { option }: Naming): string {
  if (beside === 'x')
    return `${option('x')} makes its own keys and values: leave ${option(name)} out, or give ${option('q')} instead of ${option('x')}`;
  if (beside === 'sentence') return `the words of ${option('sentence')} are the tokens: leave ${option(name)} out`;
  return `${option(name)} changes nothing there: leave one of them out`;
}

function named(tensor: string): string {
  return NAMES[tensor] ?? tensor;
}
/** `W_Q` is given by `--wq`. */
function flagOf(name: string): string {
  return name.replace('_', '').toLowerCase();
}

function misfit(one: Misfit): string {
  switch (one.of) {
    case 'd_k':
      return `Q is ${shapeText(one.q)} and K is ${shapeText(one.k)}: QKᵀ needs the same d_k (columns of Q = columns of K)`;
    case 'values':
      return `K is ${shapeText(one.k)} and V is ${shapeText(one.v)}: each key needs its value (rows of K = rows of V)`;
    case 'batch':
      return `the batch sizes are ${one.q} (Q), ${one.k} (K) and ${one.v} (V): they must be equal`;
    case 'key-heads':
      return `Q has ${counted(one.q, 'head')} and K has ${one.found}: the query heads must be a multiple of the key heads`;
    case 'value-heads':
      return `Q has ${counted(one.q, 'head')} and V has ${one.found}: the query heads must be a multiple of the value heads`;
  }
}

function fitAdvice(advice: FitAdvice, { option }: Naming): string {
  switch (advice.try) {
    case 'layout':
      return `they were read as (${axisNames(advice.axes).join(', ')}); ${option('layout', advice.other)} reads (${axisNames(advice.other).join(', ')})`;
    case 'kv-heads':
      return `${option('kv-heads', advice.kvHeads)} if K and V have fewer heads than Q, each of size ${advice.dK}`;
    case 'heads':
      return `three axes were read as (heads, length, size); with ${option('heads', 'N')} they are (batch, length, heads×size)`;
    case 'transpose':
      return 'check that the files come from the same layer, and that none is transposed';
  }
}

const KINDS: Readonly<Record<string, string>> = {
  tensor: 'a matrix',
  cells: 'a matrix or an expression',
  arrays: 'NAME=SRC',
  score: 'an expression over s, i, j',
  scale: 'a number or an expression',
  'number-or-tensor': 'a number or a list of numbers',
  'switch-or-tensor': 'true or a list of numbers',
  reach: 'two whole numbers L,R (-1: no limit)',
  switch: 'true or false',
  'rope-scaling': 'NAME,key=value,…, JSON or a JSON file',
  tokens: 'words',
  text: 'text',
};

const THINGS = { matrix: 'a matrix', list: 'a list', object: 'an object', other: 'something else' } as const;

/** For each kind of option an example of what to write. */
const EXAMPLES: Readonly<Record<string, string>> = {
  score: "for example 's - 0.1*abs(i-j)'",
  scale: "for example '1/sqrt(d_k)'",
  reach: 'for example 2,0: two keys before, none after',
  'rope-scaling': "for example 'yarn,factor=4,original_max_position_embeddings=4096'",
  tokens: 'for example "the cat sat down"',
};

function expectedText(expected: Expectation): string {
  if (!('kind' in expected)) return expected.join(', ');
  switch (expected.kind) {
    case 'number': {
      const { whole, exact, least, above, most } = expected;
      return [
        whole ? `a whole number${exact ? ' between −2^53 and 2^53' : ''}` : 'a number',
        least !== undefined && `of at least ${least}`,
        above !== undefined && `above ${above}`,
        most !== undefined && `of at most ${most}`,
      ]
        .filter(Boolean)
        .join(' ');
    }
    case 'norm':
      return `${expected.choices.join(', ')}, numbers of a gain, or both as rms:SRC`;
    case 'pattern':
      return expected.form;
    default:
      return KINDS[expected.kind]!;
  }
}

function foundText(found: FoundValue): string {
  if (typeof found === 'string') return `"${found}"`;
  if (typeof found !== 'object') return String(found);
  if ('of' in found) return THINGS[found.of];
  return found.numbers === 1 ? 'one number' : `a list of ${found.numbers} numbers`;
}

function adviceOn(expected: Expectation, found: FoundValue, hint: 'flag' | 'file' | undefined): { fix?: string } {
  const choices = 'kind' in expected ? (expected.kind === 'norm' ? expected.choices : []) : expected;
  if (choices.length > 0) return meant(typeof found === 'string' ? closest(found, choices) : undefined);
  if (hint === undefined || !('kind' in expected)) return {};
  if (expected.kind !== 'tensor') return EXAMPLES[expected.kind] === undefined ? {} : { fix: EXAMPLES[expected.kind]! };
  if (typeof found !== 'object' || !('numbers' in found))
    return { fix: 'give a list of lists of numbers, or the name of a file' };
  return { fix: hint === 'flag' ? "'[[1, 0]]' is a row, '[1; 0]' a column" : '[[1, 0]] is a row, [[1], [0]] a column' };
}

const meant = (near: string | undefined): { fix?: string } =>
  near === undefined ? {} : { fix: `did you mean ${near}?` };
