import type { Problem, ProblemCode } from './problem.js';

interface Reply {
  data?: unknown;
  error?: unknown;
  response: Response;
}
type DataOf<R> = R extends { data: infer Data } ? Data : never;

/** What the service refused, or could not do. */
export class RowhouseError extends Error {
  readonly status: number;
  /** The problem under /v1; the other surfaces have bodies of their own, in `body`. */
  readonly problem: Problem | undefined;
  /** Names the request in the log of the service. */
  readonly requestId: string | undefined;
  /** Seconds to wait before another try; absent when the answer names none. */
  readonly retryAfter: number | undefined;

  constructor(
    response: Response,
    readonly body: unknown,
  ) {
    super(sentenceOf(body) ?? (response.statusText || `status ${response.status}`));
    this.name = 'RowhouseError';
    this.status = response.status;
    this.problem = isProblem(body) ? body : undefined;
    this.requestId = response.headers.get('x-request-id') ?? undefined;
    const seconds = Number(response.headers.get('retry-after') ?? NaN);
    this.retryAfter = Number.isFinite(seconds) ? seconds : undefined;
  }

  /** Stable name of the error under /v1, such as `document.changed`. A newer service may have others. */
  get code(): ProblemCode | undefined {
    return this.problem?.code;
  }
}

/**
 * The body of a success.
 * @throws RowhouseError for every other answer
 */
export async function ok<R extends Reply>(reply: R | Promise<R>): Promise<DataOf<R>> {
  const { data, error, response } = await reply;
  if (!response.ok) throw new RowhouseError(response, error);
  return data as DataOf<R>;
}

const isProblem = (body: unknown): body is Problem =>
  isObject(body) && typeof body['code'] === 'string' && typeof body['title'] === 'string';

/** Each surface has its own key for the message. */
function sentenceOf(body: unknown): string | undefined {
  if (typeof body === 'string' && body !== '') return body;
  if (!isObject(body)) return undefined;
  const keys = ['title', 'detail', 'message', 'error'];
  return keys.map((key) => body[key]).find((value): value is string => typeof value === 'string');
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
