import { readJson } from '../../../src/read/json/parse.js';

// The audit finds the places of whatever JSON.parse refuses. Should it ever find none, nothing is read all the same.
jest.mock('../../../src/read/json/audit', () => ({ auditJson: () => Promise.resolve() }));

it('JSON that only JSON.parse refuses is refused in its words', async () => {
  await expect(readJson('[1, ?]', (at) => `q.json:${at}`)).rejects.toMatchObject({
    faults: [{ code: 'json-unreadable', where: 'q.json:0', reason: expect.stringMatching(/^Unexpected token/) }],
  });
});
