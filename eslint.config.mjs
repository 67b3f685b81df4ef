import js from '@eslint/js';
import accessibility from 'eslint-plugin-jsx-a11y-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const disableNeedsReason = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { reason: 'An eslint-disable must end with "-- <reason>".' },
  },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          if (/^\s*eslint-disable/.test(comment.value) && !/\s--\s\S+/.test(comment.value)) {
            context.report({ loc: comment.loc, messageId: 'reason' });
          }
        }
      },
    };
  },
};

const openDatabase = [
  {
    selector: "CallExpression[callee.property.name='useDb']",
    message: 'Only TenantConnectionFactory (libs/tenancy) opens a tenant database.',
  },
  {
    selector: "CallExpression[callee.property.name='db'][arguments.length>0]",
    message: 'Only TenantConnectionFactory (libs/tenancy) opens a database by name.',
  },
];
const readEnvironment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only src/config/env.ts reads process.env.',
};
const throwHttp = {
  selector:
    'NewExpression[callee.name=/^(HttpException|BadRequestException|NotFoundException|ConflictException|UnauthorizedException|ForbiddenException)$/]',
  message: 'Modules and libs throw AppError(code); the surface chooses status and words.',
};
const backgroundWork = [
  {
    selector: 'CallExpression[callee.name=/^set(Timeout|Interval)$/]',
    message: 'Background work is a PeriodicTask, a Lease or a LeasedQueue (src/database/work, ADR-0038).',
  },
  {
    selector: 'ImportDeclaration[source.value=/timers/]',
    message: 'Background work waits by its Clock (src/database/work, ADR-0038).',
  },
  {
    selector: "Literal[value='$$NOW']",
    message: "The server's time is asked for with src/database/work/server-time.ts.",
  },
];
/** They wait within one piece of work, and do nothing again and again. */
const WAITS = [
  'src/modules/auth/credential-checks.service.ts', // a random pause before a try is counted
  'src/modules/organizations/moves/fences.service.ts', // the end of a fence; until other instances have answered
  'src/modules/organizations/moves/source-changes.repository.ts', // before a broken change stream is opened again
  'src/modules/organizations/reconciler/evacuations.service.ts', // until other instances have left
];
const requestScope = {
  selector: "MemberExpression[object.name='Scope'][property.name='REQUEST']",
  message: 'Request scope rebuilds the provider tree for each request; pass the actor as a parameter.',
};

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'libs/*/dist/**',
      'apps/*/dist/**',
      'coverage/**',
      '.data/**',
      'apps/cli/src/api-commands.ts',
      'libs/api-client/src/schema.ts',
      // Applications of their own, with compilers of their own: check:examples.
      'docs/examples/*/**',
      'libs/api-client/src/schema/**',
      'libs/api-client/src/{problem,idempotent}.ts',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    plugins: { rowhouse: { rules: { 'disable-needs-reason': disableNeedsReason } } },
    rules: {
      'rowhouse/disable-needs-reason': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': 'allow-with-description', minimumDescriptionLength: 10 },
      ],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      // Seven constructor parameters are plain; a class that wants more has two jobs.
      'max-params': ['error', { max: 8 }],
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeCheckedOnly],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        emitDecoratorMetadata: true,
        experimentalDecorators: true,
      },
    },
  },
  {
    files: ['src/**/*.ts', 'libs/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...openDatabase, readEnvironment, throwHttp, requestScope] },
  },
  {
    files: ['src/modules/**/*.ts'],
    ignores: WAITS,
    rules: {
      'no-restricted-syntax': [
        'error',
        ...openDatabase,
        readEnvironment,
        throwHttp,
        requestScope,
        ...backgroundWork,
      ],
    },
  },
  {
    files: ['apps/dashboard/**/*.ts', 'apps/dashboard/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    files: ['apps/dashboard/**/*.tsx'],
    extends: [accessibility.configs.recommended],
    rules: {
      // What scrolls has the focus, for whoever has no mouse.
      'jsx-a11y-x/no-noninteractive-tabindex': ['error', { tags: ['pre'], roles: ['region'] }],
    },
  },
  // The markup of a component is one expression; what it does is in functions of its own.
  {
    files: ['**/*.tsx'],
    rules: { 'max-lines-per-function': ['error', { max: 120, skipBlankLines: true, skipComments: true }] },
  },
  { files: ['apps/dashboard/vite.config.ts'], rules: { 'no-restricted-exports': 'off' } },
  {
    files: ['apps/dashboard/public/*.js'],
    languageOptions: { globals: { document: 'readonly', localStorage: 'readonly', matchMedia: 'readonly' } },
  },
  { files: ['src/config/env.ts'], rules: { 'no-restricted-syntax': ['error', ...openDatabase] } },
  {
    files: ['libs/tenancy/src/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', throwHttp, requestScope] },
  },
  {
    files: ['**/*.spec.ts', '**/*.e2e-spec.ts', 'test/**/*.ts'],
    rules: {
      // Bodies of answers are read as `any` here: what they are is what the test asserts.
      ...Object.fromEntries(
        ['argument', 'assignment', 'call', 'member-access', 'return'].map((use) => [
          `@typescript-eslint/no-unsafe-${use}`,
          'off',
        ]),
      ),
      // Spies stand for methods, and the verbs of test/support/data.ts need no `this`.
      '@typescript-eslint/unbound-method': 'off',
      // Fakes of asynchronous interfaces have nothing to wait for; that is no fault of theirs.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: [
      '**/*.spec.ts',
      '**/*.e2e-spec.ts',
      'test/**/*.ts',
      'test/**/*.mjs',
      'bench/**',
      'scripts/**',
      '*.mjs',
      '*.cjs',
      '.*.cjs',
    ],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'Buffer',
          'URL',
          'fetch',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'setImmediate',
          'module',
          'require',
          'performance',
          'AbortController',
          'AbortSignal',
          '__dirname',
          'TextDecoder',
          'TextEncoder',
        ].map((name) => [name, 'readonly']),
      ),
    },
    rules: {
      'no-restricted-syntax': 'off',
      'max-lines-per-function': 'off',
      'no-restricted-exports': 'off',
      '@typescript-eslint/no-require-imports': 'off',
    },
  },
);
