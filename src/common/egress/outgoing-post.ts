import { lookup as systemLookup, Resolver } from 'node:dns/promises';
import {
  Agent as HttpAgent,
  type IncomingMessage,
  request as httpRequest,
  type RequestOptions,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.js';

/** From the look-up of the name to the last byte. Unit: ms. */
export const ANSWER_MS = 10_000;
/** Bytes of an answer's body that are read; the rest is cut off. */
const READ_BYTES = 64 * 1024;
/** Bytes of an answer's body that are told. */
const TOLD_BYTES = 1024;
/** Connections to one host at once, and how long one is kept without a request. Unit: ms. */
const SOCKETS_PER_HOST = 32;
const IDLE_MS = 15_000;
const LOOKUP_MS = 2000;
const LOWEST_FREE_PORT = 1024;

export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  /** The beginning of the body, as text. */
  body: string;
}

/** Addresses of a name. */
export type Resolve = (hostname: string) => Promise<string[]>;

export interface OutgoingOptions {
  /** Lets requests go to private addresses, by http, and to any port: for development and tests. */
  allowPrivate: boolean;
  /** In place of the system's resolver. */
  resolve?: Resolve;
}

/** The request was not sent, because of where it would go. */
export class AddressRefused extends Error {}

/**
 * Sends requests to addresses that others chose. The address that is judged is the one that is connected to, so a name
 * that changes its address between the two gains nothing. Redirects are not followed, and bodies not decompressed.
 */
export class OutgoingPost {
  private readonly resolve: Resolve;
  private readonly http: HttpAgent;
  private readonly https: HttpsAgent;

  constructor(private readonly options: OutgoingOptions) {
    this.resolve = options.resolve ?? (options.allowPrivate ? resolveLocally : resolvePublicly());
    const kept = { keepAlive: true, maxSockets: SOCKETS_PER_HOST, timeout: IDLE_MS, lookup: this.lookup };
    this.http = new HttpAgent(kept);
    this.https = new HttpsAgent(kept);
  }

  /** @returns why nothing may be sent to this URL, as a sentence's end; undefined: it may be tried */
  fault(url: URL): string | undefined {
    const { protocol, port } = url;
    if (protocol !== 'https:' && !(this.options.allowPrivate && protocol === 'http:')) return 'must be https';
    if (url.username !== '' || url.password !== '') return 'must not contain a user name or password';
    if (this.options.allowPrivate) return undefined;
    if (port !== '' && Number(port) < LOWEST_FREE_PORT) return 'must have port 443, or one of 1024 to 65535';
    const host = hostOf(url);
    return isIP(host) !== 0 && !isPublicAddress(host) ? 'must have a public address' : undefined;
  }

  /** As {@link send}. */
  post(target: string, body: string, headers: Record<string, string>, signal: AbortSignal): Promise<Answer> {
    return this.send('POST', target, body, headers, signal);
  }

  /**
   * @throws AddressRefused; Error when there is no answer within {@link ANSWER_MS}
   */
  async send(
    method: 'POST' | 'PUT',
    target: string,
    body: string,
    headers: Record<string, string>,
    signal: AbortSignal,
  ): Promise<Answer> {
    const url = new URL(target);
    const fault = this.fault(url);
    if (fault !== undefined) throw new AddressRefused(`the address ${fault}`);
    const options: RequestOptions = {
      method,
      headers: { ...headers, 'accept-encoding': 'identity', 'content-length': Buffer.byteLength(body) },
      signal,
    };
    return new Promise<Answer>((resolve, reject) => {
      const request =
        url.protocol === 'https:'
          ? httpsRequest(url, { ...options, agent: this.https })
          : httpRequest(url, { ...options, agent: this.http });
      const late = setTimeout(
        () => request.destroy(new Error(`no answer within ${ANSWER_MS / 1000} s`)),
        ANSWER_MS,
      ).unref();
      const fail = (error: Error) => {
        clearTimeout(late);
        reject(error);
      };
      request.on('error', fail);
      request.on('response', (response) => {
        read(response).then((text) => {
          clearTimeout(late);
          resolve({ status: response.statusCode!, headers: response.headers, body: text });
        }, fail);
      });
      request.end(body);
    });
  }

  close(): void {
    this.http.destroy();
    this.https.destroy();
  }

  /** What a socket connects to is what this answers, and nothing else. */
  private readonly lookup: LookupFunction = (hostname, { all, family }, done) => {
    this.addresses(hostname).then(
      (found) => {
        const wanted = family === 4 || family === 6 ? found.filter((one) => isIP(one) === family) : found;
        const list = wanted.map((address) => ({ address, family: isIP(address) }));
        if (list.length === 0) done(new Error('the host name has no address'), '');
        else if (all) done(null, list);
        else done(null, list[0].address, list[0].family);
      },
      (error: unknown) => done(error as Error, ''),
    );
  };

  private async addresses(hostname: string): Promise<string[]> {
    const found = await this.resolve(hostname);
    if (this.options.allowPrivate) return found;
    const open = found.filter(isPublicAddress);
    if (found.length > 0 && open.length === 0) throw new AddressRefused('the host has no public address');
    return open;
  }
}

async function read(response: IncomingMessage): Promise<string> {
  const told: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (bytes < TOLD_BYTES) told.push(chunk.subarray(0, TOLD_BYTES - bytes));
    bytes += chunk.length;
    if (bytes > READ_BYTES) break; // closes the connection
  }
  return Buffer.concat(told).toString('utf8').replaceAll('\0', '');
}

/** Without the brackets of an IPv6 address. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/** Knows the hosts file and the search list, and takes a thread of the pool. */
const resolveLocally: Resolve = async (hostname) =>
  (await systemLookup(hostname, { all: true })).map(({ address }) => address);

/** Takes no thread of the pool, so that a dead name server delays nobody else's work. */
function resolvePublicly(): Resolve {
  const resolver = new Resolver({ timeout: LOOKUP_MS, tries: 2 });
  return async (hostname) => {
    const found = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    const addresses = found.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    if (addresses.length > 0) return addresses;
    throw (found[0] as PromiseRejectedResult).reason as Error;
  };
}
