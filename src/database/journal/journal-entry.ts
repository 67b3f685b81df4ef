import { type Timestamp } from 'mongodb';
import { BSON } from 'mongodb';
import { toMap } from '../raw-documents.js';
import type { PastCollection, Spec } from '../past/past-catalog.js';
import { documentOf, type Field, fieldsOf, millisecondsOf, textField, textOf } from './bson-parts.js';

/**
 * What an entry of the journal says: a document that came (`i`), was replaced (`r`), updated (`u`) or deleted (`d`); a
 * collection that was dropped (`x`) or renamed (`n`); how a collection is made from here on (`c`), and which views
 * there are (`v`).
 */
export type EntryKind = 'i' | 'r' | 'u' | 'd' | 'x' | 'n' | 'c' | 'v';

const KINDS: Readonly<Record<string, EntryKind | undefined>> = {
  insert: 'i',
  replace: 'r',
  update: 'u',
  delete: 'd',
  drop: 'x',
  rename: 'n',
};

/** An entry as it is read again. */
export interface Entry {
  readonly kind: EntryKind;
  readonly at: Timestamp;
  /** The collection that has the documents; empty of the views. */
  readonly store: string;
  /** Of a rename. */
  readonly to?: string;
  /** Of a document. */
  readonly id?: Field;
  readonly document?: Uint8Array;
  readonly diff?: Uint8Array;
  /** Null: there is no collection of the name. */
  readonly collection?: PastCollection | null;
  readonly views?: PastCollection[];
}

/** An event of the stream, its documents as their bytes. */
export interface JournalEvent {
  readonly type: string;
  readonly at: Timestamp;
  /** A field for {@link entryOf}. */
  readonly time: Field;
  /** By the wall clock of the server. Milliseconds since 1970. */
  readonly wall: number;
  readonly database: string;
  readonly collection: string;
  readonly to: string | undefined;
  readonly nsType: string | undefined;
  readonly fields: ReadonlyMap<string, Field>;
  /** The resume token behind it. */
  readonly token: Uint8Array;
}

export function eventOf(fields: ReadonlyMap<string, Field>): JournalEvent {
  const ns = new Map(fieldsOf(fields.get('ns')!.value).map((field) => [field.name, field]));
  const to = fields.get('to');
  const renamed = to && fieldsOf(to.value).find(({ name }) => name === 'coll');
  const collection = ns.get('coll');
  const nsType = fields.get('nsType');
  const time = fields.get('clusterTime')!;
  const at = BSON.deserialize(documentOf([time]))['clusterTime'] as Timestamp;
  const wall = fields.get('wallTime');
  return {
    wall: wall === undefined ? at.t * 1000 : millisecondsOf(wall),
    type: textOf(fields.get('operationType')!),
    at,
    time: { ...time, name: 't' },
    database: textOf(ns.get('db')!),
    collection: collection === undefined ? '' : textOf(collection),
    to: renamed && textOf(renamed),
    nsType: nsType && textOf(nsType),
    fields,
    token: fields.get('_id')!.value,
  };
}

/** Of a document or of a collection's end or name; undefined for what is no entry of its own. */
export function entryOf(event: JournalEvent): Buffer | undefined {
  const kind = KINDS[event.type];
  if (kind === undefined) return undefined;
  const { fields } = event;
  const copied = (from: string, name: string): Field[] => {
    const field = fields.get(from);
    return field === undefined ? [] : [{ ...field, name }];
  };
  const raw = fields.get('rawUpdateDescription');
  const diff = raw && fieldsOf(raw.value).find(({ name }) => name === 'diff');
  return documentOf([
    textField('o', kind),
    event.time,
    textField('c', event.collection),
    ...(event.to === undefined ? [] : [textField('n', event.to)]),
    ...copied('documentKey', 'k'),
    ...copied('fullDocument', 'd'),
    ...(diff === undefined ? [] : [{ ...diff, name: 'u' }]),
  ]);
}

/** How a collection is made from this moment on. @param found null: it is gone */
export function collectionEntry(time: Field, store: string, found: PastCollection | null): Buffer {
  const spec = found === null ? [] : [fieldOfMap('s', new Map(Object.entries(found)))];
  return documentOf([textField('o', 'c'), time, textField('c', store), ...spec]);
}

export function viewsEntry(time: Field, views: readonly PastCollection[]): Buffer {
  const specs = views.map((view) => new Map(Object.entries(view)));
  return documentOf([
    textField('o', 'v'),
    time,
    textField('c', ''),
    fieldOfMap('s', new Map([['views', specs]])),
  ]);
}

export function readEntry(bytes: Uint8Array): Entry {
  const fields = new Map(fieldsOf(bytes).map((field) => [field.name, field]));
  const kind = textOf(fields.get('o')!) as EntryKind;
  const key = fields.get('k');
  const [to, spec] = [fields.get('n'), fields.get('s')];
  const time = fields.get('t')!;
  return {
    kind,
    at: BSON.deserialize(documentOf([time]))['t'] as Timestamp,
    store: textOf(fields.get('c')!),
    to: to && textOf(to),
    id: key && fieldsOf(key.value).find(({ name }) => name === '_id'),
    document: fields.get('d')?.value,
    diff: fields.get('u')?.value,
    ...(kind === 'c' ? { collection: spec === undefined ? null : pastCollection(toMap(spec.value)) } : {}),
    ...(kind === 'v' ? { views: (toMap(spec!.value).get('views') as Spec[]).map(pastCollection) } : {}),
  };
}

function pastCollection(spec: Spec): PastCollection {
  const { name, kind, store, options, indexes } = Object.fromEntries(spec) as Record<string, unknown>;
  return {
    name: String(name),
    kind: String(kind) as PastCollection['kind'],
    store: String(store),
    options: options as Spec,
    indexes: indexes as Spec[],
  };
}

function fieldOfMap(name: string, map: Spec): Field {
  const value = BSON.serialize(map, { ignoreUndefined: true });
  return { type: 3, name, value };
}
