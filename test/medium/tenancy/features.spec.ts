import {
  Controller,
  Get,
  Injectable,
  Module,
  Post,
  UseInterceptors,
  type ArgumentsHost,
} from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Schema, type Connection, Types } from 'mongoose';
import { firstValueFrom, type Observable } from 'rxjs';
import {
  CurrentTenant,
  InjectTenantModel,
  TenancyExceptionFilter,
  TenancyModule,
  TenantConnectionFactory,
  TenantDb,
  TenantFencedError,
  TenantInterceptor,
  UnknownTenantError,
  type TenantModel,
} from '@rowhouse/tenancy';
import { byName, children, deferred, sleep, startBench, type Bench } from './support.js';

interface Author {
  name: string;
}
interface Post {
  title: string;
  author?: Types.ObjectId;
}
const authorSchema = new Schema<Author>({ name: String });
const postSchema = new Schema<Post>({
  title: String,
  author: { type: Schema.Types.ObjectId, ref: 'Author' },
});

@Injectable()
class PostsService {
  constructor(
    @InjectTenantModel('Post') readonly posts: TenantModel<Post>,
    @InjectTenantModel('Author') readonly authors: TenantModel<Author>,
    readonly tenants: TenantConnectionFactory,
  ) {}
}

@Controller('posts')
@UseInterceptors(TenantInterceptor)
class PostsController {
  constructor(private readonly service: PostsService) {}

  @Post()
  async add(): Promise<{ tenant: string; count: number }> {
    await sleep(1);
    await this.service.posts.current().create({ title: 'ambient' });
    return {
      tenant: this.service.tenants.current().name,
      count: await this.service.posts.current().countDocuments({}),
    };
  }

  @Get()
  async count(@CurrentTenant() db: TenantDb): Promise<{ count: number }> {
    return { count: await this.service.posts.of(db).countDocuments({}) };
  }

  @Get('late')
  late(): { later: string } {
    void sleep(50).then(() => late.resolve(codeOf(() => this.service.tenants.current())));
    return { later: 'asked when the lease has ended' };
  }
}

let late = deferred<string>();
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'no error';
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const SUSPENDED = { database: 'org_suspended', suspended: true };
const AWAY = { database: 'org_away', available: false };

async function listen(connection: Connection) {
  @Module({
    imports: [
      TenancyModule.forFeature([
        { name: 'Post', schema: postSchema },
        { name: 'Author', schema: authorSchema },
      ]),
    ],
    controllers: [PostsController],
    providers: [PostsService],
  })
  class PostsModule {}
  @Module({
    imports: [
      TenancyModule.forRoot({
        connection,
        ambient: true,
        maxOpen: 2,
        keyFromRequest: (request) =>
          (request as { headers: Record<string, string | undefined> }).headers['x-verified'],
        resolve: (key) => {
          if (key === 'broken') throw new Error('the registry is down at 10.0.0.7');
          return (
            { nobody: null, suspended: SUSPENDED, away: AWAY, stray: { database: 'admin' } }[key] ??
            (key === 'nobody' ? null : byName(key))
          );
        },
      }),
      PostsModule,
    ],
    providers: [{ provide: APP_FILTER, useClass: TenancyExceptionFilter }],
  })
  class AppModule {}
  const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const call = async (method: string, path: string, key?: string) => {
    const reply = await fetch(`${url}${path}`, {
      method,
      headers: key === undefined ? {} : { 'x-verified': key },
    });
    const retryAfter = reply.headers.get('retry-after');
    return {
      status: reply.status,
      ...(retryAfter !== null && { retryAfter }),
      body: await reply.json(),
    };
  };
  return { app, call, service: app.get(PostsService), tenants: app.get(TenantConnectionFactory) };
}

