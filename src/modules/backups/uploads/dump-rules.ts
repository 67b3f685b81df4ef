import { type DumpedCollection, DumpError, readMetadata } from '@rowhouse/mongo-dump';
import { BSON } from 'bson';

/** What `create` may be given from outside. Others, such as `storageEngine`, reach into the server. */
const OPTIONS = new Set([
  ...['capped', 'size', 'max', 'validator', 'validationLevel', 'validationAction', 'collation', 'timeseries'],
  ...['expireAfterSeconds', 'clusteredIndex', 'viewOn', 'pipeline', 'changeStreamPreAndPostImages'],
]);
const MAX_INDEXES = 64;
const MAX_NAME_BYTES = 200;
const SERVERS_OWN = new Set(['admin', 'config', 'local']);
const FUNCTIONS = 'system.js';
const BUCKETS = 'system.buckets.';

/** Databases whose collections nobody restores into an organization. */
export const isServersOwn = (db: string): boolean => SERVERS_OWN.has(db);

/** What Rowhouse keeps there is made anew; half results of the server are nobody's. */
export const isLeftOut = (name: string): boolean =>
  name.startsWith('_rowhouse') || name.startsWith('tmp.agg_out.');

/** @throws DumpError when a collection may not be made as the dump says */
export function checkDefinition({ name, type, metadata }: DumpedCollection): void {
  const bad = (why: string) => new DumpError('format', `The collection ${JSON.stringify(name)} ${why}.`);
  const isUnsafe = name === '' || /[\0$]|^\.|\.\.|\.$/.test(name) || Buffer.byteLength(name) > MAX_NAME_BYTES;
  if (isUnsafe) throw bad('has a name that no collection can have here');
  if (name.startsWith('system.') && !(name === FUNCTIONS && type === 'collection'))
    throw bad('belongs to the server');
  const { options, indexes } = readMetadata(metadata);
  for (const option of options.keys()) if (!OPTIONS.has(option)) throw bad(`has the option ${option}`);
  if (type === 'view' && typeof options.get('viewOn') !== 'string') throw bad('is a view of nothing');
  if (type !== 'view' && options.has('viewOn')) throw bad('is a view, and says that it is none');
  if ((type === 'timeseries') !== options.has('timeseries'))
    throw bad('is no time series, or says that it is none');
  if (indexes.length > MAX_INDEXES) throw bad('has too many indexes');
  for (const index of indexes) {
    if (index.has('storageEngine')) throw bad('has an index with the option storageEngine');
    if (!(index.get('key') instanceof Map) || typeof index.get('name') !== 'string')
      throw bad('has an index without key or name');
  }
}

/** @throws DumpError for bytes that are no document, or one that no collection of this kind holds */
export function checkDocument(document: Buffer, key: string): void {
  const isBucket = key.startsWith(BUCKETS);
  let fields: BSON.Document;
  try {
    fields = BSON.deserialize(document, {
      promoteValues: false,
      bsonRegExp: true,
      validation: { utf8: false },
    });
  } catch {
    throw new DumpError('format', `The dump has a document in ${JSON.stringify(key)} that is none.`);
  }
  if (!Object.hasOwn(fields, '_id'))
    throw new DumpError('format', `The dump has a document in ${JSON.stringify(key)} without _id.`);
  if (isBucket && !isBucketShaped(fields))
    throw new DumpError('format', `The dump has a bucket in ${JSON.stringify(key)} that is none.`);
}

/** As the server's own validator of buckets asks. */
function isBucketShaped({ _id: id, control, data }: BSON.Document): boolean {
  if (!(id instanceof BSON.ObjectId) || !isObject(control) || !isObject(data)) return false;
  const { version, min, max } = control;
  return isObject(min) && isObject(max) && [1, 2, 3].includes(Number(version));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !('_bsontype' in value);

/** Of a `.bson` file without metadata. */
export function plainDefinition(db: string, name: string): DumpedCollection {
  return {
    db,
    name,
    type: 'collection',
    metadata: JSON.stringify({ indexes: [], collectionName: name, type: 'collection' }),
  };
}
