import { highlight } from './highlight.js';
import { actionsPanel } from './panels/actions.js';
import { arithmeticPanel } from './panels/arithmetic.js';
import { controlsPanel } from './panels/controls.js';
import { headViewPanel } from './panels/head-view.js';
import { headsPanel } from './panels/heads.js';
import { heatmapPanel } from './panels/heatmap.js';
import { lessonPanel, walkPanel } from './panels/lesson.js';
import type { Panel } from './panels/panel.js';
import { stepsPanel } from './panels/steps.js';
import { titlePanel } from './panels/title.js';
import { changedPanel, whatIfPanel } from './panels/what-if.js';
import type { App } from './state.js';

const PANELS: readonly Panel[] = [
  titlePanel,
  controlsPanel,
  headsPanel,
  whatIfPanel,
  changedPanel,
  headViewPanel,
  heatmapPanel,
  walkPanel,
  lessonPanel,
  stepsPanel,
  actionsPanel,
  arithmeticPanel,
];

/** Draws what has changed, and gives the focus back to the element of the same name. */
export function drawer(root: HTMLElement): (app: App) => void {
  const drawn = new Map<string, string>();
  return (app) => {
    for (const panel of PANELS) {
      const element = root.querySelector<HTMLElement>(`#${panel.id}`)!;
      const key = panel.key(app);
      if (drawn.get(panel.id) !== key) {
        drawn.set(panel.id, key);
        const focused = element.contains(document.activeElement) ? nameOf(document.activeElement!) : undefined;
        element.innerHTML = panel.draw(app).markup;
        giveTabStops(element);
        if (focused !== undefined) takeFocus(element.querySelector<HTMLElement>(focused), true);
      }
      panel.sync?.(app, element);
    }
    highlight(app, root);
  };
}

/** How to find the element again after it was drawn anew. */
function nameOf(element: Element): string | undefined {
  const cell = element.getAttribute('data-cell');
  return cell !== null ? `[data-cell="${cell}"]` : element.id !== '' ? `#${element.id}` : undefined;
}

/** Cells take the focus one at a time, so that Tab passes each table in one step. */
export function takeFocus(element: HTMLElement | SVGElement | null | undefined, quietly = false): void {
  const group = element?.closest('table, [data-roving]');
  group?.querySelectorAll('[tabindex="0"]').forEach((other) => other.setAttribute('tabindex', '-1'));
  if (group) element!.setAttribute('tabindex', '0');
  element?.focus({ preventScroll: quietly });
}

/** One cell of each table, one word of the head view takes the Tab; arrows do the rest. */
function giveTabStops(element: HTMLElement): void {
  for (const group of element.querySelectorAll('table, [data-roving]')) {
    if (!group.querySelector('[tabindex="0"]'))
      group.querySelector('td[data-cell], [tabindex]')?.setAttribute('tabindex', '0');
  }
}
