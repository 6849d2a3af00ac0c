// The smallest ONNX model with one MultiHeadAttention in it, written byte by byte.
// https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md
const FLOAT = 1; // TensorProto.DataType
const INT = 2; // AttributeProto.AttributeType

function varint(number) {
  const bytes = [];
  for (; number > 127; number = Math.floor(number / 128)) bytes.push((number % 128) | 128);
  return [...bytes, number];
}

/** A field of a protobuf message: a whole number, a text, or a message (a list of bytes). */
function field(number, value) {
  if (typeof value === 'number') return [...varint(number * 8), ...varint(value)];
  const bytes = typeof value === 'string' ? [...Buffer.from(value)] : value;
  return [...varint(number * 8 + 2), ...varint(bytes.length), ...bytes];
}

const message = (...fields) => fields.flat();

function value(name, shape) {
  const dims = shape.map((length) => field(1, field(1, length)));
  return message(field(1, name), field(2, field(1, message(field(1, FLOAT), field(2, message(...dims))))));
}

function whole(name, number) {
  return message(field(1, name), field(3, number), field(20, INT));
}

/** query, key, value (batch 1, n, heads×d) → output, the same shape, float32. */
export function attentionModel(heads, n, d, causal) {
  const shape = [1, n, heads * d];
  const inputs = ['query', 'key', 'value'];
  const node = message(
    ...inputs.map((name) => field(1, name)),
    field(2, 'output'),
    field(4, 'MultiHeadAttention'),
    field(5, whole('num_heads', heads)),
    ...(causal ? [field(5, whole('unidirectional', 1))] : []),
    field(7, 'com.microsoft'),
  );
  const graph = message(
    field(1, node),
    field(2, 'attention'),
    ...inputs.map((name) => field(11, value(name, shape))),
    field(12, value('output', shape)),
  );
  const version = (domain, number) => field(8, message(field(1, domain), field(2, number)));
  return Uint8Array.from(message(field(1, 8), field(7, graph), version('', 17), version('com.microsoft', 1)));
}
