// Makes fixtures/hostile: small files, each named for the one rule that it breaks. node scripts/make-hostile.mjs [FOLDER]
// __tests__/hostile/files.test.ts says what attn makes of each.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';

const folder = process.argv[2] ?? 'fixtures/hostile';
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const write = (name, ...parts) =>
  writeFileSync(
    join(folder, name),
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part))),
  );
const latin = (text) => Buffer.from(text, 'latin1');

// .npy: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
const NUMBERS = Buffer.from(Float64Array.of(1, 0, 0, 1).buffer);
const npy = (header, data = NUMBERS, { version = 1, length = header.length } = {}) => {
  const size = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) size.writeUInt16LE(length);
  else size.writeUInt32LE(length);
  return Buffer.concat([latin('\x93NUMPY'), Buffer.of(version, 0), size, latin(header), data]);
};
const header = (shape, { descr = "'<f8'", order = 'False', more = '' } = {}) =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, ${more}}\n`;
const SOUND = npy(header('(2, 2)'));
write('npy-empty.npy');
write('npy-magic.npy', latin('\x93NUMPI'), SOUND.subarray(6));
write('npy-version.npy', npy(header('(2, 2)'), NUMBERS, { version: 9 }));
write('npy-header-cut.npy', SOUND.subarray(0, 40));
write('npy-header-long.npy', npy(`${header('(2, 2)').trimEnd()}${' '.repeat(20_000)}\n`));
write('npy-header-length.npy', npy(header('(2, 2)'), NUMBERS, { version: 2, length: 4_294_967_295 }));
write('npy-header-nested.npy', npy(header(`${'('.repeat(2000)}2${')'.repeat(2000)}`)));
write('npy-header-code.npy', npy(header('(2, 2)', { descr: "__import__('os').getcwd()" })));
write('npy-header-key-missing.npy', npy("{'descr': '<f8', 'shape': (2, 2), }\n"));
write('npy-header-key-extra.npy', npy(header('(2, 2)', { more: "'x': 1, " })));
write('npy-header-key-twice.npy', npy(header('(2, 2)', { more: "'descr': '<f4', " })));
write('npy-objects.npy', npy(header('(2, 2)', { descr: "'|O'" })));
write('npy-structured.npy', npy(header('(2,)', { descr: "[('a', '<f8'), ('b', '<f8')]" })));
write('npy-complex.npy', npy(header('(2,)', { descr: "'<c16'" })));
write('npy-shape-negative.npy', npy(header('(-1,)')));
write('npy-shape-overflow.npy', npy(header('(4294967296, 4294967296)')));
write('npy-shape-overflow-zero.npy', npy(header('(9007199254740993, 0)')));
write('npy-shape-huge.npy', npy(header('(99999999999999,)')));
write('npy-shape-float.npy', npy(header('(2.0, 2)')));
write('npy-shape-axes.npy', npy(header(`(${'1, '.repeat(65)})`)));
write('npy-data-cut.npy', SOUND.subarray(0, SOUND.length - 3));
write('npy-data-trailing.npy', SOUND, 'PK\x03\x04 something hidden');
write(
  'npy-int64-unsafe.npy',
  npy(header('(1, 1)', { descr: "'<i8'" }), Buffer.from(BigInt64Array.of(9007199254740993n).buffer)),
);

// .npz: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
const zip = (members, { tail = '', gap = '', count = members.length } = {}) => {
  const body = [];
  const list = [];
  let offset = 0;
  for (const { name, data = SOUND, deflate = false, claim = {}, local = {}, at } of members) {
    const packed = deflate ? deflateRawSync(data, { level: 9 }) : data;
    const truth = {
      name,
      flags: 0,
      method: deflate ? 8 : 0,
      crc: crc32(data),
      packed: packed.length,
      size: data.length,
      at: at ?? offset,
    };
    const record = (signature, { name: text, flags, method, crc, packed: length, size, at: place }, central) => {
      const bytes = Buffer.alloc(central ? 46 : 30);
      const from = central ? 6 : 4;
      bytes.writeUInt32LE(signature, 0);
      bytes.writeUInt16LE(flags, from + 2);
      bytes.writeUInt16LE(method, from + 4);
      bytes.writeUInt32LE(crc, from + 10);
      bytes.writeUInt32LE(length, from + 14);
      bytes.writeUInt32LE(size, from + 18);
      bytes.writeUInt16LE(Buffer.byteLength(text), from + 22);
      if (central) bytes.writeUInt32LE(place, 42);
      return Buffer.concat([bytes, Buffer.from(text)]);
    };
    list.push(record(0x02014b50, { ...truth, ...claim }, true));
    if (at !== undefined) continue;
    const own = Buffer.concat([record(0x04034b50, { ...truth, ...claim, ...local }, false), packed]);
    body.push(own);
    offset += own.length;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset + gap.length, 16);
  return Buffer.concat([...body, Buffer.from(gap), directory, end, Buffer.from(tail)]);
};
const zeros = npy(header('(2097152,)'), Buffer.alloc(16 * 2 ** 20));
const q = { name: 'q.npy' };
write('npz-empty.npz', zip([]));
write('npz-bomb.npz', zip([{ ...q, data: zeros, deflate: true, claim: { size: SOUND.length } }]));
write(
  'npz-bomb-overlap.npz',
  zip([
    { ...q, data: zeros, deflate: true },
    ...Array.from({ length: 200 }, (_, index) => ({
      name: `k${index}.npy`,
      data: zeros,
      deflate: true,
      at: 0,
      claim: {},
    })),
  ]),
);
write('npz-size-lie.npz', zip([{ ...q, deflate: true, claim: { size: 4_000_000_000 } }]));
write('npz-crc.npz', zip([{ ...q, claim: { crc: 12345 } }]));
write('npz-two-names.npz', zip([{ ...q, local: { name: 'k.npy' } }]));
write('npz-name-twice.npz', zip([q, q]));
write('npz-name-path.npz', zip([{ name: '../../etc/passwd.npy' }]));
write('npz-method.npz', zip([{ ...q, claim: { method: 12 } }]));
write('npz-encrypted.npz', zip([{ ...q, claim: { flags: 1 } }]));
write('npz-member-count.npz', zip([q], { count: 20_000 }));
write('npz-hidden-before-directory.npz', zip([q], { gap: 'hidden' }));
write('npz-trailing.npz', zip([q], { tail: '<script>alert(1)</script>' }));
write('npz-cut.npz', zip([q]).subarray(0, 150));
write('npz-member-no-npy.npz', zip([{ name: 'q.npy', data: Buffer.from('import os') }]));

// .safetensors: https://github.com/huggingface/safetensors#format
const st = (head, data = NUMBERS, length) => {
  const text = Buffer.isBuffer(head) ? head : Buffer.from(typeof head === 'string' ? head : JSON.stringify(head));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(length ?? BigInt(text.length));
  return Buffer.concat([size, text, data]);
};
const f64 = (shape, ...offsets) => ({ dtype: 'F64', shape, data_offsets: offsets });
write('st-header-small.safetensors', Buffer.of(2, 0, 0));
write('st-header-large.safetensors', st('{}', NUMBERS, 200_000_000n));
write('st-header-overflow.safetensors', st('{}', NUMBERS, 18446744073709551615n));
write('st-header-no-brace.safetensors', st(' {"q":{"dtype":"F64","shape":[2,2],"data_offsets":[0,32]}}'));
write('st-header-no-json.safetensors', st('{"q":'));
write('st-header-no-utf8.safetensors', st(Buffer.concat([Buffer.from('{"'), Buffer.of(0xff), Buffer.from('":{}}')])));
write('st-header-nul.safetensors', st('{"q":{"dtype":"F64","shape":[2,2],"data_offsets":[0,32]}}\0\0\0'));
write(
  'st-key-twice.safetensors',
  st(
    '{"q":{"dtype":"F64","shape":[2,2],"data_offsets":[0,32]},"q":{"dtype":"F64","shape":[4,1],"data_offsets":[0,32]}}',
  ),
);
write('st-hole.safetensors', st({ q: f64([1], 0, 8), k: f64([1], 24, 32) }));
write('st-overlap.safetensors', st({ q: f64([4], 0, 32), k: f64([2], 16, 32) }));
write(
  'st-many-on-one.safetensors',
  st(Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`t${index}`, f64([4], 0, 32)]))),
);
write('st-shape-overflow.safetensors', st({ q: f64([4294967296, 4294967296], 0, 32) }));
write('st-shape-mismatch.safetensors', st({ q: f64([2, 3], 0, 32) }));
write('st-offsets-backwards.safetensors', st({ q: f64([2, 2], 32, 0) }));
write('st-offsets-outside.safetensors', st({ q: f64([2, 2, 2], 0, 64) }));
write('st-dtype.safetensors', st({ q: { dtype: 'F7', shape: [2, 2], data_offsets: [0, 32] } }));
write('st-metadata.safetensors', st({ __metadata__: { n: 1 }, q: f64([2, 2], 0, 32) }));
write('st-trailing.safetensors', st({ q: f64([2, 2], 0, 32) }), 'extra_bogus_data_for_polyglot_file');
write('st-cut.safetensors', st({ q: f64([2, 2], 0, 32) }).subarray(0, -2));

// .pt: https://docs.python.org/3/library/pickletools.html, in a zip
const u32 = (n) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(n);
  return bytes;
};
const pickle = (...parts) =>
  Buffer.concat([Buffer.of(0x80, 2), ...parts.map((part) => (typeof part === 'string' ? latin(part) : part))]);
const text = (value) => Buffer.concat([latin('X'), u32(Buffer.byteLength(value)), Buffer.from(value)]);
const whole = (n) =>
  n < 256 && n >= 0
    ? Buffer.of(0x4b, n)
    : n < 2 ** 31 && n >= -(2 ** 31)
      ? Buffer.concat([latin('J'), u32(n >>> 0)])
      : long(n);
const long = (n) => {
  const bytes = Buffer.alloc(10);
  Buffer.of(0x8a, 8).copy(bytes);
  bytes.writeBigInt64LE(BigInt(n), 2);
  return bytes;
};
const tuple = (items) => Buffer.concat([latin('('), ...items, latin('t')]);
const view = ({ shape = [2, 2], strides = [2, 1], offset = 0, count = 4, key = '0', storage = 'FloatStorage' } = {}) =>
  Buffer.concat([
    latin('ctorch._utils\n_rebuild_tensor_v2\n'),
    tuple([
      tuple([text('storage'), latin(`ctorch\n${storage}\n`), text(key), text('cpu'), whole(count)]),
      latin('Q'),
      whole(offset),
      tuple(shape.map(whole)),
      tuple(strides.map(whole)),
      latin('\x89N'),
    ]),
    latin('R'),
  ]);
const STORED = Buffer.from(Float32Array.of(1, 0, 0, 1).buffer);
const pt = (program, { data = STORED, deflate = false, more = [] } = {}) =>
  zip([{ name: 'a/data.pkl', data: program, deflate }, { name: 'a/data/0', data }, ...more]);
const repeated = (part, count) => Buffer.concat(Array.from({ length: count }, () => latin(part)));
write('pt-system.pt', pt(pickle('cos\nsystem\n', tuple([text('echo owned')]), 'R.')));
write('pt-system-on-stack.pt', pt(pickle(text('posix'), text('system'), '\x93', tuple([text('id')]), 'R.')));
write('pt-eval-in-build.pt', pt(pickle('}c__builtin__\neval\nb.')));
write('pt-getattr.pt', pt(pickle('cbuiltins\ngetattr\n', tuple([view(), text('__class__')]), 'R.')));
write('pt-object.pt', pt(pickle('(cos\nsystem\no.')));
write('pt-inst.pt', pt(pickle('(ios\nsystem\n.')));
write('pt-extension.pt', pt(pickle('\x82\x01.')));
write('pt-stack.pt', pt(pickle('s.')));
write('pt-mark.pt', pt(pickle('t.')));
write('pt-never-kept.pt', pt(pickle('h\x07.')));
write('pt-kept-far.pt', pt(pickle('}r\xff\xff\xff\xff0j\xfe\xff\xff\xff.')));
write('pt-cut.pt', pt(pickle('X', u32(4_000_000_000), 'a')));
write('pt-no-stop.pt', pt(pickle('}')));
write('pt-after-stop.pt', pt(pickle('}.cos\nsystem\n.')));
write('pt-protocol.pt', pt(Buffer.of(0x80, 9, 0x7d, 0x2e)));
write('pt-integer-long.pt', pt(pickle('\x8b', u32(1_000_000), Buffer.alloc(1_000_000), '.'), { deflate: true }));
write('pt-holds-itself.pt', pt(pickle(']q\x00h\x00a.')));
// Ten lists, each ten times in the next.
write(
  'pt-shared-lists.pt',
  pt(
    pickle(
      view(),
      'q\x00',
      ...Array.from(
        { length: 10 },
        (_, n) => `](${`h${String.fromCharCode(n)}`.repeat(10)}eq${String.fromCharCode(n + 1)}`,
      ),
      '.',
    ),
  ),
);
write('pt-bomb-dicts.pt', pt(pickle(repeated('}', 2_000_000), '.'), { deflate: true }));
write('pt-bomb-kept.pt', pt(pickle('}', repeated('\x94', 1_500_000), '.'), { deflate: true }));
write('pt-bomb-pickle.pt', pt(pickle(Buffer.alloc(2 ** 25, 0x4e), '.'), { deflate: true }));
write('pt-storage-lie.pt', pt(pickle(view({ shape: [1 << 27], strides: [1], count: 1 << 27 }), '.')));
write('pt-storage-missing.pt', pt(pickle(view({ key: '../../etc/passwd' }), '.')));
write('pt-storage-pickle.pt', pt(pickle(view({ storage: 'QInt8Storage' }), '.')));
write('pt-outside.pt', pt(pickle(view({ offset: 1 }), '.')));
write('pt-strides-huge.pt', pt(pickle(view({ strides: [2 ** 52, 2 ** 52] }), '.')));
write('pt-strides-negative.pt', pt(pickle(view({ strides: [-1, 1], offset: 1 }), '.')));
write('pt-shape-overflow.pt', pt(pickle(view({ shape: [2 ** 32, 2 ** 32], strides: [0, 0] }), '.')));
write('pt-expanded.pt', pt(pickle(view({ shape: [20_000, 10_000], strides: [0, 0] }), '.')));
write(
  'pt-overlap-many.pt',
  pt(
    pickle(
      '}(',
      ...Array.from({ length: 900 }, (_, n) =>
        Buffer.concat([text(`t${n}`), view({ shape: [100_000 + n, 1], strides: [0, 0], offset: n % 4 })]),
      ),
      'u.',
    ),
    { deflate: true },
  ),
);
write('pt-script.pt', pt(pickle('}.'), { more: [{ name: 'a/constants.pkl', data: pickle(').') }] }));
write('pt-bare-pickle.pt', pickle('cos\nsystem\n', tuple([text('echo owned')]), 'R.'));

// JSON: https://www.rfc-editor.org/rfc/rfc8259
write('json-empty.json');
write('json-bom.json', '\ufeff[[1, 0], [0, 1]]');
write('json-utf16.json', Buffer.from('\ufeff[[1]]', 'utf16le'));
write('json-no-utf8.json', '{"q": [[1, 0]], "tokens": ["', Buffer.of(0xff, 0xfe), '"]}');
write('json-nul.json', '[[1, 0],\0 [0, 1]]');
write('json-deep.json', `${'['.repeat(20_000)}1${']'.repeat(20_000)}`);
write('json-five-axes.json', '[[[[[1]]]]]');
write('json-proto-key.json', '{"q": [[1, 0]], "__proto__": {"heads": 2}}');
write('json-constructor-key.json', '{"q": [[1, 0]], "constructor": {"prototype": {"polluted": true}}}');
write('json-key-twice.json', '{"q": [[1, 0]], "q": [[9, 9]]}');
write('json-infinite.json', '[[1e400, 0]]');
write('json-nan.json', '[[NaN, 0]]');
write('json-comment.json', '[[1, 0]] // one row');
write('json-single-quotes.json', "{'q': [[1, 0]]}");
write('json-comma-too-many.json', '[[1, 0,],]');
write('json-ragged.json', '[[1, 0], [1]]');
write('json-cut.json', '{"q": [[1, 0], [0,');
write('json-two-documents.json', '[[1]] [[2]]');
write('json-decimal-comma.json', '[["0,5", 1]]');
write('json-expression-code.json', '[["process.exit()", 1]]');
write('json-shape-lie.json', '{"q": {"data": [1, 2], "shape": [4294967296, 4294967296]}}');
write('json-heads-text.json', '{"q": [[1, 0]], "heads": "[object Object]"}');
write('json-heads-huge.json', '{"q": [[1, 0]], "heads": 1e9}');
write('json-path-traversal.json', '{"q": [[1, 0]], "mask": "../../../etc/passwd"}');
write('json-unknown-keys.json', '{"q": [[1, 0]], "hedas": 2, "sclae": 1}');

// CSV: https://www.rfc-editor.org/rfc/rfc4180
write('csv-empty-lines.csv', '\n\n\n');
write('csv-bom.csv', '\ufeff1,0\n0,1\n');
write('csv-nul.csv', '1,0\n0,\0\n');
write('csv-mixed-newlines.csv', 'a,b\r\n1,2\n3,4');
write('csv-open-quote.csv', 'a,b\n"1,2\n3,4\n');
write('csv-quote-inside.csv', 'a,b\n1"2,3\n');
write('csv-only-quotes.csv', '""');
write('csv-ragged.csv', '1,2\n3\n4,5\n');
write('csv-decimal-comma.csv', '0,5;1\n1;0,5\n');
write('csv-hex.csv', '0x10,1\n');
write('csv-underscore.csv', '1_000,1\n');
write('csv-nbsp.csv', '\u00a05,1\n');
write('csv-half-number.csv', '1e,1\n');
write('csv-infinite.csv', '1e400,1\n');
write('csv-empty-cell.csv', '1,\n2,3\n');
write('csv-blank-line.csv', '1,2\n\n3,4\n');
write('csv-fullwidth.csv', '\uff11,2\n');
write('csv-formula.csv', '=1+1,2\n');
write('csv-proto-header.csv', '__proto__,constructor\n1,2\n');
write('csv-expression-bomb.csv', `${'('.repeat(3000)}1${')'.repeat(3000)},1\n`);

// --config
write('config-unknown-keys.json', '{"sentense": "the cat", "dims": 4}');
write('config-wrong-types.json', '{"sentence": 7, "dim": "four", "seed": [1], "heads": 0, "embedding": "none"}');
write('config-dim-huge.json', '{"sentence": "the cat", "dim": 1000000000}');
write('config-heads-huge.json', '{"sentence": "the cat", "dim": 8, "heads": 1000000000}');
write('config-head-dim-huge.json', '{"sentence": "the cat", "head-dim": 1000000000}');
write('config-no-object.json', '["the cat"]');
write('config-empty-list.json', '[]');
write('config-proto-key.json', '[{"sentence": "the cat", "__proto__": {"dim": 4}}]');
write('config-column-twice.csv', 'sentence,dim,dim\nthe cat,4,8\n');
write('config-column-proto.csv', 'sentence,__proto__\nthe cat,4\n');
write('config-ragged.csv', 'sentence,dim\nthe cat,4,5\n');

// HTML that is read back
write('html-no-result.html', '<!doctype html><html><body>attn</body></html>');
write('html-result-cut.html', '<!doctype html><html><script type="application/json" id="attn">{"q": [[1, 0]]');
write(
  'html-result-no-json.html',
  '<!doctype html><html><script type="application/json" id="attn">alert(1)</script></html>',
);
write(
  'html-result-proto.html',
  '<!doctype html><html><script type="application/json" id="attn">{"schema": "attn/1", "__proto__": {}, "q": [[1, 0]]}</script></html>',
);

// Labels: computed, but shown harmless.
const labelled = (label) =>
  JSON.stringify({
    q: [
      [1, 0],
      [0, 1],
    ],
    tokens: [label, 'b'],
  });
write('label-osc-title.json', labelled('\u001b]0;owned\u0007'));
write('label-clear-screen.json', labelled('\u001b[2J\u001b[H'));
write('label-c1.json', labelled('\u009b31m\u009d0;x\u009c'));
write('label-return.json', labelled('good\rEVIL'));
write('label-newline.json', labelled('a\nattn: all is well'));
write('label-bidi.json', labelled('\u202egnp.exe\u2066'));
write('label-invisible.json', labelled('\u200b\u200e\ufeff\u00ad\u{e0001}'));
write('label-script.json', labelled('</script><script>alert(1)</script>'));
write('label-img.json', labelled('"><img src=x onerror=alert(1)>'));
write('label-formula.json', labelled('=HYPERLINK("http://x")'));
write('label-latex.json', labelled('\\input{/etc/passwd}$x_{1}'));
write('label-markdown.json', labelled('a|b\n\n# h `c` <b>'));
write('label-long.json', labelled('a'.repeat(5000)));
