/**
 * exp, log, sin, cos, tanh and pow with the same bits on every machine.
 *
 * JavaScript leaves the accuracy of Math.exp and its like to the engine, and engines have changed them. These use only
 * + − × ÷ and whole numbers, which IEEE 754 and ECMAScript fix to the last bit. Each is within one unit in the last
 * place, and nearly always the nearest float64 number there is.
 */
export { exp } from './elementary/exp.js';
export { log } from './elementary/log.js';
export { pow } from './elementary/pow.js';
export { cos, sin } from './elementary/sin_cos.js';
export { tanh } from './elementary/tanh.js';
