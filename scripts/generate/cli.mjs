/** Commands whose names do not follow from the path and the id of their operation: `noun verb`. */
const NAMES = {
  acceptInvitation: 'invitations accept',
  addAccount: 'accounts create',
  changeBranding: 'branding update',
  changeEmail: 'me change-email',
  changeOrganizationPlan: 'orgs change-plan',
  confirmMailbox: 'members confirm',
  confirmNewEmail: 'email confirm-change',
  countDocuments: 'data count',
  createDocuments: 'data create',
  deleteDocument: 'data delete',
  downloadBackup: 'backups download',
  dropCollection: 'data drop',
  endAllSessions: 'sessions end-all',
  eraseOrganization: 'platform-orgs delete',
  forgotOwnPassword: 'password-reset request',
  forgetDevice: 'second-factor forget-device',
  forgetDevices: 'second-factor forget-devices',
  getBranding: 'branding get',
  getDocument: 'data get',
  getMembership: 'memberships get',
  getOrganizationPlan: 'orgs plan',
  getPermissionCatalogue: 'platform-permissions get',
  inspectAccount: 'platform-users get',
  inspectOrganization: 'platform-orgs get',
  introspectToken: 'tokens introspect',
  issueInitialSecret: 'platform-users initial-secret',
  joinOrganization: 'memberships join',
  leaveOrganization: 'memberships leave',
  listCollections: 'data collections',
  listDocuments: 'data list',
  listKeptMails: 'dev mails',
  listPlatformAudit: 'platform-audit list',
  mailConfirmation: 'members mail-confirmation',
  patchDocument: 'data patch',
  replaceDocument: 'data replace',
  replacePermissionCatalogue: 'platform-permissions replace',
  reportLeakedKeys: 'keys report-leaked',
  resendInvitation: 'invitations resend',
  resendVerification: 'me resend-verification',
  resetMemberPassword: 'members reset-password',
  resetOwnPassword: 'password-reset finish',
  settleLeftover: 'leftovers settle',
  startImpersonation: 'impersonations start',
  transferOwnership: 'members transfer-ownership',
  undoCredentialsChange: 'email undo-change',
  listAuditHeads: 'audit heads',
  getAuditKeys: 'audit keys',
  listPlatformAuditSinks: 'platform-audit-sinks list',
  createPlatformAuditSink: 'platform-audit-sinks create',
  getPlatformAuditSink: 'platform-audit-sinks get',
  updatePlatformAuditSink: 'platform-audit-sinks update',
  rotatePlatformAuditSinkSecret: 'platform-audit-sinks rotate',
  deletePlatformAuditSink: 'platform-audit-sinks delete',
  exportPlatformAudit: 'platform-audit export',
  uploadBackup: 'backups upload',
  verifyBackup: 'backups verify',
  verifyOwnEmail: 'email verify',
  verifyPlatformAudit: 'platform-audit verify',
  deleteAccount: 'platform-users delete',
  deleteOwnAccount: 'me delete',
  exportAccount: 'platform-users export',
  exportOwnAccount: 'me export',
  getAccount: 'me get',
  updateAccount: 'me update',
};

/** Operations that have commands of their own, or none, and why. */
export const ELSEWHERE = {
  openSession: 'rowhouse login',
  completeSignIn: 'rowhouse login, which asks for the code of the second factor',
  refreshSession: 'every command renews its access token',
  changePassword: 'rowhouse password',
  importDocuments: 'rowhouse data import',
  exportDocuments: 'rowhouse data export',
  verifyAudit: 'rowhouse audit verify, which verifies exported files as well',
};

/** The first words of commands, by the first words of paths under /v1. */
const NOUNS = {
  organizations: 'orgs',
  'api-keys': 'keys',
  'me/api-keys': 'my-keys',
  'audit/sinks': 'audit-sinks',
  'platform/organizations': 'platform-orgs',
  'platform/users': 'platform-users',
  'platform/audit': 'platform-audit',
  'platform/impersonations': 'impersonations',
  'platform/leftovers': 'leftovers',
  'platform/permissions': 'platform-permissions',
  'me/memberships': 'memberships',
  'me/second-factor': 'second-factor',
};

