// Lint rules: typescript-eslint's recommended set, and what keeps rooms small and addresses exact.
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['**/node_modules/', '**/dist/', '**/build/', '**/target/', '.cache/', 'demo-out/', 'test/artifacts/'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      'max-lines': ['error', { max: 350 }],
      complexity: ['error', 25],
      'prefer-const': 'error',
      'no-var': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    // The trace model runs in the extension host, in the webview and in Node: nothing of one of them alone.
    files: ['trace/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-globals': ['error', 'process', 'Buffer', 'require', '__dirname', 'window', 'document', 'self'] },
  },
  {
    files: ['child/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-globals': ['error', 'window', 'document'] },
  },
  {
    // The hook is loaded into CommonJS programs and works with values of unknown type by design.
    files: ['**/*.cjs', 'examples/**/*.js', 'test/host/workspace/**/*.js', 'child/**/*.ts'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
