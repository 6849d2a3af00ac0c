import type { Markup } from '../../show/index.js';
import type { App } from '../state.js';

/** A part of the page that is drawn from the state, and only again when its key has changed. */
export interface Panel {
  /** Id of the element that it fills. */
  readonly id: string;
  /** Everything that the drawing depends on. */
  readonly key: (app: App) => string;
  readonly draw: (app: App) => Markup;
  /** Brings controls up to date that stay where they are while they are used (a slider under the finger). */
  readonly sync?: (app: App, element: HTMLElement) => void;
}