/** Verbs of ids that commands say otherwise. */
const VERBS = { patch: 'update', remove: 'delete', add: 'create', read: 'get', inspect: 'get' };

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** The commands of the native API, for apps/cli: named, with the arguments and options of their operations. */
export function commandLine(document, surfaceOf) {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => (item[method] ? [{ path, method, operation: item[method] }] : [])),
  );
  const own = operations
    .filter(({ path, operation }) => surfaceOf(path).name === 'v1' && !(operation.operationId in ELSEWHERE))
    .map((one) => commandOf(document, one));
  // Two operations of one verb are told apart by their ids.
  const names = own.map(({ name }) => name);
  for (const one of own) {
    if (names.indexOf(one.name) === names.lastIndexOf(one.name)) continue;
    one.name = `${one.name.split(' ')[0]} ${one.id.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  }
  const sorted = own.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return [
    '// Generated from the native API by npm run generate. Do not edit.',
    "import type { ApiCommand } from './api-command.js';",
    '',
    `export const API_COMMANDS: readonly ApiCommand[] = ${JSON.stringify(sorted, null, 1)};`,
    '',
  ].join('\n');
}

function commandOf(document, { path, method, operation }) {
  const parameters = operation.parameters ?? [];
  const header = (name) => parameters.some((one) => one.in === 'header' && one.name.toLowerCase() === name);
  const [type, media] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const answers = Object.entries(operation.responses).filter(([status]) => /^[23]/.test(status));
  const answer = answers.flatMap(([, { content = {} }]) => Object.keys(content))[0];
  return {
    name: nameOf(path, operation.operationId),
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    about: operation.summary ?? '',
    args: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
    query: parameters
      .filter((one) => one.in === 'query')
      .map((one) => optionOf(document, one.name, one.schema, one)),
    ...(type === undefined ? {} : { bodyType: type, fields: fieldsOf(document, media.schema) }),
    ...(header('if-match') ? { ifMatch: true } : {}),
    ...(header('x-confirm-password') ? { stepUp: true } : {}),
    ...(parameters.some((one) => one.name === 'cursor') ? { paged: true } : {}),
    ...(answer === undefined || /[/+]json$/.test(answer) ? {} : { streams: answer }),
    ...(operation.security?.length > 0 ? {} : { open: true }),
  };
}

/** `createWebhook POST /v1/webhooks` is `webhooks create`, `pauseWebhook POST /v1/webhooks/{id}/pause` `webhooks pause`. */
function nameOf(path, id) {
  if (NAMES[id] !== undefined) return NAMES[id];
  const words = path
    .split('/')
    .slice(2)
    .filter((word) => !word.startsWith('{'));
  const two = NOUNS[words.slice(0, 2).join('/')];
  const noun = two ?? NOUNS[words[0]] ?? words[0];
  const rest = words.slice(two === undefined ? 1 : 2);
  const [first] = id.split(/(?=[A-Z])/);
  const verb = VERBS[first] ?? first;
  const tail = rest.filter((word) => word !== verb && word !== noun);
  return `${noun} ${[verb, ...tail].join('-')}`;
}

function fieldsOf(document, schema) {
  const whole = resolve(document, schema);
  if (whole?.type !== 'object' || whole.properties === undefined) return [];
  return Object.entries(whole.properties).map(([name, one]) =>
    optionOf(document, name, one, { required: whole.required?.includes(name), description: one.description }),
  );
}

function optionOf(document, name, given, { required, description }) {
  const schema = resolve(document, given) ?? {};
  const choices = schema.enum?.filter((one) => one !== null);
  return {
    name,
    type: typeOf(document, schema),
    ...(required ? { required: true } : {}),
    ...((description ?? schema.description) ? { about: description ?? schema.description } : {}),
    ...(choices?.length > 0 && schema.type === 'string' ? { choices } : {}),
  };
}

function typeOf(document, { type, items }) {
  const one = Array.isArray(type) ? type.find((name) => name !== 'null') : type;
  if (one === 'boolean') return 'flag';
  if (one === 'integer' || one === 'number') return 'number';
  if (one === 'array') {
    const item = resolve(document, items) ?? {};
    return item.type === 'object' || item.properties ? 'json' : 'list';
  }
  return one === 'string' ? 'text' : 'json';
}

function resolve(document, schema) {
  if (schema?.$ref !== undefined)
    return resolve(document, document.components.schemas[schema.$ref.split('/').at(-1)]);
  if (schema?.allOf?.length === 1) return { ...resolve(document, schema.allOf[0]), ...schema };
  return schema;
}
