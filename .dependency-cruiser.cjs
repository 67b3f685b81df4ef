/** The import rules of the rooms (see CONTRIBUTING.md). */
const rule = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

/** The rooms of src/modules, from the ground up: a room imports rooms of lower floors only (CONTRIBUTING.md). */
const FLOORS = [
  ['registry', 'credentials', 'plans', 'audit', 'branding'],
  ['access', 'mail', 'capacity', 'rate-limits', 'health', 'usage'],
  ['users', 'documents', 'idempotency'],
  ['memberships', 'factors'],
  ['api-keys'],
  ['auth'],
  ['organizations', 'invitations', 'webhooks'],
  ['onboarding', 'backups', 'branches', 'persons'],
  ['undeletes'],
];

const floors = FLOORS.map((rooms, floor) =>
  rule(
    `floor-${floor + 1}`,
    'A room imports rooms of lower floors only.',
    { path: `^src/modules/(${rooms.join('|')})/` },
    { path: `^src/modules/(${FLOORS.slice(floor).flat().join('|')})/`, pathNot: '^src/modules/$1/' },
  ),
);

module.exports = {
  forbidden: [
    rule('no-cycles', 'Import cycles hide who owns a rule.', {}, { circular: true }),
    ...floors,
    rule(
      'rooms-have-a-floor',
      'Every folder of src/modules stands in the table of floors.',
      {},
      { path: '^src/modules/', pathNot: `^src/modules/(${FLOORS.flat().join('|')})/` },
    ),
    {
      name: 'no-folder-cycles',
      severity: 'error',
      comment: 'Two folders that import each other are one room with a wall in it.',
      scope: 'folder',
      from: { pathNot: '^test/' },
      to: { circular: true },
    },
    rule('no-unresolved', 'Every import resolves.', {}, { couldNotResolve: true }),
    rule(
      'libs-stand-alone',
      'A library imports npm packages and itself only.',
      { path: '^libs/([^/]+)/', pathNot: '^libs/react/' },
      {
        path: '^(src|apps|libs)/',
        pathNot: '^libs/$1/',
      },
    ),
    rule(
      'hooks-on-the-client',
      'libs/react imports npm packages, itself and libs/api-client.',
      { path: '^libs/react/' },
      {
        path: '^(src|apps|libs)/',
        pathNot: '^libs/(react|api-client)/',
      },
    ),
    rule(
      'apps-speak-http',
      'An app speaks HTTP through libs/api-client, and the dashboard through its hooks; the command line verifies with libs/verify.',
      { path: '^apps/([^/]+)/' },
      {
        path: '^(src|libs|apps)/',
        pathNot: '^(apps/$1/|libs/(api-client|react|verify)/)',
      },
    ),
    rule(
      'common-is-business-free',
      'src/common knows no feature.',
      { path: '^src/common/' },
      {
        path: '^src/(modules|surfaces|database)/',
      },
    ),
    rule(
      'modules-know-no-door',
      'The domain knows no surface and no HTTP layer.',
      { path: '^src/modules/', pathNot: '^src/modules/(auth|idempotency|rate-limits)/http/' },
      {
        path: '^src/(surfaces|common/http)/',
      },
    ),
    rule(
      'modules-meet-at-services',
      'Of another module: its .module, .service or .types file only, and the rules of a slug.',
      { path: '^src/modules/([^/]+)/', pathNot: '^src/modules/(organizations|capacity)/' },
      {
        path: '^src/modules/([^/]+)/',
        pathNot: [
          '^src/modules/$1/',
          '\\.(module|service|types)\\.ts$',
          '^src/modules/registry/slug\\.ts$',
          '^src/modules/users/member-accounts\\.repository\\.ts$', // see the next rule
        ],
      },
    ),
    rule(
      'accounts-of-members',
      'What memberships change of an account, they change in its repository; nobody else does.',
      { path: '^src/modules/', pathNot: '^src/modules/(users|memberships)/' },
      { path: '^src/modules/users/member-accounts\\.repository\\.ts$' },
    ),
    rule(
      'registry-rows-belong-to-organizations',
      'The rows of the registry are written by organizations and counted by capacity; of all others they too see services.',
      { path: '^src/modules/(organizations|capacity)/' },
      {
        path: '^src/modules/([^/]+)/',
        pathNot: ['^src/modules/($1|registry)/', '\\.(module|service|types)\\.ts$'],
      },
    ),
    rule(
      'surfaces-are-strangers',
      'Surfaces do not know each other.',
      { path: '^src/surfaces/([^/]+)/' },
      {
        path: '^src/surfaces/',
        pathNot: '^src/surfaces/($1/|surfaces\\.module\\.ts$)',
      },
    ),
    rule(
      'surfaces-use-services',
      'A surface never touches a schema or a repository.',
      { path: '^src/surfaces/' },
      {
        path: '\\.(schema|repository)\\.ts$',
      },
    ),
    rule(
      'mongoose-in-repositories',
      'Only repositories, schemas, src/database and libs/tenancy speak to the driver.',
      {
        path: '^src/',
        pathNot: ['\\.(repository|schema)\\.ts$', '^src/database/', '\\.spec\\.ts$'],
      },
      { path: '^node_modules/(mongoose|mongodb|@nestjs/mongoose)/', dependencyTypesNot: ['type-only'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: '(^|/)(dist|node_modules/.cache)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
