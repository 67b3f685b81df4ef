import { createHash, timingSafeEqual } from 'node:crypto';
import type { Metrics } from '../../common/metrics/metrics.js';

/** What a scraper is answered. */
export interface Scrape {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Answers scrapes. @param token demanded of them, if any */
export function scrapes(
  metrics: Metrics,
  token: string | undefined,
): (authorization: string | undefined) => Promise<Scrape> {
  const expected = token === undefined ? undefined : digestOf(`Bearer ${token}`);
  return async (authorization): Promise<Scrape> => {
    if (expected !== undefined && !timingSafeEqual(digestOf(authorization ?? ''), expected)) {
      const body = 'Metrics are for who has the METRICS_TOKEN: Authorization: Bearer …\n';
      return { status: 401, headers: { ...PLAIN, 'www-authenticate': 'Bearer' }, body };
    }
    const { type, text } = await metrics.expose();
    return { status: 200, headers: { 'content-type': type, 'cache-control': 'no-store' }, body: text };
  };
}

export const PLAIN = { 'content-type': 'text/plain; charset=utf-8' };

/** Of one length, so that the comparison tells nothing of the token. */
const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
