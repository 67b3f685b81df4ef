import type { RowhouseClient } from '@rowhouse/api-client';
import { RowhouseError } from '@rowhouse/api-client/core';
import type { Rowhouse } from '@rowhouse/react';
import { type ImportOptions, type ImportReport, pieceAt, readFile, sendPiece } from './import.js';
import { type ImportJob, ImportStore } from './import-store.js';

/** Whose imports, and by what they are sent. */
export interface ImportScope {
  owner: string;
  organization: string;
  client: RowhouseClient;
  rowhouse: Rowhouse;
}

export type NewImport = Pick<ImportJob, 'collection' | 'isReplacing' | 'hasNumbers' | 'file'>;

/** One that nobody came back for is forgotten, with its file. Milliseconds. */
const KEPT_MS = 24 * 3_600_000;
/** Before a piece that got no answer is sent again. Milliseconds. */
const AGAIN_MS = 1000;
/** As the service says it of a line. */
const EXISTS = /_id already exists/;
const MOST_ERRORS = 100;

/** The imports of this browser. Of its tabs, one works on each, and another one goes on when it is closed. */
class Imports {
  private readonly store = new ImportStore();
  private readonly channel = new BroadcastChannel('rowhouse-imports');
  private readonly listeners = new Set<() => void>();
  private readonly taken = new Set<string>();
  private shown: readonly ImportJob[] = [];