describe('in an application', () => {
  let bench: Bench;
  let sut: Awaited<ReturnType<typeof listen>>;
  beforeAll(async () => {
    bench = await startBench();
    sut = await listen(bench.connection);
  });
  beforeEach(() => (late = deferred<string>()));
  afterAll(async () => {
    await sut.app.close();
    await bench.stop();
  });

  it.each([
    ['nobody', 404, 'Not Found', 'There is no such tenant.', 'tenant.unknown', undefined],
    [undefined, 403, 'Forbidden', 'The caller has no tenant.', 'tenant.missing', undefined],
    ['x'.repeat(300), 403, 'Forbidden', 'The caller has no tenant.', 'tenant.invalid_key', undefined],
    ['suspended', 403, 'Forbidden', 'The tenant is suspended.', 'tenant.suspended', undefined],
    ['away', 503, 'Service Unavailable', 'The tenant is not available now.', 'tenant.unavailable', '1'],
    ['stray', 500, 'Internal Server Error', 'Internal server error', 'tenant.invalid_database', undefined],
  ])('the filter answers the tenant %s with %i', async (key, status, error, message, code, retryAfter) => {
    await expect(sut.call('GET', '/posts', key)).resolves.toEqual({
      status,
      ...(retryAfter !== undefined && { retryAfter }),
      body: { statusCode: status, error, message, code },
    });
  });

  it('the filter leaves an error of the registry to the application', async () => {
    await expect(sut.call('GET', '/posts', 'broken')).resolves.toEqual({
      status: 500,
      body: { statusCode: 500, message: 'Internal server error' },
    });
  });

  it('the filter tells a ws socket by JSON, a socket.io client by an event, a microservice by an observable', async () => {
    const sent: unknown[] = [];
    const filter = new TenancyExceptionFilter();
    const host = (type: string, ...args: unknown[]): ArgumentsHost => {
      const context = new ExecutionContextHost(args);
      context.setType(type);
      return context;
    };
    const error = new UnknownTenantError('acme');
    const answer = { status: 'error', message: 'There is no such tenant.', code: 'tenant.unknown' };
    const emit = (event: string, data: unknown) => sent.push({ event, data });
    filter.catch(
      error,
      host('ws', { readyState: 1, send: (text: string) => sent.push(JSON.parse(text)), emit }),
    );
    filter.catch(error, host('ws', { emit }));
    expect(sent).toEqual([1, 2].map(() => ({ event: 'exception', data: answer })));
    await expect(firstValueFrom(filter.catch(error, host('rpc')) as Observable<unknown>)).rejects.toEqual(
      answer,
    );
    expect(filter.catch(new TenantFencedError('acme'), host('graphql'))).toMatchObject({
      message: 'The tenant is not available now.',
      extensions: { code: 'tenant.fenced' },
    });
  });

  it('models are of the tenant, with and without the ambient one', async () => {
    const both = await Promise.all(['am1', 'am2', 'am1'].map((key) => sut.call('POST', '/posts', key)));
    expect(both.map(({ body }) => (body as { tenant: string }).tenant)).toEqual([
      'org_am1',
      'org_am2',
      'org_am1',
    ]);
    await expect(sut.call('GET', '/posts', 'am1')).resolves.toMatchObject({ body: { count: 2 } });
    await expect(sut.call('GET', '/posts', 'am2')).resolves.toMatchObject({ body: { count: 1 } });
  });

  it('work that outlives its lease has no ambient tenant, nor has work outside of one', async () => {
    await sut.call('GET', '/posts/late', 'am1');
    await expect(late.promise).resolves.toBe('tenant.missing');
    expect(codeOf(() => sut.tenants.current())).toBe('tenant.missing');
    await sut.tenants.run('am1', async () => {
      await sut.tenants.run('am2', () => expect(sut.tenants.current().key).toBe('am2'));
      expect(sut.tenants.current().key).toBe('am1');
    });
    expect(codeOf(() => bench.make().current())).toBe('tenancy.misconfigured');
  });

  it('populate finds the models that a schema refers to', async () => {
    const { posts, authors, tenants } = sut.service;
    await tenants.run('pop', async (db) => {
      const { _id } = await authors.of(db).create({ name: 'Ada' });
      await posts.of(db).create({ title: 'one', author: _id });
    });
    tenants.invalidate('pop');
    await tenants.run('pop', async (db) => {
      const post = await posts.of(db).findOne({ title: 'one' }).populate<{ author: Author }>('author').lean();
      expect(post).toMatchObject({ title: 'one', author: { name: 'Ada' } });
    });
  });

  it('models of tenants that were evicted are not kept, and a handle that was kept is refused', async () => {
    const { posts, tenants } = sut.service;
    const kept: TenantDb[] = [];
    for (let i = 0; i < 30; i++) {
      await tenants.run(`evict${i}`, (db) => {
        expect(posts.of(db)).toBe(posts.of(db));
        kept.push(db);
      });
    }
    expect(children(bench.connection)).toEqual({ other: 2, related: 2, models: 0 });
    expect(codeOf(() => posts.of(kept[0]))).toBe('tenant.handle_closed');
  });

  it('a model under lease goes on while others are evicted', async () => {
    const { posts, tenants } = sut.service;
    await tenants.run('busy', async (db) => {
      const model = posts.of(db);
      for (let i = 0; i < 5; i++)
        await tenants.run(`other${i}`, (other) => posts.of(other).countDocuments({}));
      await model.create({ title: 'still here' });
      await expect(model.countDocuments({})).resolves.toBe(1);
    });
  });

  it('a name has one schema', () => {
    expect(codeOf(() => sut.tenants.define('Post', new Schema({ other: String })))).toBe(
      'tenancy.misconfigured',
    );
    expect(codeOf(() => sut.tenants.define('Post', postSchema))).toBe('no error');
  });
});

