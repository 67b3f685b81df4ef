/** Values of documents as relaxed extended JSON (docs/values.md). */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Document = Record<string, Json>;

export const isObject = (value: unknown): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names of the types that JSON has no word for, by the key of their wrapper. */
const WRAPPERS: Readonly<Record<string, string>> = {
  $oid: 'ObjectId',
  $date: 'date',
  $numberLong: 'int64',
  $numberDecimal: 'decimal',
  $numberDouble: 'double',
  $binary: 'binary',
  $uuid: 'UUID',
  $regularExpression: 'regex',
  $timestamp: 'timestamp',
  $code: 'code',
  $symbol: 'symbol',
  $minKey: 'MinKey',
  $maxKey: 'MaxKey',
};

/** The type of a value that is a wrapper of extended JSON. */
export function typeOf(value: Json | undefined): string | undefined {
  if (!isObject(value)) return undefined;
  const [key] = Object.keys(value);
  return key === undefined ? undefined : WRAPPERS[key];
}

export function sayValue(value: Json | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeOf(value) !== undefined && isObject(value)) {
    const [inner] = Object.values(value);
    return typeof inner === 'string' || typeof inner === 'number' ? String(inner) : JSON.stringify(inner);
  }
  return JSON.stringify(value);
}

/** Any `_id` in a path, with `id_type=json`. */
export const idInPath = (id: Json): string => JSON.stringify(id);

/**
 * What turns one document into the other (RFC 7396).
 * @returns undefined when a merge patch cannot say it: there `null` removes a field, and cannot be stored
 */
export function mergePatch(before: Document, after: Document): Document | undefined {
  const patch: Document = {};
  for (const key of Object.keys(before)) if (!(key in after)) patch[key] = null;
  for (const [key, value] of Object.entries(after)) {
    const old = before[key];
    if (JSON.stringify(old) === JSON.stringify(value)) continue;
    const mayMerge =
      isObject(old) && isObject(value) && typeOf(old) === undefined && typeOf(value) === undefined;
    if (mayMerge) {
      const inner = mergePatch(old, value);
      if (inner === undefined) return undefined;
      patch[key] = inner;
    } else {
      // An object is merged into the one that is there, which may have fields of its own.
      if (hasNull(value) || (isObject(old) && isObject(value))) return undefined;
      patch[key] = value;
    }
  }
  return patch;
}

const hasNull = (value: Json): boolean =>
  value === null || (isObject(value) && typeOf(value) === undefined && Object.values(value).some(hasNull));

export type Parsed = { value: Document } | { line: number; column: number; reason: string };

/** Reads a document from text; says where the text goes wrong. */
export function parseDocument(text: string, notObject: string): Parsed {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? { value } : { line: 1, column: 1, reason: notObject };
  } catch (error) {
    const reason = (error as Error).message;
    const position = Number(/position (\d+)/.exec(reason)?.[1] ?? text.length);
    const before = text.slice(0, position).split('\n');
    return {
      line: before.length,
      column: (before.at(-1)?.length ?? 0) + 1,
      reason: reason.replace(/ in JSON at position.*| \(line \d+.*/, ''),
    };
  }
}

/** Lines of the pretty forms of both documents: those that went, and those that came. */
export function lineDiff(before: unknown, after: unknown): { kind: 'same' | 'del' | 'ins'; text: string }[] {
  const [a, b] = [before, after].map((value) => JSON.stringify(value, null, 2).split('\n'));
  // Longest common subsequence; documents of people are short, longer ones are shown as a whole.
  if (a.length * b.length > 400_000)
    return [
      ...a.map((text) => ({ kind: 'del' as const, text })),
      ...b.map((text) => ({ kind: 'ins' as const, text })),
    ];
  const length = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      length[i][j] = a[i] === b[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
  const lines: { kind: 'same' | 'del' | 'ins'; text: string }[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: 'same', text: a[i] });
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && length[i + 1][j] >= length[i][j + 1])) {
      lines.push({ kind: 'del', text: a[i++] });
    } else lines.push({ kind: 'ins', text: b[j++] });
  }
  return lines;
}
