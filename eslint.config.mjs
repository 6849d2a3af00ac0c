import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import rooms from './scripts/lint-rooms.mjs';

// The rooms of src/, from the ground up, and what each may import: what stands lower knows nothing of what stands higher.
const ROOMS = {
  core: [], // the mathematics imports nothing but itself
  files: ['core'],
  words: ['core', 'files'], // the facts of files have their sentences here
  expression: ['core', 'words'],
  kernel: ['core'],
  lens: ['core'],
  read: ['core', 'words', 'files', 'expression'],
  show: ['core', 'words', 'files', 'lens'],
  explain: ['core', 'words', 'lens', 'show'],
  check: ['core', 'words', 'lens', 'show'],
  learn: ['core', 'words', 'files', 'read', 'show', 'explain'],
  model: ['core', 'words', 'files', 'expression', 'kernel', 'read', 'show'],
  page: ['core', 'words', 'lens', 'show', 'explain'],
};

/** Rooms that others enter only through their index.ts: all that others enter. The commands may enter every one of them. */
const DOORS = Object.keys(ROOMS).filter((room) => room !== 'page');
ROOMS.commands = DOORS;

export default tseslint.config(
  // The kernel is AssemblyScript: its own compiler checks it.
  { ignores: ['**/*.generated.ts', 'dist', 'node_modules', 'coverage', 'src/kernel/assembly', 'src/kernel/generated'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'prefer-const': 'error',
      'no-console': 'error',
      // Labels come from strangers: the patterns that catch control characters must name them.
      'no-control-regex': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  {
    files: ['src/**/*.ts', 'bin/*.ts'],
    plugins: { rooms },
    rules: { 'rooms/floors': ['error', { rooms: ROOMS, doors: DOORS }], 'rooms/no-cycle': 'error' },
  },
  {
    files: ['*.mjs', 'bench/**/*.mjs', 'scripts/**/*.mjs'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
      },
    },
    rules: { 'no-console': 'off' },
  },
);
