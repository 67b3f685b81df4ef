import { KEY_PAIR_ALGORITHMS } from './algorithms.js';

export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

export interface RevocationOptions {
  /**
   * Milliseconds an answer of Rowhouse is good for; 500 when absent. A member who is removed is refused after this
   * long, and a few milliseconds.
   */
  maxAge?: number;
  /** While Rowhouse does not answer: `refuse` with 503, as when absent, or `accept` what is signed and not expired. */
  onUnavailable?: 'refuse' | 'accept';
  /** Of TOKEN_CLIENTS. Absent: the token itself is what Rowhouse is asked with. */
  client?: { id: string; secret: string };
  /** Milliseconds Rowhouse may take to answer; 2000 when absent. */
  timeout?: number;
}

export interface VerifyOptions {
  /** Where Rowhouse answers, such as `https://accounts.example.com`. */
  url: string;
  /** What the token must be for, one of several: TOKEN_AUDIENCE (`rowhouse-api`), or an audience of TOKEN_CLIENTS. */
  audience: string | readonly string[];
  /** TOKEN_ISSUER of Rowhouse; `url` and `rowhouse` when absent. */
  issuer?: string | readonly string[];
  /** Whether Rowhouse still accepts the token is asked, unless this is false. */
  revocation?: false | RevocationOptions;
  /**
   * API keys (`rwh_live_…`) are accepted too, as `X-API-Key` or a bearer token. Rowhouse is asked about each, so that
   * `revocation` must be on; while it does not answer they are refused.
   */
  apiKeys?: boolean;
  /** Only tokens of this organization. */
  organization?: string;
  /** Seconds that the clocks may differ; 5 when absent. */
  clockTolerance?: number;
  /** Those of Rowhouse when absent. */
  algorithms?: readonly string[];
  /** Named in `WWW-Authenticate`; `rowhouse` when absent. */
  realm?: string;
  keys?: {
    /** Milliseconds until the keys are asked for again; ten minutes when absent. */
    maxAge?: number;
    /** Milliseconds between two questions for a key that is not among them; 30 seconds when absent. */
    cooldown?: number;
    /** Milliseconds that keys are used while Rowhouse does not answer; a day when absent. */
    maxStale?: number;
  };
  /** Instead of the global fetch. */
  fetch?: Fetch;
}

const RESERVED = /^\s*$/;

/** @throws TypeError for options that would verify nothing */
export function checkedOptions(options: VerifyOptions): VerifyOptions & { url: string } {
  const { url, audience, algorithms = [] } = options;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new TypeError(`url must be the address of Rowhouse, not ${JSON.stringify(url)}`);
  }
  if (options.apiKeys === true && options.revocation === false) {
    throw new TypeError('apiKeys needs revocation: only Rowhouse knows whether a key stands');
  }
  const audiences = [audience].flat();
  if (audiences.length === 0 || audiences.some((one) => typeof one !== 'string' || RESERVED.test(one))) {
    throw new TypeError('audience is required: the TOKEN_AUDIENCE of Rowhouse, or one of TOKEN_CLIENTS');
  }
  const stranger = algorithms.find((one) => !(KEY_PAIR_ALGORITHMS as readonly string[]).includes(one));
  if (stranger !== undefined) {
    throw new TypeError(`algorithms must be of ${KEY_PAIR_ALGORITHMS.join(', ')}, not ${stranger}`);
  }
  return { ...options, url: url.replace(/\/+$/, '') };
}
