import { DumpError, type DumpedCollection, storeOf } from '@rowhouse/mongo-dump';
import { AppError } from '../../../common/errors/app-error.js';
import { ownTurn } from '../../../common/sparing.js';
import type { ArchivedCollection } from '../backup.types.js';
import type { PartWriter } from '../part-writer.js';
import type { DumpEvent } from './dump-events.js';
import { checkDefinition, checkDocument, isLeftOut, isServersOwn, plainDefinition } from './dump-rules.js';

type Parts = ReturnType<PartWriter['open']>;

export interface IntakeLimits {
  /** Bytes of documents; of the plan or the setting. */
  bytes: number;
  /** Null: any number. */
  collections: number | null;
}

/** Collections with an open part at once: each holds 8 MiB. */
const OPEN_PARTS = 4;

/** Takes a dump in: what may not be restored is refused before anything of it is. */
export class DumpIntake {
  private readonly definitions = new Map<string, DumpedCollection>();
  private readonly names = new Set<string>();
  /** By the key of the documents, the one that was added to last comes last. */
  private readonly parts = new Map<string, Parts>();
  private readonly open = new Set<string>();
  private bytes = 0;

  private database: string | undefined;

  /** @param wanted of several databases in one dump; undefined: it has one */
  constructor(
    private readonly writer: PartWriter,
    private readonly limits: IntakeLimits,
    private readonly wanted: string | undefined,
  ) {}

  /** @throws DumpError, AppError backup.dump_too_large, collection.limit_reached */
  async take(event: DumpEvent): Promise<void> {
    if (isServersOwn(event.db)) return;
    if (this.wanted !== undefined && event.db !== this.wanted) return;
    this.database ??= event.db;
    if (event.db !== this.database)
      throw new DumpError(
        'format',
        `The dump has several databases (${this.database}, ${event.db}): name one.`,
      );
    if (event.kind === 'definition') this.define(event.key, event.collection);
    else if (!isLeftOut(event.key)) await this.add(event.key, event.documents);
  }

  /** @throws DumpError when something is missing */
  async finish(): Promise<ArchivedCollection[]> {
    for (const parts of this.parts.values()) await parts.flush();
    for (const key of this.parts.keys()) {
      if (!this.definitions.has(key)) this.define(key, plainDefinition(this.database!, key));
    }
    if (this.definitions.size === 0) throw new DumpError('format', 'The dump has no collection.');
    await this.writer.finish();
    return [...this.definitions].map(([key, collection]) => {
      const { name, type, metadata } = collection;
      const parts = this.parts.get(key);
      if (type === 'view' && parts)
        throw new DumpError('format', `The view ${JSON.stringify(name)} has documents.`);
      const { documents = 0, bytes = 0, parts: numbers = [] } = parts?.entry ?? {};
      return { name, type, metadata, documents, bytes, parts: numbers };
    });
  }

  private define(key: string, collection: DumpedCollection): void {
    if (isLeftOut(collection.name)) return;
    checkDefinition(collection);
    if (this.definitions.has(key) || this.names.has(storeOf(collection)))
      throw new DumpError('format', `The dump has the collection ${JSON.stringify(collection.name)} twice.`);
    this.definitions.set(key, collection);
    this.names.add(storeOf(collection));
    const { collections: limit } = this.limits;
    if (limit !== null && this.definitions.size > limit)
      throw new AppError('collection.limit_reached', { limit });
  }

  private async add(key: string, documents: readonly Buffer[]): Promise<void> {
    await ownTurn();
    for (const document of documents) checkDocument(document, key);
    const bytes = documents.reduce((sum, { length }) => sum + length, 0);
    this.bytes += bytes;
    if (this.bytes > this.limits.bytes)
      throw new AppError('backup.dump_too_large', { limit: this.limits.bytes });
    let parts = this.parts.get(key);
    if (parts === undefined) {
      // A definition counts by itself; documents without one do not pass the limit either.
      const { collections: limit } = this.limits;
      if (limit !== null && this.parts.size >= limit)
        throw new AppError('collection.limit_reached', { limit });
      parts = this.writer.open({ name: key, type: 'collection', metadata: '' });
      this.parts.set(key, parts);
    }
    await this.keepOpen(key);
    await parts.add(documents);
    this.writer.count(documents.length, bytes);
  }

  /** Memory does not grow with the collections that take turns in an archive. */
  private async keepOpen(key: string): Promise<void> {
    this.open.delete(key);
    this.open.add(key);
    if (this.open.size <= OPEN_PARTS) return;
    const [oldest] = this.open;
    this.open.delete(oldest);
    await this.parts.get(oldest)!.flush();
  }
}
