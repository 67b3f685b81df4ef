import type { ProblemCode } from '@rowhouse/api-client/core';
import type { ImportReport } from './import.js';

/** An import of a file, kept in this browser until it has ended: a tab that is reloaded goes on with it. */
export interface ImportJob {
  id: string;
  /** Who, and by whom they are impersonated. */
  owner: string;
  organization: string;
  collection: string;
  isReplacing: boolean;
  hasNumbers: boolean;
  file: File;
  /** Milliseconds since 1970. */
  begun: number;
  /** Characters of the file that are stored. */
  sent: number;
  /** Lines that are stored. */
  lines: number;
  /** The share of the file that is stored. */
  part: number;
  /** A piece was sent, and its answer has not come: it may be stored. */
  isOpen: boolean;
  state: 'running' | 'done' | 'failed' | 'interrupted';
  report: ImportReport;
  /** Lines that were there when their piece was sent again. */
  repeated: number;
  /** As the service says it, and its code. */
  error?: { title: string; code?: ProblemCode };
}

const DATABASE = 'rowhouse-imports';
const STORE = 'imports';

const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the storage of the browser failed'));
  });

/** In IndexedDB; in the memory of the tab where there is none, as in some private windows. */
export class ImportStore {
  private readonly memory = new Map<string, ImportJob>();
  private opened: Promise<IDBDatabase | undefined> | undefined;

  async list(): Promise<ImportJob[]> {
    const rows = await this.rows('readonly');
    return rows === undefined ? [...this.memory.values()] : asked(rows.getAll() as IDBRequest<ImportJob[]>);
  }

  async get(id: string): Promise<ImportJob | undefined> {
    const rows = await this.rows('readonly');
    return rows === undefined
      ? this.memory.get(id)
      : asked(rows.get(id) as IDBRequest<ImportJob | undefined>);
  }

  async put(job: ImportJob): Promise<void> {
    const rows = await this.rows('readwrite');
    if (rows === undefined) this.memory.set(job.id, job);
    else await asked(rows.put(job));
  }

  async remove(id: string): Promise<void> {
    const rows = await this.rows('readwrite');
    if (rows === undefined) this.memory.delete(id);
    else await asked(rows.delete(id));
  }

  private async rows(mode: IDBTransactionMode): Promise<IDBObjectStore | undefined> {
    this.opened ??= this.open().catch(() => undefined);
    return (await this.opened)?.transaction(STORE, mode).objectStore(STORE);
  }

  private open(): Promise<IDBDatabase> {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' });
    return asked(request);
  }
}
