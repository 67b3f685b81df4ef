import { createHash } from 'node:crypto';
import { slugOf } from '../../registry/slug.js';

/** What the next generations of a database are named after; longer ones leave no room for `_v<n>`. */
const IN_DATABASE = /^org_([a-z0-9_]{1,54})$/;
const GENERATION = /^(.+)_v([1-9]\d{0,5})$/;

/** Slug and generation that a database name of the seed's service says; undefined for one that we would not make. */
export function placeOf(name: string, database: string): { slug: string; generation: number } | undefined {
  const whole = IN_DATABASE.exec(database)?.[1];
  if (whole === undefined) return undefined;
  const [, base, generation] = GENERATION.exec(whole) ?? [];
  // "Acme v2" may live in the first generation of acme_v2.
  const isLater = base !== undefined && plainSlug(name) !== whole && Number(generation) > 1;
  return isLater ? { slug: base, generation: Number(generation) } : { slug: whole, generation: 1 };
}

/** Slugs in use, so that two organizations never get one. */
export class Slugs {
  private readonly used: Set<string>;

  constructor(used: Iterable<string>) {
    this.used = new Set(used);
  }

  take(slug: string): boolean {
    if (this.used.has(slug)) return false;
    this.used.add(slug);
    return true;
  }

  /** The first free one of a name. */
  takeFor(name: string): string {
    const base = plainSlug(name);
    for (let n = 1; ; n++) {
      const slug = n === 1 ? base : `${base}_${n}`;
      if (this.take(slug)) return slug;
    }
  }
}

/** As for a new organization, but the same each time: an interrupted adoption must find the same plan. */
function plainSlug(name: string): string {
  if (!/[a-z0-9]/i.test(name.normalize('NFKC'))) {
    return `tenant_${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
  }
  try {
    return slugOf(name);
  } catch {
    return `${name
      .trim()
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')}_org`; // reserved for the server's own databases
  }
}
