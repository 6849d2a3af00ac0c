import type { CheckResult } from '../check.js';
import type { Finding } from '../finding.js';
import { afterwards } from './afterwards.js';
import { cellDerivation } from './cell.js';
import { pictures, type HeadPicture } from './picture.js';
import { brief, measureLines, toleranceLine, verdictLine } from './words.js';

const STYLE = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.25rem}h2{font-size:1.05rem;margin:1.5rem 0 .3rem}dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:0}
dt{opacity:.7}dd{margin:0;overflow-wrap:anywhere}code{font-family:ui-monospace,monospace}.heads{display:flex;flex-wrap:wrap;gap:1.25rem}
pre{white-space:pre-wrap}figure{margin:0}figcaption{font-size:.85rem;opacity:.75}rect{stroke:#8884;stroke-width:.5}`;

/**
 * The report as a page that stands alone: no script, nothing from elsewhere.
 *
 * @param exactly what `--exact` found
 */
export function htmlReport(result: CheckResult, exactly: readonly string[] = []): string {
  const cell = result.equal ? undefined : cellDerivation(result);
  const facts = [
    ...(result.fitted.note ? [result.fitted.note] : []),
    toleranceLine(result),
    ...(result.equal ? [] : measureLines(result)),
    ...(result.narrowed ? [result.narrowed] : []),
    ...(cell ? [cell] : []),
  ];
  const { heads, left } = pictures(result, { heads: 64, rows: 64, columns: 64 });
  const drawn =
    result.comparison.cellsThatDiffer === 0
      ? ''
      : `<h2>Where</h2>
<div class="heads">${heads.map(figure).join('')}</div>
<p>Rows down, columns across; the darker, the further off; crossed: no number${left > 0 ? `; ${left} more heads` : ''}.</p>`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>attn check</title><style>${STYLE}</style></head>
<body>
<h1>${escape(verdictLine(result))}</h1>
<ul>${facts.map((fact) => `<li>${escape(fact)}</li>`).join('')}</ul>
${drawn}
${result.findings.map(section).join('\n')}
${afterwards(result)
  .map((line) => `<p>${escape(line)}</p>`)
  .join('\n')}
${exactly.length > 0 ? `<pre>${exactly.map(escape).join('\n')}</pre>` : ''}
</body>
</html>
`;
}

function figure({ title, cells }: HeadPicture): string {
  const columns = cells[0]?.length ?? 0;
  const size = Math.max(6, Math.min(18, Math.floor(240 / Math.max(columns, 1))));
  const squares = cells
    .flatMap((row, i) =>
      row.map((share, m) => {
        const at = `x="${m * size}" y="${i * size}" width="${size}" height="${size}"`;
        if (Number.isNaN(share))
          return `<rect ${at} fill="#111"/><path d="M${m * size} ${i * size}l${size} ${size}m0 -${size}l-${size} ${size}" stroke="#fff"/>`;
        return `<rect ${at} fill="${share === 0 ? '#e8f0e8' : `rgb(${Math.round(255 - 110 * share)},${Math.round(190 * (1 - share))},${Math.round(160 * (1 - share))})`}"/>`;
      }),
    )
    .join('');
  const label = title === '' ? 'where OUT differs' : `where OUT differs: ${title}`;
  return `<figure><figcaption>${escape(title)}</figcaption><svg role="img" aria-label="${escape(label)}" width="${columns * size}" height="${cells.length * size}">${squares}</svg></figure>`;
}

function section({ ids, title, formula, lookFor, instead, residual, others }: Finding): string {
  const rows = [
    ['formula', formula],
    ['look for', lookFor],
    ['write', instead],
    ['residual after this fix', brief(residual)],
    ...(others.length > 0
      ? [['indistinguishable on these inputs', others.map(({ id, title: name }) => `${id} (${name})`).join('; ')]]
      : []),
  ];
  return `<h2>${escape(ids[0]!)}: ${escape(title)}</h2>\n<dl>${rows.map(([name, text]) => `<dt>${escape(name!)}</dt><dd><code>${escape(text!)}</code></dd>`).join('')}</dl>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!);
}
