import { readJson } from '../../../src/read/json/parse.js';

// The audit finds the places of whatever JSON.parse refuses. Should it ever find none, nothing is read all the same.
jest.mock('../../../src/read/json/audit', () => ({ auditJson: () => Promise.resolve() }));

it('JSON that only JSON.parse refuses is refused in its words', async () => {
  await expect(readJson('[1, ?]', (at) => `q.json:${at}`)).rejects.toThrow(
    /^q\.json:0 {2}this is no JSON: Unexpected token/,
  );
});
