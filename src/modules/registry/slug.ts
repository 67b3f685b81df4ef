import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '../../common/errors/app-error.js';

/** MongoDB's limit of a database name. Unit: bytes. */
const MAX_DATABASE = 63;
/** Room for `org_`, a clash suffix and `_v<n>` inside them. Longer names are cut. */
const MAX_SLUG = 40;
/** One that a user chose gets no clash suffix: `org_` + slug + `_v999` fits into the 63 bytes. */
const MAX_CHOSEN = 54;
const RESERVED = new Set(['admin', 'local', 'config', 'master', 'master_db', 'test', 'system']);

/** One claim per spelling: NFKC, lower case, single spaces, nothing invisible. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLowerCase()
    .normalize('NFKC');
}

/**
 * The part of the database name that comes from the organization's name: runs of [a-z0-9] joined by `_`.
 * A name without any such character gets `tenant_<8 hex>`.
 */
export function slugOf(name: string): string {
  const runs = nameKey(name).match(/[a-z0-9]+/g) ?? [];
  const slug = runs.join('_').slice(0, MAX_SLUG).replace(/_$/, '');
  if (slug === '') return `tenant_${randomBytes(4).toString('hex')}`;
  if (RESERVED.has(slug)) throw new AppError('organization.name_reserved');
  return slug;
}

/** A slug that a user chose is taken as it is. */
export function checkSlug(slug: string): void {
  if (!/^[a-z0-9_]+$/.test(slug)) throw new AppError('organization.slug_invalid');
  if (slug.length > MAX_CHOSEN) throw new AppError('organization.slug_too_long');
}

/**
 * `org_<slug>` for the first generation, `org_<slug>_v<n>` for the n-th, with the prefix of the settings. A slug that
 * does not fit is cut and gets eight digits of its hash.
 */
export function databaseName(prefix: string, slug: string, generation: number): string {
  const suffix = generation === 1 ? '' : `_v${generation}`;
  const room = MAX_DATABASE - prefix.length - suffix.length;
  if (slug.length <= room) return prefix + slug + suffix;
  const hash = createHash('sha256').update(slug).digest('hex').slice(0, 8);
  return `${prefix}${slug.slice(0, room - 9)}_${hash}${suffix}`;
}
