import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attend } from '../../src/core/attend.js';
import { outward } from '../../src/core/form.js';
import { tensor, type Tensor } from '../../src/core/tensor.js';
import type { StageName } from '../../src/core/trace.js';
import { jsonReader } from '../../src/read/json.js';
import { askedBy, readProblem } from '../../src/read/problem.js';

// Computed by NumPy, with gradients by the complex step: scripts/make-semantics-fixtures.py.
const FOLDER = join(__dirname, '../../fixtures/semantics');

interface Fixture {
  about: string;
  ask: Record<string, unknown>;
  expect: Record<string, { shape: number[]; data: (number | string)[] }>;
}

const number = (cell: number | string): number =>
  typeof cell === 'number' ? cell : Number(cell.replace('inf', 'Infinity'));

function expectClose(actual: Tensor, expected: Tensor): void {
  expect(actual.shape).toEqual(expected.shape);
  const far = [...expected.data].flatMap((value, at) => {
    const found = actual.data[at]!;
    const close =
      Object.is(found, value) || found === value || Math.abs(found - value) <= 1e-12 * Math.max(1, Math.abs(value));
    return close ? [] : [`${at}: ${found} instead of ${value}`];
  });
  expect(far).toEqual([]);
}

describe('attend equals NumPy', () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
  const cases = files.map((file): [string, Fixture] => [
    file.replace('.json', ''),
    JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Fixture,
  ]);

  it.each(cases)('%s', async (name, fixture) => {
    const document = await jsonReader.read({ name, bytes: Buffer.from(JSON.stringify(fixture.ask)) }, {});
    const problem = await readProblem(askedBy(document, name), () =>
      Promise.reject(new Error('these bundles name no file')),
    );
    const trace = attend(problem);
    for (const [stage, { shape, data }] of Object.entries(fixture.expect)) {
      expectClose(outward(trace, trace.stages.get(stage as StageName)!), tensor(shape, data.map(number)));
    }
  });
});
