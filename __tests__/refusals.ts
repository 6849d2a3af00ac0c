import { AttnError } from '../src/core/error.js';
import { said } from './said.js';

/** `what` and `fix` of all that a call is refused for. */
export function refusals(call: () => unknown): (string | undefined)[][] {
  try {
    call();
  } catch (error) {
    if (error instanceof AttnError) return said(error).map(({ what, fix }) => [what, fix]);
    throw error;
  }
  return [];
}
