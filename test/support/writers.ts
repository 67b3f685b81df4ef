import { setTimeout as sleep } from 'node:timers/promises';
import { until } from './until.js';

/** What the writers know of one document: its last acknowledged state, and the states it may also have. */
interface Known {
  n: number | null;
  /** Writes whose answer never came: each of them happened or did not. */
  maybe: (number | null)[];
}

export interface Outcome {
  acknowledged: number;
  unknown: number;
  refused: number;
  longestMs: number;
  /** Answers that no client should see. */
  faults: string[];
  known: Map<string, Known>;
}

export interface Target {
  url: string;
  token: string;
}

/**
 * Writers on /v1/data/data that insert, replace, patch and delete documents of their own, one request at a
 * time each, and remember what was acknowledged.
 */
export class Writers {
  readonly outcome: Outcome = {
    acknowledged: 0,
    unknown: 0,
    refused: 0,
    longestMs: 0,
    faults: [],
    known: new Map(),
  };
  private static readonly all = new Set<Writers>();
  private running = true;
  /** Of each writer. */
  private readonly answers: number[];
  private readonly loops: Promise<void>[];

  /** @param targets instances in turn; read before every request, so that they may change */
  constructor(
    private readonly targets: () => Target[],
    private readonly options: { writers?: number; prefix?: string; seed?: number } = {},
  ) {
    const { writers = 16 } = options;
    Writers.all.add(this);
    this.answers = Array.from({ length: writers }, () => 0);
    this.loops = Array.from({ length: writers }, (_, i) => this.write(i));
  }

  /** For afterEach: a test that failed leaves its writers running. */
  static async stopAll(): Promise<void> {
    await Promise.all([...Writers.all].map((writers) => writers.stop()));
  }

  /** Waits until each writer was answered some times more, whatever the answers say. */
  async answered(times = 3): Promise<void> {
    const wanted = this.answers.map((count) => count + times);
    const isAnswered = () => wanted.every((count, writer) => this.answers[writer] >= count);
    await until(isAnswered, 120_000, `each writer to be answered ${times} times`);
  }

  async stop(): Promise<Outcome> {
    this.running = false;
    Writers.all.delete(this);
    await Promise.all(this.loops);
    return this.outcome;
  }

  private async write(writer: number): Promise<void> {
    const random = randomOf((this.options.seed ?? 1) * 1000 + writer);
    const mine: string[] = [];
    for (let i = 0; this.running; i++) {
      const dice = random();
      if (mine.length < 3 || dice < 0.4) {
        const id = `${this.options.prefix ?? 'w'}-${writer}-${i}`;
        mine.push(id);
        await this.send(writer, 'POST', '', id, i, { _id: id, n: i });
      } else {
        const at = Math.floor(random() * mine.length);
        const id = mine[at];
        if (dice < 0.65) await this.send(writer, 'PATCH', `/${id}`, id, i, { n: i });
        else if (dice < 0.8) await this.send(writer, 'PUT', `/${id}`, id, i, { n: i });
        else {
          mine.splice(at, 1);
          await this.send(writer, 'DELETE', `/${id}`, id, null);
        }
      }
    }
  }

  private async send(
    writer: number,
    method: string,
    path: string,
    id: string,
    n: number | null,
    body?: object,
  ): Promise<void> {
    const { outcome } = this;
    const known: Known = outcome.known.get(id) ?? { n: null, maybe: [] };
    outcome.known.set(id, known);
    const sentAt = performance.now();
    let status = 0;
    let text = '';
    try {
      const targets = this.targets();
      const { url, token } = targets[writer % targets.length];
      const reply = await fetch(`${url}/v1/data/data${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        body: body && JSON.stringify(body),
      });
      text = await reply.text();
      status = reply.status;
      this.answers[writer]++;
    } catch {
      // no answer: the write happened or it did not
    }
    outcome.longestMs = Math.max(outcome.longestMs, performance.now() - sentAt);
    if (status >= 200 && status < 300) {
      outcome.acknowledged++;
      known.n = n;
      known.maybe = [];
    } else if (status === 0 || status >= 500) {
      outcome.unknown++;
      known.maybe.push(n);
      if (status !== 0 && status !== 503) outcome.faults.push(`${method} ${path} ${status} ${text}`);
      await sleep(20);
    } else {
      outcome.refused++;
      // After an unknown outcome the document may be there already, or not; else this is a wrong answer.
      const expected = known.maybe.length > 0 && (status === 404 || status === 409);
      if (!expected && status !== 401) outcome.faults.push(`${method} ${path} ${status} ${text}`);
      await sleep(5);
    }
  }
}

/** What is not as it was acknowledged; empty when nothing was lost. */
export function differences(outcome: Outcome, documents: Iterable<{ _id: unknown; n?: unknown }>): string[] {
  const found = new Map<string, unknown>();
  for (const { _id, n } of documents) found.set(String(_id), n);
  const wrong: string[] = [];
  for (const [id, { n, maybe }] of outcome.known) {
    const is = (found.get(id) ?? null) as number | null;
    if (![n, ...maybe].includes(is)) wrong.push(`${id}: ${String(is)} instead of ${n}`);
  }
  return wrong;
}

/** mulberry32: the same run again from the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
