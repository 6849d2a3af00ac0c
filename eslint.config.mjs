import js from '@eslint/js';
import tseslint from 'typescript-eslint';

// One direction of flow: what stands lower knows nothing of what stands higher.
const floor = (folder, ...forbidden) => ({
  files: [`src/${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: forbidden.map((other) => ({
          group: [`**/${other}/**`],
          message: `src/${folder} must not import src/${other}.`,
        })),
      },
    ],
  },
});

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
  // core/ is the mathematics: it imports nothing but itself.
  {
    files: ['src/core/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(?!\\./)', message: 'core/ imports nothing but itself.' }] },
      ],
    },
  },
  {
    files: ['src/core/*/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(?!\\.\\.?/)|^\\.\\./\\.\\.', message: 'core/ imports nothing but itself.' }] },
      ],
    },
  },
  floor('expression', 'read', 'show', 'explain', 'commands', 'page'),
  floor('read', 'show', 'explain', 'commands', 'page'),
  floor('lens', 'read', 'expression', 'show', 'explain', 'check', 'learn', 'commands', 'page'),
  floor('show', 'read', 'explain', 'commands', 'page'),
  floor('explain', 'read', 'commands', 'page'),
  floor('page', 'read', 'expression', 'commands'),
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
