// Tests run as CommonJS (swc strips the types; `npm run typecheck` checks them), so bare `npx jest` works on Node 20.
/** @type {import('jest').Config} */
const config = {
  globalSetup: '<rootDir>/scripts/test-setup.mjs',
  globalTeardown: '<rootDir>/scripts/test-teardown.mjs',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  // Long runs, whose figures stand in docs: npm run test:slow.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/__tests__/slow/'],
  transform: {
    '^.+\\.[tj]s$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs' },
      },
    ],
  },
  // A hung test fails; a slow machine does not.
  testTimeout: 60_000,
  // Tests of memory look at the process that they run in: a worker that has grown is replaced.
  workerIdleMemoryLimit: '1GB',
  // One worker a core; jest leaves one core idle, which is half of a small machine.
  maxWorkers: '100%',
  // A look-up of a global is slow inside the vm of a test: a loop that calls Number.isNaN takes twenty times as long.
  sandboxInjectedGlobals: [
    ...['Array', 'Infinity', 'JSON', 'Map', 'Math', 'Number', 'Object', 'Set', 'String'],
    ...['Float32Array', 'Float64Array', 'Int32Array', 'Uint32Array', 'Uint8Array'],
  ],
  // Dependencies that ship ES modules only.
  transformIgnorePatterns: ['/node_modules/(?!(chalk|string-width|strip-ansi|ansi-regex|get-east-asian-width)/)'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1', '^fast-check$': '<rootDir>/scripts/seeded-fast-check.cjs' },
};

export default config;
