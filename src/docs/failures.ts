import type { ErrorDetails } from '../common/errors/app-error.js';
import { ERROR_DEFAULTS, type ErrorCode } from '../common/errors/error-codes.js';
import type { Surface } from '../common/http/surface.js';
import type { HandlerFacts } from './handlers.js';
import { literalSchema, type Schema } from './schemas.js';

const SAMPLE_REQUEST_ID = '7f8c1d52-3c0e-4a8e-9a54-0b6f6c1d2e3f';
/** Details that show in a body, so that its schema has every key it may carry. */
const ALL_DETAILS: ErrorDetails = {
  errors: { field: 'message' },
  limit: 1,
  oldest: '2026-01-30T11:00:00.000Z',
  newest: '2026-01-30T11:59:59.000Z',
  gap: { from: '2026-01-30T11:10:00.000Z', to: '2026-01-30T11:12:00.000Z' },
  outcomeUnknown: true,
  operation: '550e8400-e29b-41d4-a716-446655440000',
};
/** What the service tells beside a code when it throws it. */
const DETAILS: Partial<Record<ErrorCode, ErrorDetails>> = {
  'service.unavailable': { outcomeUnknown: true },
};

/** An answer as the document describes it. */
export interface Answer {
  description: string;
  headers?: Record<string, object>;
  content?: Record<string, Media>;
}

export interface Media {
  schema?: Schema;
  example?: unknown;
  examples?: object;
}

/** One route as far as its errors go. */
export interface Route {
  method: string;
  path: string;
  /** Name of a query parameter the route needs. */
  query?: string;
  facts: HandlerFacts;
}

/** Every error a route can answer with: those its handler names, then those of the layers before it. */
export function codesOf(surface: Surface, route: Route): ErrorCode[] {
  const layers = layerCodes(surface, route);
  return [...new Set([...route.facts.errors.filter((code) => !layers.includes(code)), ...layers])];
}

/** What a route says of API keys: how one is refused, or that none is taken. */
function keyCodes({ takesKeys }: Surface, facts: HandlerFacts): ErrorCode[] {
  if (!takesKeys) return [];
  if (!facts.takesKeys) return ['api_key.person_required'];
  const dead = ['api_key.invalid', 'api_key.expired', 'api_key.revoked'] as const;
  // It confirms nothing with a password.
  const steps = facts.isStepUp ? (['api_key.person_required'] as const) : [];
  return ['auth.two_credentials', ...dead, 'api_key.address_refused', ...steps];
}

function layerCodes(surface: Surface, { method, query, facts }: Route): ErrorCode[] {
  const codes: ErrorCode[] = [];
  if (query !== undefined || facts.bodyFaults) codes.push('request.invalid');
  if (method !== 'get') {
    codes.push('request.malformed_json', 'request.unstorable_text', 'request.too_complex');
    codes.push('request.too_large', 'request.unsupported_media_type');
    codes.push('request.unsupported_encoding', 'request.unsupported_charset');
  }
  if (facts.isLimited) codes.push('request.rate_limited');
  if (facts.isStepUp) codes.push('auth.step_up_required', 'auth.second_factor_required', 'auth.code_invalid');
  if (facts.isOwnAct) codes.push('impersonation.refused');
  if (facts.isIdempotent) {
    codes.push('idempotency.invalid', 'idempotency.mismatch');
    codes.push('idempotency.in_progress', 'idempotency.answer_lost');
  }
  if (facts.token !== 'unneeded') {
    codes.push('auth.token_invalid');
    if (!facts.takesSuspended) codes.push('organization.suspended', 'auth.enrolment_required');
    codes.push('organization.foreign', 'plan.requests_used');
    if (facts.permission !== undefined) codes.push('auth.forbidden');
    codes.push(...keyCodes(surface, facts));
    if (!facts.takesPasswordToken) codes.push('auth.password_change_required');
  }
  codes.push('internal', 'service.unavailable');
  if (facts.deadlineMs !== 0) codes.push('request.timeout', 'request.not_done');
  return codes;
}

