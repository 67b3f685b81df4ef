import { EJSON } from 'bson';
import { DumpError } from './errors.js';

/** A specification whose keys stay in their order and whose values keep their types. */
export type Spec = ReadonlyMap<string, unknown>;

/** What a collection is made with. */
export interface CollectionSpec {
  /** What the command `create` takes. */
  options: Spec;
  /** All but that of `_id`, as the command `createIndexes` takes them. */
  indexes: Spec[];
}

const WRAPPERS = new Set(
  '$oid $date $numberInt $numberLong $numberDouble $numberDecimal $binary $uuid $timestamp $regularExpression $symbol $code $minKey $maxKey $undefined'.split(
    ' ',
  ),
);
/** A text of JSON with what follows it, when that makes it a key of digits alone. */
const STRING = /"((?:[^"\\]|\\.)*)"(\s*:)?/g;
const DIGITS = /^\d+$/;
/** JavaScript puts keys of digits before all others: with this before them they stay where they are. */
const MARK = '\u0001';

/** @throws DumpError `format` */
export function readMetadata(text: string): CollectionSpec {
  const parsed = parse(text);
  if (!(parsed instanceof Map)) throw new DumpError('format', 'The metadata of a collection are no object.');
  const { options, indexes } = Object.fromEntries(parsed) as Record<string, unknown>;
  const list = Array.isArray(indexes) ? (indexes as unknown[]) : [];
  return {
    options: options instanceof Map ? (options as Spec) : new Map(),
    indexes: list
      .filter((one) => one instanceof Map)
      .filter(isMade)
      .map(withoutNamespace),
  };
}

/** Canonical extended JSON. The driver's own puts keys that are numbers before the others. */
export function writeMetadata(value: unknown): string {
  if (value instanceof Map) {
    const fields = [...value].map(([key, of]) => `${JSON.stringify(key)}:${writeMetadata(of)}`);
    return `{${fields.join(',')}}`;
  }
  if (Array.isArray(value)) return `[${value.map(writeMetadata).join(',')}]`;
  return EJSON.stringify(value, { relaxed: false });
}

function parse(text: string): unknown {
  try {
    const marked = text.replace(STRING, (all, inside: string, colon?: string) =>
      colon !== undefined && DIGITS.test(inside) ? `"\\u0001${inside}"${colon}` : all,
    );
    return ordered(JSON.parse(marked));
  } catch {
    throw new DumpError('format', 'The metadata of a collection are no JSON.');
  }
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (entries.length > 0 && WRAPPERS.has(entries[0][0])) return EJSON.deserialize(value, { relaxed: false });
  return new Map(
    entries.map(([key, of]) => [key.startsWith(MARK) ? key.slice(MARK.length) : key, ordered(of)]),
  );
}

/** That of `_id` comes with its collection. */
const isMade = (index: Spec): boolean => index.get('name') !== '_id_' && index.get('clustered') === undefined;

/** Dumps of old servers name the collection in each index. */
const withoutNamespace = (index: Spec): Spec => new Map([...index].filter(([key]) => key !== 'ns'));
