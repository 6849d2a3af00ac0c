import { type Language, markup, type Markup } from '../show/index.js';
import { PAGE_WORDS } from '../words/index.js';

/** With so few words all panels fit beside each other. */
const FEW = 6;

/** The empty page: one place for each panel. */
export function layout(lang: Language, count: number): Markup {
  const words = PAGE_WORDS[lang];
  return markup`<header><div id="title"></div><div id="controls" class="controls"></div></header>
<div id="heads" class="heads"></div>
<section id="panel-w" class="card what-if" aria-labelledby="h-w"><h2 id="h-w">${words.whatIf}</h2><div id="what-if" class="controls"></div><div id="changed" role="status"></div></section>
<div class="panels${count <= FEW && ' few'}">
<section id="panel-a" class="card" aria-labelledby="h-a"><h2 id="h-a">${words.headView}</h2><div id="head-view"></div></section>
<section id="panel-b" class="card" aria-labelledby="h-b"><h2 id="h-b">${words.weights}</h2><div id="heatmap"></div></section>
<section id="panel-e" class="card" aria-labelledby="h-e"><h2 id="h-e">${words.lesson}</h2><div id="walk" class="walk"></div><div id="lesson" aria-live="polite"></div></section>
<section id="panel-c" class="card" aria-labelledby="h-c"><h2 id="h-c">${words.steps}</h2><div id="steps" class="steps"></div></section>
</div>
<section id="panel-d" class="card" aria-labelledby="h-d"><div class="bar-d"><h2 id="h-d">${words.arithmetic} <span>${words.keys}</span></h2><div id="actions" class="actions"></div></div><div id="arithmetic" aria-live="polite" aria-atomic="true"></div></section>`;
}
