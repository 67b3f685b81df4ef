import { MongoClient, MongoServerError } from 'mongodb';
import { withoutSecrets, wordsOfParseError } from './mongodb-url.js';

/** Why a database cannot be used at this moment. */
export interface Problem {
  /** One message without any part of the password. */
  message: string;
  /** It may pass by itself: a server that starts, a set that elects. */
  passes: boolean;
}

const PROBE_MS = 1500;
/** AuthenticationFailed, and what a hosted MongoDB says instead. */
const AUTHENTICATION = new Set<unknown>([18, 8000]);
const UNAUTHORIZED = 13;
export const STANDALONE =
  'this MongoDB is a standalone server, and transactions need a replica set: start mongod with --replSet rs0 and run rs.initiate() once in mongosh';
const NO_TLS = 'this server speaks no TLS: take tls=true out of MONGODB_URL (mongodb+srv:// needs tls=false)';

const NEEDS_TLS = 'this server demands TLS: add tls=true to MONGODB_URL';

/** What the driver's error to take an address means. */
export function problemOfUrl(error: unknown, url: string): Problem {
  return {
    message: `MONGODB_URL cannot be used: ${wordsOfParseError((error as Error).message, url)}`,
    passes: false,
  };
}

/** What a failed attempt to connect means. The server is asked once more where the driver says only "timed out". */
export async function problemOf(error: unknown, client: MongoClient, url: string): Promise<Problem> {
  const text = withoutSecrets(textsOf(error).join('; '), url);
  const { code, name = '' } = error as { code?: unknown; name?: string };
  if (AUTHENTICATION.has(code) || /authentication failed|bad auth/i.test(text)) {
    const message =
      'the user name or the password in MONGODB_URL is wrong, or authSource does not name the database that has the user (mostly admin)';
    return { message, passes: false };
  }
  if (code === UNAUTHORIZED) return { message: noUser(url), passes: false };
  const tls = tlsProblem(text, client.options.tls === true);
  if (tls) return tls.passes ? ((await wrongTls(client)) ?? tls) : tls;
  if (/MissingCredentials|InvalidArgument|Parse/.test(name)) return problemOfUrl(error, url);
  if (/ServerSelection/.test(name)) {
    const found = await probe(client);
    if (found) return found;
  }
  return { message: text, passes: true };
}

function noUser(url: string): string {
  return url.includes('@')
    ? 'the database user of MONGODB_URL has no rights: see the roles in README, "On your own MongoDB"'
    : 'this MongoDB demands a user: MONGODB_URL must be mongodb://user:password@host:27017/?replicaSet=…&authSource=admin';
}

function tlsProblem(text: string, isTls: boolean): Problem | undefined {
  if (isTls && /wrong version number|packet length too long|EPROTO/i.test(text)) {
    return { message: NO_TLS, passes: false };
  }
  if (isTls && /self[- ]signed|unable to (verify|get)|certificate|altname|CERT_/i.test(text)) {
    const why = /([^;]*(?:self[- ]signed|unable to|certificate|altname)[^;]*)/i.exec(text)?.[1]?.trim();
    const message = `the server's certificate is not accepted (${why}): name its authority with tlsCAFile in MONGODB_URL`;
    return { message, passes: false };
  }
  if (/ENOENT/.test(text))
    return { message: `a file that MONGODB_URL names is missing (${text})`, passes: false };
  const isClosed = /connection \d+ to .* closed|ECONNRESET|socket hang up|disconnected/i.test(text);
  if (!isClosed) return undefined;
  const hint = isTls
    ? 'it may speak no TLS: take tls=true away'
    : 'it may demand TLS: tls=true in MONGODB_URL';
  return { message: `the server closed the connection (${hint})`, passes: true };
}

/** A server that closes the connection may answer when it is spoken to the other way. */
async function wrongTls(client: MongoClient): Promise<Problem | undefined> {
  const host = client.options.hosts[0]?.toString();
  if (host === undefined) return undefined;
  const tls = client.options.tls !== true;
  const other = new MongoClient(`mongodb://${host}/`, {
    directConnection: true,
    tls,
    ...(tls ? { tlsAllowInvalidCertificates: true } : {}),
    serverSelectionTimeoutMS: PROBE_MS,
    connectTimeoutMS: PROBE_MS,
  });
  try {
    await other.connect();
    await other.db().command({ hello: 1 });
    return { message: tls ? NEEDS_TLS : NO_TLS, passes: false };
  } catch {
    return undefined; // it does not answer this way either
  } finally {
    await other.close();
  }
}

/** Asks one server directly what it is: the driver leaves out servers that do not fit, without a word. */
async function probe(client: MongoClient): Promise<Problem | undefined> {
  const { hosts, replicaSet, tls, tlsCAFile, tlsAllowInvalidCertificates, srvHost } = client.options;
  const host = hosts[0]?.toString();
  if (host === undefined || srvHost !== undefined) return undefined;
  const direct = new MongoClient(`mongodb://${host}/`, {
    directConnection: true,
    tls,
    ...(tlsCAFile === undefined ? {} : { tlsCAFile }),
    ...(tlsAllowInvalidCertificates === undefined ? {} : { tlsAllowInvalidCertificates }),
    serverSelectionTimeoutMS: PROBE_MS,
    connectTimeoutMS: PROBE_MS,
  });
  try {
    await direct.connect();
    const hello = await direct.db().command({ hello: 1 });
    return problemOfServer(host, replicaSet, hello);
  } catch (error) {
    return tlsProblem(textsOf(error).join('; '), tls === true);
  } finally {
    await direct.close();
  }
}

function problemOfServer(host: string, wanted: string | undefined, hello: Record<string, unknown>): Problem {
  const { setName, isreplicaset, hosts } = hello;
  if (setName === undefined && isreplicaset === true) {
    return {
      message: `the replica set of ${host} is not initiated: run rs.initiate() once in mongosh`,
      passes: true,
    };
  }
  if (setName === undefined) return { message: STANDALONE, passes: false };
  if (wanted !== undefined && wanted !== setName) {
    const message = `the replica set of ${host} is called ${JSON.stringify(setName)}, and MONGODB_URL says replicaSet=${wanted}`;
    return { message, passes: false };
  }
  const members = Array.isArray(hosts) ? hosts.join(', ') : 'none';
  const message = `the replica set ${JSON.stringify(setName)} has no primary that can be reached: it names its members ${members}`;
  return { message, passes: true };
}

/** The messages of an error, of its causes, and of the servers that a selection looked at. */
function textsOf(error: unknown): string[] {
  const texts = new Set<string>();
  const visit = (one: unknown, depth: number): void => {
    if (!(one instanceof Error) || depth > 4) return;
    if (one.message !== '') texts.add(one.message);
    const { code, reason, errors } = one as {
      code?: unknown;
      reason?: { servers?: Map<string, { error?: Error }> };
      errors?: unknown[];
    };
    if (typeof code === 'string') texts.add(code);
    for (const server of reason?.servers?.values() ?? []) visit(server.error, depth + 1);
    for (const inner of errors ?? []) visit(inner, depth + 1);
    visit(one.cause, depth + 1);
  };
  visit(error, 0);
  return texts.size === 0 ? [String(error)] : [...texts];
}

/** Whether the server refused a command for want of a right. */
export function isUnauthorized(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === UNAUTHORIZED;
}
