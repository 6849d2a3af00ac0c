// What other rooms use of src/files.
export { noSuchTensor } from './no-such-tensor.js';
export { isNpy, npyArrayIn } from './npy/read.js';
export { encodeNpy, npyPieces } from './npy/write.js';
export { isZip, npzArrays } from './npz/read.js';
export { encodeNpz, npzPieces } from './npz/write.js';
export { openTorch, type TorchFile } from './torch/read.js';
export { isTorch } from './torch/magic.js';
export type { TensorEntry, TensorFile } from './tensor-file.js';
export { type Parts, partsOf } from './parts.js';
export { joined } from './pieces.js';
export { refuse } from './refuse.js';
export { type SafetensorsHeader, safetensorsHeader } from './safetensors/header.js';
export { zipOfTexts } from './zip/write.js';
export { METADATA } from './safetensors/format.js';
export { isSafetensors, safetensorsContent } from './safetensors/read.js';
export { encodeSafetensors, safetensorsPieces } from './safetensors/write.js';
export { dataError, type FilesFacts } from './facts.js';
