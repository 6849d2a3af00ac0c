import type { Config } from 'jest';
import normal from './jest.config.js';

// Long runs, whose figures stand in docs: `npm run test:slow`.
const config: Config = { ...normal, testMatch: ['<rootDir>/__tests__/slow/**/*.test.ts'], testPathIgnorePatterns: ['/node_modules/'], testTimeout: 600_000 };

export default config;
