import { AsyncLocalStorage } from 'node:async_hooks';
import { AppError } from './errors/app-error.js';
import { type Locale, preferredLocale } from './locales.js';

/** Milliseconds a request is waited for beyond its deadline while a commit of its is on the way. */
export const COMMIT_GRACE_MS = 1000;

/** Where a request comes from, which decides whose turn it takes. */
export interface RequestSource {
  readonly ip: string | undefined;
  /** Known once the token was checked. */
  readonly organizationId: string | undefined;
}

/** A request as the work done for it sees it: how long it has, and whether it may still take effect. */
export class RequestScope {
  private readonly controller = new AbortController();
  private committing = 0;
  private hasCommitted = false;
  private readonly endings: (() => void)[] = [];

  /** @param deadline of performance.now(); Infinity: none */
  constructor(
    readonly deadline: number,
    readonly source: RequestSource,
  ) {}

  /** Aborted when nobody waits for the work any more: the deadline has passed, or the client is gone. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** A transaction was committed, or may have been. Without it the request can be said not to be carried out. */
  get mayHaveEffect(): boolean {
    return this.hasCommitted || this.committing > 0;
  }

  /** The client is told that nothing was done: from now on no commit is begun. */
  expire(): void {
    this.controller.abort(notDone());
  }

  /** The client has closed its connection: what it still waits for in a queue is dropped, what runs goes on. */
  abandon(): void {
    this.controller.abort(new Error('the client has closed the connection'));
  }

  /** Calls back once the request has its answer, or is closed without one. */
  onEnd(ending: () => void): void {
    this.endings.push(ending);
  }

  close(): void {
    for (const ending of this.endings.splice(0)) ending();
  }

  requireTime(ms = 0): void {
    const { reason } = this.signal as { reason: unknown };
    if (reason instanceof AppError) throw reason;
    if (performance.now() + ms > this.deadline) throw notDone();
  }

  /** @throws AppError request.not_done: it is too late to begin */
  beginCommit(): void {
    this.requireTime();
    this.committing++;
  }

  /** @param outcome `unknown` lasts: whether it took effect is not known here */
  endCommit(outcome: 'done' | 'undone' | 'unknown'): void {
    if (outcome !== 'unknown') this.committing--;
    if (outcome === 'done') this.hasCommitted = true;
  }
}

export const notDone = (cause?: unknown): AppError =>
  new AppError('request.not_done', { retryAfter: 1 }, { cause });

/** An address to lead back to, and whose list allowed it beside the installation's. */
export interface ReturnTo {
  readonly address: string;
  readonly orgId?: string;
}

/** A request as the work done for it, and the lines it logs, see it. */
export interface ServedRequest {
  readonly id: string;
  /** Of the trace that the request belongs to. */
  readonly traceId?: string;
  readonly headers?: Readonly<Record<string, string | string[] | undefined>>;
  /** Where the product wants the reader of the mail back that this request asks for; allowed already. */
  returnTo?: ReturnTo;
  /** What the mail said whose code this request has used. */
  leadsTo?: ReturnTo;
  /** None for reads, and on the hot path. */
  readonly scope?: RequestScope;
  /** Known once the token was checked. */
  readonly actor?: {
    readonly userId: string;
    readonly organizationId: string | undefined;
    readonly impersonatorId?: string;
  };
}

const current = new AsyncLocalStorage<ServedRequest>();
let users = 0;

/** Node 24 carries the store along without following every promise, so the hot path can afford it too. */
export const FOLLOWS_FREELY = Number(process.versions.node.split('.', 1)[0]) >= 24;

/**
 * Runs `work`; what it calls, now and later, finds the request. Once in use, Node 20 and 22 follow every promise of
 * the process, so the hot path goes without there (see HotPath). @returns to be called when the work has ended
 */
export function enterRequest(request: ServedRequest, work: () => void): () => void {
  users++;
  let isEntered = true;
  current.run(request, work);
  return () => {
    if (isEntered && --users === 0) current.disable();
    isEntered = false;
  };
}

/** Runs `work` where the thread of an entered request was lost, as it is in the events of its body. */
export const resumeRequest = (request: ServedRequest, work: () => void): void => current.run(request, work);

/** The request that the caller works for; undefined in the background, and on the hot path before Node 24. */
export const servedRequest = (): ServedRequest | undefined => current.getStore();

/** The scope of the request that the caller works for; undefined in the background, for reads and on the hot path. */
export const requestScope = (): RequestScope | undefined => current.getStore()?.scope;

/** The language that the request prefers, of ours; undefined when it names none, and outside of a request. */
export const requestedLocale = (): Locale | undefined =>
  preferredLocale(servedRequest()?.headers?.['accept-language']);

/** The code of a second factor that the request carries beside a password; undefined outside of a request. */
export function sentCode(): string | undefined {
  const sent = servedRequest()?.headers?.['x-otp'];
  return typeof sent === 'string' && sent.trim() !== '' ? sent.trim() : undefined;
}

/** Work that outlives the request it begins in, or is shared by several. */
export const outsideRequest = <T>(work: () => T): T => current.exit(work);
