import type { Answer, Media } from './failures.js';

/** Errors that the layers before a handler add together, larger sets first. */
const TOGETHER: readonly (readonly [name: string, codes: readonly string[]])[] = [
  [
    'InvalidRequest',
    ['request.invalid', 'request.malformed_json', 'request.unstorable_text', 'request.too_complex'],
  ],
  ['MalformedRequest', ['request.malformed_json', 'request.unstorable_text', 'request.too_complex']],
  [
    'UnsupportedMediaType',
    ['request.unsupported_media_type', 'request.unsupported_encoding', 'request.unsupported_charset'],
  ],
  [
    'CredentialInvalid',
    ['auth.token_invalid', 'auth.two_credentials', 'api_key.invalid', 'api_key.expired', 'api_key.revoked'],
  ],
  [
    'NotPermitted',
    [
      ...['auth.forbidden', 'auth.enrolment_required', 'organization.suspended', 'organization.foreign'],
      ...['api_key.address_refused', 'auth.password_change_required'],
    ],
  ],
  [
    'PersonNotPermitted',
    [
      ...['auth.forbidden', 'auth.enrolment_required', 'organization.suspended', 'organization.foreign'],
      ...['api_key.person_required', 'auth.password_change_required'],
    ],
  ],
  [
    'NotPermitted',
    ['auth.forbidden', 'organization.suspended', 'organization.foreign', 'auth.password_change_required'],
  ],
  [
    'PersonNotAccepted',
    [
      ...['auth.enrolment_required', 'organization.suspended', 'organization.foreign'],
      ...['api_key.person_required', 'auth.password_change_required'],
    ],
  ],
  ['TokenNotAccepted', ['organization.suspended', 'organization.foreign', 'auth.password_change_required']],
  ['Unavailable', ['service.unavailable', 'request.timeout', 'request.not_done']],
  ['IdempotencyConflict', ['idempotency.in_progress', 'idempotency.answer_lost']],
  ['OrganizationUnavailable', ['organization.paused', 'organization.overloaded']],
];

/**
 * The names an error answer may have as a component, the shortest first. A success stays with its operation: some
 * generators take the type of a reference to one for unknown.
 */
export function namesOfAnswer({ content = {} }: Answer): string[] {
  const [media, other] = Object.values(content);
  const surface = media && surfaceOf(media);
  if (surface === undefined || other) return [];
  const examples = (media.examples ?? {}) as Record<string, object>;
  const name = surface + label(Object.keys(examples));
  const field = Object.values(examples).flatMap(fieldAtFault)[0];
  return field === undefined ? [name] : [name, name + pascal(field)];
}

/** The names an error's example may have; none for examples of a success. */
export function namesOfExample(code: string, example: object, media: Media): string[] {
  const surface = surfaceOf(media);
  if (surface === undefined) return [];
  const name = surface + pascal(code);
  return [name, ...fieldAtFault(example).map((field) => name + pascal(field))];
}

export const namesOfHeader = (header: string): string[] => [pascal(header)];

/** @param path of the operation; what its last literal segment names tells parameters of one name apart */
export function namesOfParameter(parameter: string, path: string): string[] {
  const name = pascal(parameter);
  const before = path.split(`/{${parameter}}`)[0];
  const segment = before.split('/').findLast((part) => part !== '' && !part.startsWith('{'));
  return [name, pascal(segment ?? '') + name];
}

/** `organization.not_found` → `OrganizationNotFound` */
function pascal(text: string): string {
  const words = text.match(/[A-Za-z0-9]+/g) ?? [];
  return words.map((word) => word[0].toUpperCase() + word.slice(1)).join('');
}

function label(codes: readonly string[]): string {
  let rest = codes;
  const words: string[] = [];
  for (const [name, group] of TOGETHER) {
    if (!group.every((code) => rest.includes(code))) continue;
    rest = rest.filter((code) => !group.includes(code));
    words.push(name);
  }
  return [...rest.map(pascal), ...words].join('Or');
}

/** `V1` of the schema `V1Failure`. */
const surfaceOf = (media: Media): string | undefined => /\/(\w+)Failure$/.exec(media.schema?.$ref ?? '')?.[1];

/** The first field a problem's `errors` name, as a list of one or none. */
function fieldAtFault(example: object): string[] {
  const { value } = example as { value?: { errors?: Record<string, string> } };
  return Object.keys(value?.errors ?? {}).slice(0, 1);
}
