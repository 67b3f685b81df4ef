import { RowhouseError } from '@rowhouse/api-client';
import { CommanderError } from 'commander';

/** What a command ends with; the README lists them. */
export const EXIT = { done: 0, refused: 1, usage: 2, unavailable: 3, interrupted: 130 } as const;

/** The command cannot be done as it was given. */
export class UsageError extends Error {}

/** The service answered, and not everything was done. */
export class NotDone extends Error {}

/** The tokens are forgotten, and the session goes on at the service. */
export class NotSignedOut extends Error {
  /** @param reason why the service did not end it */
  constructor(readonly reason: unknown) {
    super('the session was not ended');
  }
}

/** What is said on standard error, and the exit code. */
export interface Failure {
  exit_code: number;
  message: string;
  /** HTTP status of an error. */
  status?: number;
  /** Stable name of an error under /v1. */
  code?: string;
  /** A message for each field or parameter. */
  errors?: Record<string, string>;
  /** Names the request in the log of the service. */
  request_id?: string;
  /** What to do about it. */
  hint?: string;
}

/** Answers that another try may turn into a success. */
const PASSING = new Set([502, 503, 504]);

/** @param url where the service was looked for */
export function failureOf(error: unknown, url: string): Failure {
  if (error instanceof RowhouseError) return answered(error);
  if (error instanceof NotDone) return { exit_code: EXIT.refused, message: error.message };
  if (error instanceof NotSignedOut) return openStill(failureOf(error.reason, url));
  if (error instanceof UsageError) return { exit_code: EXIT.usage, message: error.message };
  if (error instanceof CommanderError) {
    if (error.code === 'commander.help') return { exit_code: EXIT.usage, message: 'name a command' };
    const message = error.message.replace(/^error: /, '').replace(/\n/g, ' ');
    return { exit_code: EXIT.usage, message, hint: 'see rowhouse --help' };
  }
  const { name, message, cause } = error as Error;
  if (name === 'ExitPromptError') return { exit_code: EXIT.interrupted, message: 'interrupted' };
  if (cause !== undefined) {
    return { exit_code: EXIT.unavailable, message: `${url} is not reachable: ${reasonOf(cause)}` };
  }
  if (error instanceof SyntaxError) {
    return {
      exit_code: EXIT.unavailable,
      message: `what answers at ${url} is not Rowhouse: its answer is not JSON`,
    };
  }
  // The client refuses a path that a URL would read as another one.
  if (error instanceof TypeError) return { exit_code: EXIT.usage, message };
  return { exit_code: EXIT.refused, message };
}

function openStill(failure: Failure): Failure {
  return {
    ...failure,
    message: `the tokens are forgotten here, but the session goes on at the service: ${failure.message}`,
    hint: 'it ends after 30 days; to end it now, change the password with rowhouse password',
  };
}

function answered(error: RowhouseError): Failure {
  const { status, code, requestId, message, retryAfter, problem } = error;
  const hint = hintOf(error);
  return {
    exit_code: PASSING.has(status) ? EXIT.unavailable : EXIT.refused,
    message: retryAfter === undefined ? message : `${message}; try again in ${retryAfter} s`,
    status,
    ...(code === undefined ? {} : { code }),
    ...(problem?.errors === undefined ? {} : { errors: problem.errors }),
    ...(requestId === undefined ? {} : { request_id: requestId }),
    ...(hint === undefined ? {} : { hint }),
  };
}

function hintOf({ status, message, code }: RowhouseError): string | undefined {
  if (code === 'auth.password_change_required' || message === 'Password change required') {
    return 'choose a password with rowhouse password';
  }
  return status === 401 && code !== 'auth.credentials_invalid' ? 'sign in with rowhouse login' : undefined;
}

/** By the codes of Node.js and its fetch (undici). */
const REASONS: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused; does the service run there?',
  ECONNRESET: 'the connection was closed',
  UND_ERR_SOCKET: 'the connection was closed',
  EPIPE: 'the connection was closed',
  ENOTFOUND: 'the name of the host is not known (DNS)',
  EAI_AGAIN: 'the name of the host could not be asked for (DNS)',
  ETIMEDOUT: 'the connection timed out',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
  UND_ERR_HEADERS_TIMEOUT: 'no answer came in time',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to the host',
  CERT_HAS_EXPIRED: 'its certificate has expired (TLS)',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'its certificate is signed by itself (TLS); NODE_EXTRA_CA_CERTS names a file to trust',
  SELF_SIGNED_CERT_IN_CHAIN:
    'its certificate is of an authority that is not known (TLS); NODE_EXTRA_CA_CERTS names a file to trust',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its certificate is of an authority that is not known (TLS); NODE_EXTRA_CA_CERTS names a file to trust',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host (TLS)',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it speaks no TLS there; try http://',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it speaks no TLS there; try http://',
};

/** An AggregateError (a name with several addresses) has a code as well. */
function reasonOf(cause: unknown): string {
  const { code = '', message = String(cause) } = cause as { code?: string; message?: string };
  const reason = REASONS[code];
  return reason === undefined ? message || code : `${reason} (${code})`;
}