  constructor() {
    this.channel.onmessage = () => void this.look();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
  readonly list = (): readonly ImportJob[] => this.shown;

  /** Goes on with what is not over. */
  async resume(scope: ImportScope): Promise<void> {
    for (const job of await this.store.list()) {
      if (job.begun < Date.now() - KEPT_MS || isAnothers(job, scope)) await this.store.remove(job.id);
      else if (isOf(job, scope) && job.state === 'running') this.take(job.id, scope);
    }
    await this.look();
  }

  async begin(scope: ImportScope, wanted: NewImport): Promise<string> {
    const { owner, organization } = scope;
    const id = [...crypto.getRandomValues(new Uint8Array(9))]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('');
    const report = { inserted: 0, replaced: 0, failed: 0, errors: [] };
    const none = {
      sent: 0,
      lines: 0,
      part: 0,
      isOpen: false,
      state: 'running' as const,
      repeated: 0,
      report,
    };
    await this.store.put({ ...wanted, ...none, id, owner, organization, begun: Date.now() });
    await this.tell();
    this.take(id, scope);
    return id;
  }

  /** Once it is over and read. */
  async forget(id: string): Promise<void> {
    await this.store.remove(id);
    await this.tell();
  }

  /** Nothing of who has signed out is kept. */
  async clear(): Promise<void> {
    for (const { id } of await this.store.list()) await this.store.remove(id);
    await this.tell();
  }

  private take(id: string, scope: ImportScope): void {
    if (this.taken.has(id)) return;
    this.taken.add(id);
    const work = () => this.work(id, scope).finally(() => this.taken.delete(id));
    const locks = navigator.locks as LockManager | undefined;
    // Without locks, on a page without TLS, the tab that began it works on it.
    void (locks === undefined ? work() : locks.request(`rowhouse-import:${id}`, work));
  }

  private async work(id: string, scope: ImportScope): Promise<void> {
    const found = await this.store.get(id);
    if (found?.state !== 'running') return;
    let job = found;
    const { content, type } = readFile(job.file.name, await job.file.text());
    const canRepeat = type === 'application/x-ndjson';
    if (job.isOpen && !canRepeat) return this.save({ ...job, isOpen: false, state: 'interrupted' });
    try {
      while (job.sent < content.length) {
        if ((await this.store.get(id)) === undefined) return; // given up in another tab
        job = await this.sendNext(job, content, { ...job, type }, scope);
      }
      await this.save({ ...job, part: 1, state: 'done' });
    } catch (error) {
      // A service that did not answer may have stored it.
      if (!(error instanceof RowhouseError)) await this.save({ ...job, isOpen: false, state: 'interrupted' });
      else {
        const { message: title, code } = error;
        await this.save({ ...job, isOpen: false, state: 'failed', error: { title, code } });
      }
    }
  }

  /** Stores a piece, however often it has to be sent. */
  private async sendNext(
    before: ImportJob,
    content: string,
    options: ImportOptions,
    { client, rowhouse }: ImportScope,
  ): Promise<ImportJob> {
    const piece = pieceAt(
      content,
      before.sent,
      options.type,
      (line) => `${before.id}${hex(line)}`,
      before.lines,
    );
    let { isOpen } = before;
    for (;;) {
      await signedIn(rowhouse);
      if (!isOpen) await this.save({ ...before, isOpen: true });
      try {
        const report = await sendPiece(client, piece.body, options);
        const next = after(before, report, piece.lines, isOpen);
        const sent = before.sent + piece.length;
        await this.save({ ...next, sent, part: sent / content.length });
        return { ...next, sent, part: sent / content.length };
      } catch (error) {
        if (!passes(error) || (!(error instanceof RowhouseError) && options.type !== 'application/x-ndjson'))
          throw error;
        // It may have been stored although nothing was heard of it.
        isOpen = isOpen || !(error instanceof RowhouseError);
        await pause(error instanceof RowhouseError ? (error.retryAfter ?? 1) * 1000 : AGAIN_MS);
      }
    }
  }

  /** Unless it was given up meanwhile. */
  private async save(job: ImportJob): Promise<void> {
    if ((await this.store.get(job.id)) !== undefined) await this.store.put(job);
    await this.tell();
  }

  private async tell(): Promise<void> {
    this.channel.postMessage('changed');
    await this.look();
  }

  private async look(): Promise<void> {
    this.shown = await this.store.list();
    this.listeners.forEach((listener) => listener());
  }
}

export const imports = new Imports();

export const isOf = (job: ImportJob, { owner, organization }: Pick<ImportScope, 'owner' | 'organization'>) =>
  job.owner === owner && job.organization === organization;

/** Somebody else used this browser; operators who act as somebody end by themselves. */
const isAnothers = (job: ImportJob, { owner }: ImportScope): boolean =>
  job.owner !== owner && owner.startsWith(' ') && job.owner.startsWith(' ');

const hex = (line: number): string => line.toString(16).padStart(6, '0');

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Goes by: no answer, an ended session, or a service that is busy. */
const passes = (error: unknown): boolean =>
  !(error instanceof RowhouseError) || [401, 429, 503].includes(error.status);

/** An ended session is waited for. */
function signedIn(rowhouse: Rowhouse): Promise<void> {
  if (rowhouse.state() === 'signed-in') return Promise.resolve();
  return new Promise((resolve) => {
    const leave = rowhouse.subscribe(() => {
      if (rowhouse.state() !== 'signed-in') return;
      leave();
      resolve();
    });
  });
}

/** @param wasSent what is there may be of the first time that the piece was sent */
function after(before: ImportJob, report: ImportReport, lines: number, wasSent: boolean): ImportJob {
  const known = wasSent ? report.errors.filter(({ reason }) => EXISTS.test(reason)) : [];
  // The service names the first hundred: where all of these were there, so were the rest.
  const repeated = known.length === MOST_ERRORS ? report.failed : known.length;
  const errors = report.errors
    .filter((error) => !known.includes(error))
    .map(({ line, reason }) => ({ line: line + before.lines, reason }));
  return {
    ...before,
    isOpen: false,
    lines: before.lines + lines,
    repeated: before.repeated + repeated,
    report: {
      inserted: before.report.inserted + report.inserted,
      replaced: before.report.replaced + report.replaced,
      failed: before.report.failed + report.failed - repeated,
      errors: [...before.report.errors, ...errors].slice(0, MOST_ERRORS),
    },
  };
}
