import type { AllowList, PickleKnown, PickleValue } from '../pickle/values.js';
import { isDict, isList } from '../pickle/values.js';
import { STORAGE_NAMES, TYPE_NAMES, type TorchType } from './types.js';

/** Numbers in a member of the archive. */
export interface StorageRef {
  readonly is: 'storage';
  /** The member `data/KEY`. */
  readonly key: string;
  readonly type: TorchType;
  /** How many numbers of the type. */
  readonly count: number;
}

/** A tensor: which numbers of a storage it shows, and in what order. Not checked yet. */
export interface TensorView {
  readonly is: 'tensor';
  readonly storage: StorageRef;
  readonly type: TorchType;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

interface TypeName {
  readonly is: 'type';
  readonly type: TorchType;
}

interface StorageClass {
  readonly is: 'storage-class';
  readonly type: TorchType;
}

/** A value that has no meaning for us and is harmless: a device. */
interface Opaque {
  readonly is: 'opaque';
}

export type TorchObject = StorageRef | TensorView | TypeName | StorageClass | Opaque;

type Value = PickleValue<TorchObject>;
type Known = PickleKnown<TorchObject>;
type Call = NonNullable<Known['call']>;

const made = (object: TorchObject): Value => ({ kind: 'made', made: object });

function objectOf(value: Value | undefined): TorchObject | undefined {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return undefined;
  return value.kind === 'made' ? value.made : value.kind === 'global' ? value.known.is : undefined;
}

export function tensorOf(value: Value | undefined): TensorView | undefined {
  const object = objectOf(value);
  return object?.is === 'tensor' ? object : undefined;
}

function numbersOf(value: Value | undefined): number[] | undefined {
  if (!isList(value)) return undefined;
  return value.items.every((item) => typeof item === 'number') ? (value.items as number[]) : undefined;
}

/** _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks, metadata); v3 says the type behind the hooks. */
const tensor: Call = (args) => {
  const [storage, offset, size, stride] = args;
  const held = objectOf(storage);
  const shape = numbersOf(size);
  const strides = numbersOf(stride);
  if (held?.is !== 'storage' || typeof offset !== 'number' || !shape || !strides) return undefined;
  return made({ is: 'tensor', storage: held, type: held.type, offset, shape, strides });
};

const tensorWithType: Call = (args) => {
  const type = objectOf(args[6]);
  const plain = tensorOf(tensor(args));
  return plain && type?.is === 'type' ? made({ ...plain, type: type.type }) : undefined;
};

/** _rebuild_parameter(data, requires_grad, hooks[, state]) */
const parameter: Call = ([data]) => (tensorOf(data) ? data : undefined);

/** _rebuild_from_type_v2(function, type, arguments, state): a tensor that carries attributes. */
const fromType: Call = ([rebuild, , args]) => {
  if (typeof rebuild !== 'object' || rebuild === null || !('kind' in rebuild) || rebuild.kind !== 'global')
    return undefined;
  const value = isList(args) ? rebuild.known.call?.(args.items) : undefined;
  return tensorOf(value) ? value : undefined;
};

/** OrderedDict(), or with a list of pairs. */
const dict: Call = ([pairs]) => {
  if (pairs === undefined) return { kind: 'dict' };
  if (!isList(pairs)) return undefined;
  const entries = new Map();
  for (const pair of pairs.items) {
    if (!isList(pair) || pair.items.length !== 2) return undefined;
    const [key, value] = pair.items;
    if (typeof key !== 'object' || key === null) entries.set(key, value);
  }
  return { kind: 'dict', entries };
};

const set: Call = ([items]) =>
  items === undefined || isList(items) ? { kind: 'set', items: items ? [...items.items] : [] } : undefined;

/** Protocol 2 writes bytes as text and its name: _codecs.encode("…", "latin1"). */
const encoded: Call = ([text, name]) =>
  typeof text === 'string' && name === 'latin1' ? Buffer.from(text, 'latin1') : undefined;

const opaque: Known = { call: () => made({ is: 'opaque' }) };

/**
 * Every name that a file of tensors may refer to. Types, shapes and devices have no code; the rest is made here, not by Python.
 * PyTorch's own list: https://github.com/pytorch/pytorch/blob/main/torch/_weights_only_unpickler.py
 */
const KNOWN: ReadonlyMap<string, Known> = new Map<string, Known>([
  ['torch._utils._rebuild_tensor', { call: tensor }],
  ['torch._utils._rebuild_tensor_v2', { call: tensor }],
  ['torch._utils._rebuild_tensor_v3', { call: tensorWithType }],
  ['torch._utils._rebuild_parameter', { call: parameter }],
  ['torch._utils._rebuild_parameter_with_state', { call: parameter }],
  ['torch._tensor._rebuild_from_type_v2', { call: fromType }],
  ['torch.Tensor', {}],
  ['torch.nn.parameter.Parameter', {}],
  ['torch.Size', { call: ([items]) => (isList(items) ? items : undefined) }],
  ['torch.device', opaque],
  ['collections.OrderedDict', { call: dict }],
  ['builtins.set', { call: set }],
  ['__builtin__.set', { call: set }],
  ['_codecs.encode', { call: encoded }],
  ...[...TYPE_NAMES].map(([name, type]): [string, Known] => [name, { is: { is: 'type', type } }]),
  ...[...STORAGE_NAMES].map(([name, type]): [string, Known] => [name, { is: { is: 'storage-class', type } }]),
]);

/** ('storage', class, key, device, count) */
function storage(id: Value): Value | undefined {
  if (!isList(id)) return undefined;
  const [word, type, key, , count] = id.items;
  const held = objectOf(type);
  if (word !== 'storage' || held?.is !== 'storage-class' || typeof key !== 'string' || typeof count !== 'number')
    return undefined;
  return made({ is: 'storage', key, type: held.type, count });
}

export const TORCH: AllowList<TorchObject> = { global: (name) => KNOWN.get(name), persistent: storage };

export { isDict, isList };
export type TorchValue = Value;
