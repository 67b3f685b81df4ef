const HEX24 = /^[0-9a-f]{24}$/;
/** Variants that bcryptjs compares; $2x$ marks hashes of a library with a fault. */
const BCRYPT = /^\$2[aby]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}$/;
/** ISO 8601, with or without a zone; without one it is UTC, as the seed's service wrote it. */
const ISO_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$/;

/** An ObjectId or its text as 24 lower-case digits; null for every other id. */
export function idText(value: unknown): string | null {
  const text =
    typeOf(value) === 'ObjectId' || typeof value === 'string' ? String(value).trim().toLowerCase() : '';
  return HEX24.test(text) ? text : null;
}

/** A bcrypt hash as text; some drivers store it as bytes. Null for anything else. */
export function hashText(value: unknown): string | null {
  const text =
    typeOf(value) === 'Binary'
      ? Buffer.from((value as { buffer: Uint8Array }).buffer).toString('latin1')
      : value;
  return typeof text === 'string' && BCRYPT.test(text) ? text : null;
}

/** A point in time, however it was stored; null when it is none. */
export function timeOf(value: unknown): Date | null {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value;
  if (typeof value !== 'string' || !ISO_TIME.test(value)) return null;
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/.test(value);
  const time = new Date(hasZone ? value : `${value}Z`);
  return Number.isNaN(time.getTime()) ? null : time;
}

/** The moment an id was made, to the second. */
export const timeOfId = (id: string): Date => new Date(Number.parseInt(id.slice(0, 8), 16) * 1000);

/** Whatever was found where a name or an address should be, short enough for a line. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}

/** The BSON type of a value that JavaScript has none for. */
const typeOf = (value: unknown): unknown => (value as { _bsontype?: unknown } | null | undefined)?._bsontype;
