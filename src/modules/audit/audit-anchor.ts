import { createHmac } from 'node:crypto';
import type { AuditKey } from './audit-keys.service.js';
import { canonicalJson, GENESIS } from './chain.js';

/** Collection of the ends of all chains, in master. */
export const ANCHORS = 'audit_anchors';

/**
 * The end of a chain, in a collection of its own. Appending changes it, so two transactions never append the same
 * place; its `mac` cannot be made without the key, so a chain whose tail was cut off is found.
 */
export interface AuditAnchor {
  /** The chain. */
  _id: string;
  /** Entries so far. */
  count: number;
  /** Hash of the last one. */
  last: string;
  /** Entries from this place on are hashed with a key; those before come from a version that had none. */
  keyed_from: number;
  /** The first place that cannot be vouched for: the anchor was missing or forged when an entry was appended. */
  suspect?: number;
  /** Number of the key that made `mac`. */
  key: number;
  mac: string;
}

/** What an anchor says of its chain. */
export type ChainEnd = Omit<AuditAnchor, 'key' | 'mac'>;

export const endOf = ({ key: _key, mac: _mac, ...end }: AuditAnchor): ChainEnd => end;

/** The anchor with its HMAC-SHA-256 over everything it says. */
export function signAnchor(end: ChainEnd, { n, key }: AuditKey): AuditAnchor {
  const content = { ...end, key: n };
  return { ...content, mac: macOf(content, key) };
}

/** @param key the one of the anchor's number; undefined when it is not there */
export function isGenuine({ mac, ...content }: AuditAnchor, key: Buffer | undefined): boolean {
  return key !== undefined && macOf(content, key) === mac;
}

/** Of a chain that begins with its first entry. */
export const newAnchor = (chain: string): ChainEnd => ({
  _id: chain,
  count: 0,
  last: GENESIS,
  keyed_from: 1,
});

const macOf = (content: Omit<AuditAnchor, 'mac'>, key: Buffer): string =>
  createHmac('sha256', key).update(canonicalJson(content)).digest('hex');
