/** docs/permissions.md: who may do what, read from the catalogue and from the decorators of the routes. */
export function permissionsPage(
  operations,
  { CALLERS, admits, permissionsOfCaller, PERMISSIONS, PLATFORM_PERMISSIONS, BUILT_IN },
) {
  return [
    '# Permissions',
    '',
    'Written by `npm run generate` from `src/modules/access/roles.types.ts` and from the decorators of the routes.',
    '`test/e2e/permissions.e2e-spec.ts` calls every operation below as every role, and with an API key of every permission, and holds the tables to it.',
    '',
    'Each route says exactly one of: `@Public()`, `@RequirePermission(…)`, `@AnyActor()`. A role is a set of permissions; an organization can make up to fifty roles of its own (`POST /v1/roles`), each within what its maker may do.',
    '',
    '## Roles',
    '',
    '| role | |',
    '|---|---|',
    ...Object.entries(BUILT_IN).map(([key, { description }]) => `| \`${key}\` | ${description} |`),
    '| `operator` | Runs the platform; belongs to no organization |',
    '',
    ...catalogue('Permissions in an organization', PERMISSIONS, CALLERS, permissionsOfCaller),
    ...catalogue('Permissions of a platform operator', PLATFORM_PERMISSIONS, CALLERS, permissionsOfCaller),
    '## Operations',
    '',
    '`●` the role may call it, `○` nobody needs a token. In the last column, `●` an API key may call it whose scopes have the permission; the surfaces besides the native API know no keys. What an operation then finds may still refuse: another organization’s ids are unknown, an administrator changes no owner, nobody gives a role beyond their own.',
    '',
    ...bySurface(operations).flatMap(([surface, listed]) => section(surface, listed, CALLERS, admits)),
  ].join('\n');
}

function catalogue(title, permissions, callers, permissionsOfCaller) {
  const rows = Object.entries(permissions).map(([key, description]) => {
    const marks = callers.map((caller) => mark(permissionsOfCaller(caller).has(key)));
    return `| \`${key}\` | ${description} | ${marks.join(' | ')} |`;
  });
  return [`## ${title}`, '', ...head('permission | ', callers, 2), ...rows, ''];
}

function section(surface, operations, callers, admits) {
  const rows = operations.map((operation) => {
    const marks = callers.map((caller) =>
      operation.token === 'needed' ? mark(admits(operation, caller)) : '○',
    );
    marks.push(operation.token === 'needed' ? mark(operation.takesKeys) : '○');
    const { method, path } = operation;
    return `| \`${method} ${path}\` | ${needs(operation)} | ${marks.join(' | ')} |`;
  });
  return [`### ${surface}`, '', ...head('operation | needs', [...callers, 'API key'], 2), ...rows, ''];
}

function needs({ token, permission }) {
  if (token === 'unneeded') return '';
  if (token === 'optional') return 'a token that is sent is checked';
  if (token === 'switched') return 'a token when a setting says so';
  return permission === undefined ? 'any token' : `\`${permission}\``;
}

const mark = (yes) => (yes ? '●' : '');

const head = (columns, callers, texts) => [
  `| ${columns} | ${callers.join(' | ')} |`,
  `|${'---|'.repeat(texts)}${':-:|'.repeat(callers.length)}`,
];

function bySurface(operations) {
  const groups = new Map();
  for (const operation of operations) {
    groups.set(operation.surface, [...(groups.get(operation.surface) ?? []), operation]);
  }
  return [...groups];
}
