import { createHash } from 'node:crypto';

/** A file of a dump: `<database>/<collection>.bson`, `….metadata.json`, each also with `.gz`. */
export interface DumpFile {
  db: string;
  /** As in the file's name: of a long one only its beginning; the metadata have it whole. */
  collection: string;
  kind: 'documents' | 'metadata';
  gzip: boolean;
}

/** Longest name without suffix that leaves room for the longest suffix in 255 bytes. */
const MAX_NAME = 238;
const KEPT = 208;
const FILE = /^(?:.*\/)?([^/]+)\/([^/]+)\.(bson|metadata\.json)(\.gz)?$/;

/** The name of a collection's file without suffix, as `mongodump` makes it. */
export function directoryFile(collection: string): string {
  const escaped = pathEscape(collection);
  if (Buffer.byteLength(escaped) <= MAX_NAME) return escaped;
  const hash = createHash('sha1').update(collection).digest('base64url');
  return `${escaped.slice(0, KEPT)}%24${hash}`;
}

/** Undefined for files that are none of a collection's. */
export function collectionOfFile(path: string): DumpFile | undefined {
  const [, db, name, suffix, gz] = FILE.exec(path) ?? [];
  if (db === undefined) return undefined;
  return {
    db,
    collection: unescape(name),
    kind: suffix === 'bson' ? 'documents' : 'metadata',
    gzip: gz !== undefined,
  };
}

/** Go's `url.PathEscape`, which leaves `$ & + : = @` and escapes `! ' ( ) *`. */
function pathEscape(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%(24|26|2B|3A|3D|40)/g, decodeURIComponent);
}

function unescape(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // older versions did not escape
  }
}
