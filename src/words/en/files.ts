import type { FilesFacts } from '../../files/index.js';
import { grouped } from '../numbers.js';
import { closest } from '../closest.js';
import type { Naming, Sentences } from '../sentence.js';
import { counted } from './counted.js';

const COPY_AGAIN = 'copy or download the file again';
const namesFormat = ({ option }: Naming): string => `${option('in-format')} names another format`;

const otherFormat = (naming: Naming): string => `is it a .safetensors file? ${namesFormat(naming)}`;

const SAVE_TENSORS = 'in Python, save the tensors alone: torch.save(model.state_dict(), "weights.pt")';
const PICKLED = { steps: 'instructions', objects: 'objects', kept: 'references', values: 'values' } as const;

const HOLDS = { complex: 'complex numbers', text: 'text', dates: 'dates', 'time-spans': 'time spans' } as const;

const before = (name: string | undefined): string => (name === undefined ? 'the header' : `"${name}"`);

export const files: Sentences<FilesFacts> = {
  'more-problems': ({ count, upTo }) =>
    `and ${upTo ? 'up to ' : ''}${count} more ${count === 1 ? 'problem' : 'problems'}`,

  'shape-axes': ({ found, most }) => ({
    what: `the shape has ${found} axes`,
    fix: `use at most ${most}; attention has 2 to 4`,
  }),
  'shape-axis': ({ axis, found }) =>
    `axis ${axis} of the shape is ${found}: a length is a whole number from 0 to 2^53 − 1`,
  'shape-too-large': ({ shape }) => `the shape ${shape} is too large to be real`,
  'too-many-numbers': ({ found, most }) => ({
    what: `holds ${grouped(found)} numbers: at most ${grouped(most)} are read from one input`,
    fix: 'read one array alone (file#name), or a part of it',
  }),
  'no-such-tensor': ({ name, names }) => {
    const near = closest(name, names);
    return {
      what: `there is no tensor '${name}' here`,
      detail: names.length === 0 ? 'it holds no tensors at all' : `it holds ${firstOf(names)}`,
      ...(near !== undefined && { fix: `did you mean #${near}?` }),
    };
  },
  'beyond-memory-limit': ({ found, most }, { option }) => ({
    what: `its numbers need ${grouped(found)} bytes of memory, ${option('max-memory')} allows ${grouped(most)}`,
    fix: 'read one array alone (file#name), or allow more',
  }),
  'zip-packed-tight': ({ found, packed, most }, { option }) => ({
    what: `unpacks from ${grouped(packed)} to ${grouped(found)} bytes: above ${grouped(most)} only what is packed less tight is unpacked`,
    fix: `${option('max-memory', '4GB')} allows it, if you trust the file`,
  }),
  'file-has-no-names': ({ format, name }) => ({
    what:
      format === 'npy'
        ? `a .npy file holds one array, and it has no name "${name}"`
        : `a table holds one matrix, and it has no name "${name}"`,
    fix: `leave out #${name}`,
  }),

  'npy-cannot-hold': ({ name, dtype }, { option }) => ({
    what: `${name} is ${dtype}, which .npy and .npz cannot hold`,
    fix: `write .safetensors (-o out.safetensors), or compute with ${option('dtype', 'float32')}`,
  }),
  'npz-too-large': () => ({
    what: 'the .npz would be larger than 4 GiB or hold more than 65,534 arrays',
    fix: 'write .safetensors',
  }),
  'safetensors-reserved-name': ({ name }) => ({
    what: `a tensor cannot be named ${name}`,
    fix: 'choose another name',
  }),

  'npy-empty': () => ({ what: 'the file is empty', fix: 'np.save("q.npy", array) writes a .npy file' }),
  'npy-magic': ({ found }, naming) => ({
    what: `begins with the bytes ${found}; a .npy file begins with 93 4e 55 4d 50 59 (\\x93NUMPY)`,
    fix: `np.save("q.npy", array) writes one; ${namesFormat(naming)}`,
  }),
  'npy-version': ({ found }) => `is .npy version ${found}; versions 1.0, 2.0 and 3.0 are read`,
  'npy-start-cut-off': ({ found, expected }) => `is cut off: ${found} bytes, the header alone begins at ${expected}`,
  'npy-header-too-long': ({ found, most }) =>
    `its header says it is ${grouped(found)} bytes long; at most ${grouped(most)} are read`,
  'npy-header-cut-off': ({ found, expected }) => `is cut off: the header is ${expected} bytes long, ${found} are there`,
  'npy-header-syntax': ({ found }) => ({
    what: `the header is not a plain dictionary: ${found}`,
    fix: "expected {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4)}",
  }),
  'npy-key-unknown': ({ key, expected }) => ({
    what: `the header has the unknown key "${key}"`,
    fix: `the keys are ${expected.join(', ')}`,
  }),
  'npy-key-repeated': ({ key, times }) => ({ what: `the header has the key "${key}" ${times} times`, fix: 'keep one' }),
  'npy-key-missing': ({ key }) => `the header has no key "${key}"`,
  'npy-fortran-order': ({ found }) => `"fortran_order" is ${found}: expected True or False`,
  'npy-shape': ({ found }) => ({
    what: `"shape" is ${found}: expected whole numbers in parentheses`,
    fix: 'write (3, 4), or (3,) for one axis',
  }),
  'npy-structured-type': () => ({
    what: '"descr" is a list: a structured array has several types',
    fix: 'save one field: np.save("q.npy", array["field"])',
  }),
  'npy-type-not-quoted': ({ found }) => ({
    what: `"descr" is ${found}: expected a type in quotes`,
    fix: "write '<f8'",
  }),
  'npy-type-pickle': ({ found }) => ({
    what: `"descr" is "${found}": Python objects, stored as a pickle, and a pickle can run any code`,
    fix: 'save numbers: np.save("q.npy", array.astype("float64"))',
  }),
  'npy-type-void': ({ found }) => ({
    what: `"descr" is "${found}": bytes without a meaning (NumPy stores bfloat16 so)`,
    fix: 'keep bfloat16 in .safetensors, or save array.astype("float32")',
  }),
  'npy-type-unknown': ({ found, holds }) => ({
    what: `"descr" is "${found}": ${holds ? HOLDS[holds] : 'a type that is not read'}; expected f2, f4, f8, i1…i8, u1…u8 or b1`,
    fix: 'save array.astype("float64")',
  }),
  'npy-byte-order': ({ found, type }) => ({
    what: `"descr" is "${found}": it does not say which byte comes first`,
    fix: `write "<${type}" (lowest first) or ">${type}"`,
  }),
  'npy-size': ({ found, expected, dtype, shape }) => {
    const sizes = `${dtype} of shape (${shape.join(', ')}) needs ${counted(expected, 'byte')}, found ${found}`;
    return found < expected
      ? { what: `is cut off: ${sizes}`, fix: COPY_AGAIN }
      : {
          what: `goes on after the array: ${sizes}`,
          fix: 'put each array into a file of its own, or all into .npz',
        };
  },

  'npz-pickle': () => ({
    what: 'is a PyTorch checkpoint: its data.pkl is a pickle, and a pickle can run any code',
    fix: 'in Python: safetensors.torch.save_file(tensors, "file.safetensors")',
  }),
  'npz-member-type': ({ name }) => ({
    what: `its member "${name}" is no .npy file; an .npz holds nothing else`,
    fix: 'write it with np.savez',
  }),

  'zip-no-end': () => ({
    what: 'is no zip archive, or is cut off: the directory at its end is missing',
    fix: COPY_AGAIN,
  }),
  'zip-trailing-bytes': ({ bytes }) => ({
    what: `${bytes} bytes follow the end of the archive (a comment, or something hidden)`,
    fix: 'write it again with np.savez',
  }),
  'zip64-end': () => ({ what: 'the end records of the zip64 archive do not agree', fix: COPY_AGAIN }),
  'zip-split': () => ({
    what: 'is one part of an archive split over several files',
    fix: 'join the parts first',
  }),
  'zip-member-count': ({ found, most }) => `holds ${found} members: at most ${most} are read`,
  'zip-directory-end': ({ found, expected }) =>
    `its directory should end at byte ${expected}, its end record begins at ${found}`,
  'zip-entry-damaged': ({ entry, of }) => `entry ${entry} of ${of} of the directory is damaged`,
  'zip-entry-too-long': ({ entry, of }) => `entry ${entry} of ${of} of the directory is damaged: it ends outside it`,
  'zip-name-encoding': ({ entry }) => ({
    what: `the name in entry ${entry} of the directory is not UTF-8`,
    fix: 'name arrays in ASCII or UTF-8',
  }),
  'zip-directory-rest': ({ bytes, entries }) =>
    `${bytes} bytes after the ${entries} entries of the directory belong to none`,
  'zip-member-missing': ({ at }) => ({
    what: `no member begins at byte ${at}, where the directory says`,
    fix: COPY_AGAIN,
  }),
  'zip-member-cut-off': ({ found, expected }) => ({
    what: `its data should end at byte ${expected}, its place ends at ${found}`,
    fix: COPY_AGAIN,
  }),
  'zip-header-name': ({ found }) => `its own header names it "${found}"`,
  'zip-header-method': () => 'its own header names another packing than the directory',
  'zip-header-encrypted': () => 'is encrypted by its own header',
  'zip-header-sizes': ({ found, expected }) =>
    `its own header says ${found.size} bytes (${found.packed} packed), the directory ${expected.size} (${expected.packed})`,
  'zip-header-crc': () => 'its own header has another CRC-32 than the directory',
  'zip-descriptor': () => 'the sizes behind its data are missing, or differ from the directory',
  'zip-name-repeated': () => ({ what: 'appears twice in the archive', fix: 'give each array its own name' }),
  'zip-encrypted': () => ({ what: 'is encrypted', fix: 'write the archive without a password' }),
  'zip-method': ({ found }) => ({
    what: `is packed by method ${found}: only 0 (stored) and 8 (deflate) are read`,
    fix: 'write it with np.savez or np.savez_compressed',
  }),
  'zip-gap-before-member': ({ bytes }) => `${bytes} bytes before it belong to no member`,
  'zip-gap-before-directory': ({ bytes }) => `${bytes} bytes before the directory of the archive belong to no member`,
  'zip-overlap': ({ begin, end }) => `overlaps the member before it: begins at byte ${begin}, that one ends at ${end}`,
  'zip-unpacked-too-large': ({ found, most }) => ({
    what: `unpacks to ${found} bytes: only ${most} more are read`,
    fix: 'read one array alone (file.npz#name)',
  }),
  'zip-unpacked-size': ({ found, expected }) => `unpacks to ${found} bytes, the archive says ${expected}`,
  'zip-unpacked-more': ({ expected }) => `unpacks to more than the ${expected} bytes that the archive says`,
  'zip-crc': ({ found, expected }) => ({
    what: `is damaged: its CRC-32 is ${found}, the archive says ${expected}`,
    fix: COPY_AGAIN,
  }),
  'zip-bytes-after-data': ({ bytes }) => `${bytes} bytes follow the end of its packed data`,
  'zip-data-damaged': () => ({ what: 'its packed data is damaged', fix: COPY_AGAIN }),

  'pickle-too-long': ({ found, most }) =>
    `its pickle is ${grouped(found)} bytes long; at most ${grouped(most)} are read`,
  'pickle-too-many': ({ of, most }) => `its pickle makes more than ${grouped(most)} ${PICKLED[of]}`,
  'pickle-depth': ({ most }) => `its dicts and lists nest more than ${most} deep, or one holds itself`,
  'pickle-protocol': ({ found, most }) => `its pickle has protocol ${found}; at most ${most} is read`,
  'pickle-step-unknown': ({ found, byte }) => ({
    what: `the instruction 0x${found} at byte ${byte} of its pickle is not one that builds numbers, text, lists and dicts`,
    fix: SAVE_TENSORS,
  }),
  'pickle-cut-off': ({ byte, found, expected }) => ({
    what: `its pickle is cut off: at byte ${byte} it needs ${expected} bytes, ${found} are there`,
    fix: COPY_AGAIN,
  }),
  'pickle-text': ({ byte }) => `the text at byte ${byte} of its pickle is not UTF-8`,
  'pickle-line': ({ byte }) => `the line at byte ${byte} of its pickle never ends`,
  'pickle-integer': ({ found, byte }) => `${found} at byte ${byte} of its pickle is no whole number that is read`,
  'pickle-stack': ({ byte }) => ({
    what: `its pickle is damaged: before byte ${byte} it takes a value that is not there`,
    fix: COPY_AGAIN,
  }),
  'pickle-kept': ({ found, byte }) => ({
    what: `its pickle is damaged: before byte ${byte} it refers to value ${found}, which was never kept`,
    fix: COPY_AGAIN,
  }),
  'pickle-target': ({ expected, byte }) => ({
    what: `its pickle is damaged: before byte ${byte} it needs a ${expected}, and has another value`,
    fix: COPY_AGAIN,
  }),
  'pickle-global': ({ name }) => ({
    what: `refers to ${name}: code, not a tensor, and no code of a file is run`,
    fix: SAVE_TENSORS,
  }),
  'pickle-call': ({ name, byte }) =>
    `its pickle calls ${name} before byte ${byte} with arguments that it does not take`,
  'pickle-persistent': ({ byte }) => `its pickle refers before byte ${byte} to something that is no storage`,
  'pickle-rest': ({ bytes }) => `${bytes} bytes follow the end of its pickle`,

  'torch-old-form': () => ({
    what: 'is written in the old form of torch.save, from before PyTorch 1.6',
    fix: 'in Python: torch.save(torch.load("old.pt", map_location="cpu", weights_only=True), "new.pt")',
  }),
  'torch-no-zip': ({ pickle }, naming) => ({
    what: pickle
      ? 'is a bare pickle, and a pickle can run any code; the files of torch.save are zip archives'
      : 'is no zip archive, as the files of torch.save are',
    fix: pickle ? 'in Python: torch.save(tensors, "file.pt")' : namesFormat(naming),
  }),
  'torch-no-pickle': (_, naming) => ({
    what: 'is a zip archive without data.pkl: torch.save did not write it',
    fix: namesFormat(naming),
  }),
  'torch-script': () => ({
    what: 'is a TorchScript program, not a file of tensors',
    fix: 'in Python: torch.save(torch.jit.load("file.pt").state_dict(), "weights.pt")',
  }),
  'torch-byte-order': ({ found }) => `is "${found}": expected little or big`,
  'torch-name-repeated': ({ name }) => ({
    what: `has two tensors of the name "${name}"`,
    fix: 'give each tensor its own name',
  }),
  'torch-storage-missing': ({ key }) => ({ what: `its storage ${key} is not in the archive`, fix: COPY_AGAIN }),
  'torch-storage-size': ({ key, found, expected }) => ({
    what: `its storage ${key} should hold ${grouped(expected)} numbers, ${grouped(found)} are there`,
    fix: COPY_AGAIN,
  }),
  'torch-strides': ({ offset, shape, strides }) =>
    `offset ${offset}, shape (${shape}) and strides (${strides}) describe no tensor`,
  'torch-outside': ({ found, most }) => `needs number ${grouped(found)} of its storage, which has ${grouped(most)}`,
  'torch-repeated': ({ found, most }) => ({
    what: `repeats ${grouped(found)} numbers beyond those that are stored; at most ${grouped(most)} are made`,
    fix: 'save the tensor before expand()',
  }),
  'torch-type-unknown': ({ found, expected }) => ({
    what: `has the type ${found}, which is not read`,
    fix: `convert it to one of ${expected.join(', ')}`,
  }),

  'safetensors-too-short': ({ found }) =>
    `has ${found} bytes: a .safetensors file begins with the length of its header in 8`,
  'safetensors-header-too-long': ({ found, most }, naming) => ({
    what: `says its header is ${grouped(found)} bytes long; at most ${grouped(most)} are read`,
    fix: otherFormat(naming),
  }),
  'safetensors-header-cut-off': ({ found, expected }) => ({
    what: `is cut off: its header is ${expected} bytes long, ${found} are there`,
    fix: COPY_AGAIN,
  }),
  'safetensors-header-begin': (_, naming) => ({ what: 'its header does not begin with "{"', fix: otherFormat(naming) }),
  'safetensors-header-zeros': () => ({
    what: 'its header is filled up with zero bytes',
    fix: 'the format wants blanks (0x20) there: mend the program that wrote it',
  }),
  'safetensors-header-encoding': () => 'its header is not UTF-8',
  'safetensors-header-depth': () => 'its header nests too deep: expected {name: {"shape": [ ]}}',
  'safetensors-header-character': ({ found, byte }) =>
    `"${found}" at byte ${byte} of the header: only names and whole numbers stand there`,
  'safetensors-header-json': ({ reason }) => ({ what: 'its header is not JSON', detail: reason }),
  'safetensors-name-repeated': ({ name }) => ({
    what: `its header has the key "${name}" twice`,
    fix: 'give each tensor its own name',
  }),
  'safetensors-metadata': () => 'its __metadata__ is not text for each name',
  'safetensors-entry': ({ found }) => `is described by ${found}: expected {"dtype", "shape", "data_offsets"}`,
  'safetensors-key-missing': ({ key }) => `has no "${key}"`,
  'safetensors-key-unknown': ({ key, expected }) => ({
    what: `has the unknown key "${key}"`,
    fix: `the keys are ${expected.join(', ')}`,
  }),
  'safetensors-type-not-text': ({ expected }) => ({
    what: 'its "dtype" is no text',
    fix: `use ${expected.join(', ')}`,
  }),
  'safetensors-type-unknown': ({ found, expected }) => ({
    what: `has the type ${found}, which is not read`,
    fix: `store it as one of ${expected.join(', ')}`,
  }),
  'safetensors-shape': () => 'its "shape" is no list of whole numbers',
  'safetensors-offsets': () => 'its "data_offsets" are not two whole numbers [begin, end]',
  'safetensors-offsets-order': ({ begin, end }) => `ends at byte ${end}, before it begins (${begin})`,
  'safetensors-size-unsafe': ({ type, shape }) => `${type} of shape [${shape}] is too large to be real`,
  'safetensors-size': ({ type, shape, begin, end, found, expected }) =>
    `${type} of shape [${shape}] needs ${expected} bytes, its offsets [${begin}, ${end}] hold ${found}`,
  'safetensors-hole': ({ begin, before: name, end }) =>
    `begins at byte ${begin}, ${before(name)} ends at ${end}: a hole of ${begin - end} bytes`,
  'safetensors-overlap': ({ begin, before: name, end }) =>
    `begins at byte ${begin}, inside of ${before(name)}, which ends at ${end}`,
  'safetensors-cut-off': ({ found, expected }) => ({
    what: `is cut off: its tensors need ${expected} bytes, ${found} are there`,
    fix: COPY_AGAIN,
  }),
  'safetensors-bytes-after': ({ bytes }) => `${bytes} bytes follow its last tensor and belong to none`,
};

/** Twelve names, and how many there are. */
function firstOf(names: readonly string[]): string {
  return names.slice(0, 12).join(', ') + (names.length > 12 ? `, … (${names.length} in all)` : '');
}
