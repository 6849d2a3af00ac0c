// What other rooms use of src/model.
export { type Model, type ModelInput, type Place, runModel } from './forward.js';
export { openModel } from './open.js';
export { hasLogits } from './output.js';
