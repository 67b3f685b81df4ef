import type { Surface } from '../../common/http/surface.js';

/** The native API: bare resources on success, RFC 9457 problem details on failure. */
export const V1_SURFACE: Surface = {
  name: 'v1',
  title: 'Native API',
  prefixes: ['/v1'],
  takesKeys: true,
  errors: {},
  samplePath: '/v1/path-of-the-request',
  failureType: 'application/problem+json; charset=utf-8',
  writeFailure: (failure) => ({
    type: `${failure.publicPath}/docs/errors#${failure.code}`,
    title: failure.message,
    status: failure.status,
    code: failure.code,
    instance: failure.publicPath + failure.path,
    request_id: failure.requestId,
    ...(failure.errors ? { errors: failure.errors } : {}),
    ...(failure.limit !== undefined ? { limit: failure.limit } : {}),
    ...(failure.oldest !== undefined ? { oldest: failure.oldest } : {}),
    ...(failure.newest !== undefined ? { newest: failure.newest } : {}),
    ...(failure.gap !== undefined ? { gap: failure.gap } : {}),
    ...(failure.outcomeUnknown ? { outcome: 'unknown' } : {}),
    ...(failure.operation === undefined
      ? {}
      : { operation: `${failure.publicPath}/v1/operations/${failure.operation}` }),
  }),
};