describe('forEachTenant', () => {
  let bench: Bench;
  beforeAll(async () => (bench = await startBench()));
  afterEach(() => bench.afterEach());
  afterAll(() => bench.stop());

  it('goes through all keys, so many at once, and collects errors', async () => {
    let active = 0;
    let most = 0;
    const sut = bench.make({
      list: async function* () {
        for (let i = 0; i < 20; i++) yield `t${i}`;
      },
      ambient: true,
    });
    const report = await sut.forEachTenant(
      async (db) => {
        most = Math.max(most, ++active);
        await sleep(2);
        active--;
        expect(sut.current()).toBe(db);
        if (db.key === 't7') throw new Error('seven');
      },
      { concurrency: 3, mode: 'read' },
    );
    expect(report).toEqual({
      done: 19,
      failed: [{ key: 't7', error: expect.objectContaining({ message: 'seven' }) }],
      aborted: false,
    });
    expect([most, sut.stats().leased]).toEqual([3, 0]);
  });

  it('begins no tenant after the signal, and waits for those under way', async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    let closed = false;
    const keys = function* () {
      try {
        for (let i = 0; ; i++) yield `e${i}`;
      } finally {
        closed = true;
      }
    };
    const report = await bench.make().forEachTenant(
      async ({ key }) => {
        seen.push(key);
        if (seen.length === 5) stop.abort();
        await sleep(5);
      },
      { keys: keys(), concurrency: 2, signal: stop.signal },
    );
    expect(report).toMatchObject({ done: seen.length, failed: [], aborted: true });
    expect(seen.length).toBeLessThanOrEqual(6);
    expect(closed).toBe(true);
  });

  it('rejects when the keys or onProgress fail, after those under way', async () => {
    const sut = bench.make({
      list: function* () {
        yield 'k1';
        throw new Error('cursor lost');
      },
    });
    let done = 0;
    const work = async () => {
      await sleep(20);
      done++;
    };
    await expect(sut.forEachTenant(work, { concurrency: 2 })).rejects.toThrow('cursor lost');
    expect(done).toBe(1);
    const onProgress = () => {
      throw new Error('no screen');
    };
    await expect(
      sut.forEachTenant(work, { keys: ['a', 'b', 'c'], concurrency: 1, onProgress }),
    ).rejects.toThrow('no screen');
    expect(done).toBe(2);
    await expect(sut.forEachTenant(work, { concurrency: 0 })).rejects.toMatchObject({
      code: 'tenancy.misconfigured',
    });
    await expect(bench.make().forEachTenant(work)).rejects.toMatchObject({ code: 'tenancy.misconfigured' });
  });
});
