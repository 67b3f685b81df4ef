import { TestClock } from '../../../../test/support/clock.js';
import { AppError } from '../../../common/errors/app-error.js';
import { Metrics } from '../../../common/metrics/metrics.js';
import { BackgroundWork } from '../../../database/work/background-work.js';
import type { ProgressStream } from './progress-stream.js';
import { MAX_PROGRESS_STREAMS, ProgressStreamsService } from './progress-streams.service.js';

interface Work {
  phase: string;
  progress: number;
}

describe('streams of progress', () => {
  let clock: TestClock;
  let sut: ProgressStreamsService;
  let now: Work;
  let looks: number;
  let refusal: AppError | undefined;
  beforeEach(() => {
    clock = TestClock.standing();
    sut = new ProgressStreamsService(new BackgroundWork(clock, new Metrics(false)));
    sut.onApplicationBootstrap();
    now = { phase: 'running', progress: 0 };
    [looks, refusal] = [0, undefined];
  });
  afterEach(() => sut.onModuleDestroy());

  const open = (key = 'acme'): ProgressStream<Work> =>
    sut.open({
      key,
      first: { ...now },
      look: () => {
        looks++;
        return refusal ? Promise.reject(refusal) : Promise.resolve({ ...now });
      },
      isFinal: ({ phase }) => phase === 'done',
    });
  const read = (stream: ProgressStream<Work>): string => String(stream.read() ?? '');
  const told = (work: Work) => `event: progress\ndata: ${JSON.stringify(work)}\n\n`;

  it('tell what it is at, each change once, and end with the work', async () => {
    const stream = open();
    expect(read(stream)).toBe(`retry: 3000\n\n${told({ phase: 'running', progress: 0 })}`);
    await clock.advance(1000);
    expect([looks > 0, read(stream)]).toEqual([true, '']);
    now.progress = 0.5;
    await clock.advance(500);
    expect(read(stream)).toBe(told({ phase: 'running', progress: 0.5 }));
    now = { phase: 'done', progress: 1 };
    await clock.advance(500);
    expect(read(stream)).toBe(`${told(now)}event: end\ndata: {"code":"finished"}\n\n`);
    looks = 0;
    await clock.advance(5000);
    expect(looks).toBe(0);
  });

  it('of ended work are one event', () => {
    now = { phase: 'done', progress: 1 };
    expect(read(open())).toBe(`retry: 3000\n\n${told(now)}event: end\ndata: {"code":"finished"}\n\n`);
  });

  it('end with the refusal that the caller would get by now', async () => {
    const stream = open();
    read(stream);
    refusal = new AppError('auth.forbidden');
    await clock.advance(500);
    expect(read(stream)).toBe('event: end\ndata: {"code":"auth.forbidden"}\n\n');
  });

  it('do not ask for a reader who takes nothing, and then tell the last state only', async () => {
    const stream = open();
    now.progress = 0.3;
    await clock.advance(2000);
    now.progress = 0.6;
    await clock.advance(2000);
    expect(looks).toBe(0);
    read(stream);
    await clock.advance(500);
    expect(read(stream)).toBe(told({ phase: 'running', progress: 0.6 }));
  });

  it('are a number for each organization, and end when the instance does', async () => {
    const streams = Array.from({ length: MAX_PROGRESS_STREAMS }, () => open());
    expect(() => open()).toThrow(expect.objectContaining({ code: 'events.too_many_streams' }) as Error);
    const other = open('other');
    streams[0].destroy();
    await new Promise((closed) => streams[0].once('close', closed));
    streams.push(open());
    await sut.onModuleDestroy();
    for (const stream of [other, ...streams.slice(1)])
      expect(read(stream)).toMatch(/event: end\ndata: {"code":"service.unavailable"}\n\n$/);
  });
});