export function statusOf(surface: Surface, code: ErrorCode): number {
  return (surface.errors[code] ?? ERROR_DEFAULTS[code])[0];
}

/** An error as the surface writes it. */
export function failureBody(
  surface: Surface,
  code: ErrorCode,
  path: string,
  details?: ErrorDetails,
): unknown {
  const [status, message] = surface.errors[code] ?? ERROR_DEFAULTS[code];
  return surface.writeFailure({
    ...(details ?? DETAILS[code]),
    code,
    status,
    message,
    path,
    requestId: SAMPLE_REQUEST_ID,
    publicPath: '',
  });
}

/** The schema of a surface's failures: the keys that each one has are required, those that any has allowed. */
export function failureSchema(surface: Surface): Schema {
  const codes = Object.keys(ERROR_DEFAULTS) as ErrorCode[];
  const schemas = codes.flatMap((code) =>
    [ALL_DETAILS, {}].map((details) => literalSchema(failureBody(surface, code, '/', details))),
  );
  const properties = Object.assign({}, ...schemas.map((schema) => schema.properties)) as Record<
    string,
    Schema
  >;
  if (properties['errors']) properties['errors'] = ERRORS;
  if (properties['code']) properties['code'] = { ...properties['code'], enum: [...codes].sort() };
  const required = Object.keys(properties).filter((key) =>
    schemas.every((one) => one.required?.includes(key)),
  );
  return { type: 'object', properties, required, additionalProperties: false };
}

const ERRORS: Schema = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'A message for each field',
};

export const failureSchemaName = (surface: Surface): string =>
  `${surface.name.replace(/(^|-)(\w)/g, (_match, _dash, letter: string) => letter.toUpperCase())}Failure`;

/** The documented answers of a route's errors, by status. */
export function failureResponses(surface: Surface, route: Route): Record<string, Answer> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codesOf(surface, route)) {
    const status = statusOf(surface, code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, codes]) => [status, response(surface, route, codes)]),
  );
}

function response(surface: Surface, route: Route, codes: ErrorCode[]): Answer {
  const type = (surface.failureType ?? 'application/json').split(';')[0];
  const schema = { $ref: `#/components/schemas/${failureSchemaName(surface)}` };
  const examples = Object.fromEntries(
    codes.map((code) => [
      code,
      {
        summary: code,
        value: failureBody(surface, code, surface.samplePath ?? route.path, sample(code, route)),
      },
    ]),
  );
  const messages = codes.map((code) => (surface.errors[code] ?? ERROR_DEFAULTS[code])[1]);
  return {
    description: [...new Set(messages)].join(' · '),
    headers: headersOf(surface, codes),
    content: { [type]: { schema, examples } },
  };
}

function sample(code: ErrorCode, { query, facts }: Route): ErrorDetails | undefined {
  if (code !== 'request.invalid') return undefined;
  if (facts.bodyFaults) return { errors: facts.bodyFaults };
  return query === undefined ? undefined : { errors: { [query]: `${query} is required` } };
}

const text = { type: 'string' };
/** draft-ietf-httpapi-ratelimit-headers; on answers of limited routes that are no error, too. */
const RATE_LIMIT_FIELDS = {
  'RateLimit-Policy': { description: 'The quota, such as "sign-in";q=30;w=60', schema: text },
  RateLimit: { description: 'The remaining quota, such as "sign-in";r=0;t=42', schema: text },
};

function headersOf(surface: Surface, codes: ErrorCode[]): Record<string, object> {
  const status = statusOf(surface, codes[0]);
  const integer = { type: 'integer', minimum: 0 };
  return {
    'X-Request-Id': { description: 'Identifies the request in the log', schema: { type: 'string' } },
    ...(status === 503 || status === 429 || codes.includes('idempotency.in_progress')
      ? { 'Retry-After': { description: 'Seconds', schema: integer } }
      : {}),
    ...(status === 429 ? RATE_LIMIT_FIELDS : {}),
    ...(codes.some((code) => code === 'auth.token_invalid' || code === 'api_key.invalid')
      ? { 'WWW-Authenticate': { description: 'Bearer', schema: { type: 'string' } } }
      : {}),
  };
}
