import type { RawReply } from './raw.js';

/** What no answer may hold: a stack, a path of the code, the database's name or words, a hash. */
export const INSIDES =
  /Mongo|E11000|\$2[aby]\$|node_modules|\bat .+:\d+:\d+|\/src\/|[a-z-]\.[jt]s\b|Exception|TypeError|RangeError/;

const PROBLEM_KEYS = ['type', 'title', 'status', 'code', 'instance', 'request_id'];

/**
 * Fails unless an error is written as the path's surface documents it, and tells nothing about the inside.
 * @returns its message
 */
export function messageOf(path: string, { status, headers, text, json }: RawReply): string {
  expect(text).not.toMatch(INSIDES);
  expect(headers['x-request-id']).toMatch(/^[\w.-]{1,64}$/);
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['x-powered-by']).toBeUndefined();
  if (!path.startsWith('/v1')) {
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(json).toEqual({ detail: expect.any(String) });
    return json!['detail'] as string;
  }
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(Object.keys(json!)).toEqual(expect.arrayContaining(PROBLEM_KEYS));
  expect(json).toMatchObject({ status, request_id: headers['x-request-id'], title: expect.any(String) });
  return json!['title'] as string;
}

const TEXT = expect.any(String) as string;

/** Which keys an error has, by the path it happened on (S0 to S4, RFC 9457). */
function shapeOf(path: string, status: number): Record<string, unknown> {
  if (path.startsWith('/v1')) {
    return expect.objectContaining({
      type: expect.stringContaining('/docs/errors#'),
      title: TEXT,
      status,
      code: TEXT,
      instance: TEXT,
      request_id: TEXT,
    }) as Record<string, unknown>;
  }
  if (path.startsWith('/api/register')) return { status: 'error', message: TEXT };
  if (path.startsWith('/api/v1')) return { error: TEXT };
  if (!path.startsWith('/api/tenants')) return { detail: TEXT };
  return expect.objectContaining({ success: false, message: TEXT }) as Record<string, unknown>;
}

/** Fails unless an error has the shape that its surface documents. */
export function expectDocumentedError(path: string, status: number, text: string): void {
  expect(text).not.toMatch(INSIDES);
  expect([path, JSON.parse(text) as unknown]).toEqual([path, shapeOf(path, status)]);
}
