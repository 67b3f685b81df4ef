import 'reflect-metadata';
import { strict as assert } from 'node:assert';
import { type AddressInfo, createServer } from 'node:net';
import { ApolloDriver } from '@nestjs/apollo';
import {
  Body,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  type INestApplication,
  Injectable,
  Module,
  Post,
  type Type,
  UseFilters,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import { Args, GraphQLModule, Mutation, Query, Resolver } from '@nestjs/graphql';
import { MercuriusDriver } from '@nestjs/mercurius';
import { ClientProxyFactory, MessagePattern, Transport } from '@nestjs/microservices';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { WsAdapter } from '@nestjs/platform-ws';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import {
  CurrentTenant,
  InjectTenantModel,
  TenancyExceptionFilter,
  TenancyModule,
  TenantConnectionFactory,
  TenantDb,
  TenantInterceptor,
  type TenantModel,
} from '@rowhouse/tenancy';
import { createConnection, Schema } from 'mongoose';
import { firstValueFrom } from 'rxjs';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';

interface Carrier {
  headers?: Record<string, string | undefined>;
  user?: { tenant?: string };
}
interface Note {
  text: string;
}
interface Message {
  token?: string;
}

const noteSchema = new Schema<Note>({ text: String });
/** Names the tenant `victim` wherever something could look for it. */
const FORGED = { tenant: 'victim', user: { tenant: 'victim' }, req: { user: { tenant: 'victim' } } };
const UNKNOWN = { message: 'There is no such tenant.', code: 'tenant.unknown' };
const NONE = { message: 'The caller has no tenant.', code: 'tenant.missing' };

/** A token is the name of its tenant; who brings none passes as a guest. */
@Injectable()
class TokenGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const [carrier, token] = this.find(context);
    const tenant = /^token-(\w+)$/.exec(token ?? '')?.[1];
    if (tenant !== undefined) carrier.user = { tenant };
    return true;
  }

  private find(context: ExecutionContext): [Carrier, string | undefined] {
    switch (context.getType<string>()) {
      case 'ws':
        return [context.switchToWs().getClient(), context.switchToWs().getData<Message>().token];
      case 'rpc':
        return [context.switchToRpc().getContext(), context.switchToRpc().getData<Message>().token];
      case 'graphql': {
        const { req, reply } = context.getArgByIndex<{ req?: Carrier; reply?: { request: Carrier } }>(2);
        const request = req ?? reply?.request ?? {};
        return [request, request.headers?.['authorization']];
      }
      default: {
        const request = context.switchToHttp().getRequest<Carrier>();
        return [request, request.headers?.['authorization']];
      }
    }
  }
}

@Controller('notes')
@UseGuards(TokenGuard)
@UseInterceptors(TenantInterceptor)
class NotesController {
  constructor(
    @InjectTenantModel('Note') private readonly notes: TenantModel<Note>,
    private readonly tenants: TenantConnectionFactory,
  ) {}

  @Post()
  async add(@CurrentTenant() db: TenantDb, @Body() { text }: Note): Promise<string[]> {
    await this.notes.of(db).create({ text });
    return this.notes.current().distinct('text');
  }

  @Get()
  name(@CurrentTenant() db: TenantDb): { database: string } {
    assert.equal(this.tenants.current(), db);
    return { database: db.name };
  }
}

@Resolver()
@UseGuards(TokenGuard)
@UseInterceptors(TenantInterceptor)
class NotesResolver {
  @Query(() => String)
  database(@CurrentTenant() db: TenantDb, @Args('tenant', { nullable: true }) _tenant?: string): string {
    return db.name;
  }

  @Mutation(() => Number)
  async clear(@CurrentTenant() db: TenantDb): Promise<number> {
    return (await db.collection('notes').deleteMany({})).deletedCount;
  }
}

@WebSocketGateway()
@UseGuards(TokenGuard)
@UseInterceptors(TenantInterceptor)
@UseFilters(TenancyExceptionFilter)
class NotesGateway {
  @SubscribeMessage('database')
  database(@CurrentTenant() db: TenantDb): { event: string; data: string } {
    return { event: 'database', data: db.name };
  }
}

@Controller()
@UseGuards(TokenGuard)
@UseInterceptors(TenantInterceptor)
@UseFilters(TenancyExceptionFilter)
class MessagesController {
  @MessagePattern('database')
  database(@CurrentTenant() db: TenantDb): string {
    return db.name;
  }
}

const PLATFORMS = {
  express: {
    create: (module: Type): Promise<INestApplication> =>
      NestFactory.create(module, new ExpressAdapter(), { logger: false }),
    driver: ApolloDriver,
    sockets: (app: INestApplication) => new IoAdapter(app),
    ask: askSocketIo,
  },
  fastify: {
    create: (module: Type): Promise<INestApplication> =>
      NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), { logger: false }),
    driver: MercuriusDriver,
    sockets: (app: INestApplication) => new WsAdapter(app),
    ask: askWs,
  },
};

for (const platform of ['express', 'fastify'] as const) {
  const { create, driver, sockets, ask } = PLATFORMS[platform];
  const connection = await createConnection(process.env['MONGODB_URL'] ?? '', {
    dbName: 'registry',
  }).asPromise();
  @Module({
    imports: [
      TenancyModule.forRoot({
        connection,
        ambient: true,
        resolve: (key) => (key === 'nobody' ? null : { database: `org_${platform}_${key}` }),
        keyFromRequest: (carrier) => (carrier as Carrier).user?.tenant,
      }),
      TenancyModule.forFeature([{ name: 'Note', schema: noteSchema }]),
      GraphQLModule.forRoot({ driver, autoSchemaFile: true }),
    ],
    controllers: [NotesController, MessagesController],
    providers: [NotesResolver, NotesGateway, { provide: APP_FILTER, useClass: TenancyExceptionFilter }],
  })
  class AppModule {}
  const app = await create(AppModule);
  const tcp = { transport: Transport.TCP, options: { host: '127.0.0.1', port: await freePort() } } as const;
  app.connectMicroservice(tcp);
  app.useWebSocketAdapter(sockets(app));
  await app.startAllMicroservices();
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const post = async (path: string, body: object, token?: string): Promise<[number, unknown]> => {
    const headers = {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: token }),
    };
    const reply = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return [reply.status, await reply.json()];
  };

  // HTTP
  assert.deepEqual(await post('/notes', { text: platform, ...FORGED }, 'token-acme'), [201, [platform]]);
  const refusal = { statusCode: 404, error: 'Not Found', ...UNKNOWN };
  assert.deepEqual(await post('/notes', FORGED, 'token-nobody'), [404, refusal]);
  assert.deepEqual(await post('/notes?tenant=victim', FORGED), [
    403,
    { statusCode: 403, error: 'Forbidden', ...NONE },
  ]);
  const read = await fetch(`http://127.0.0.1:${port}/notes`, { headers: { authorization: 'token-acme' } });
  assert.deepEqual(await read.json(), { database: `org_${platform}_acme` });

  // GraphQL
  const graphql = async (query: string, token?: string) => {
    const [, body] = await post('/graphql', { query, variables: FORGED }, token);
    const { data, errors } = body as {
      data: unknown;
      errors?: { message: string; extensions?: { code?: string } }[];
    };
    return errors === undefined
      ? data
      : errors.map(({ message, extensions }) => ({ message, code: extensions?.code }));
  };
  const { parse } = JSON;
  const plain = (value: unknown): unknown => parse(JSON.stringify(value));
  const QUERY = '{ database(tenant: "victim") }';
  assert.deepEqual(plain(await graphql(QUERY, 'token-acme')), { database: `org_${platform}_acme` });
  assert.deepEqual(plain(await graphql('mutation { clear }', 'token-acme')), { clear: 1 });
  assert.deepEqual(await graphql(QUERY), [NONE]);
  assert.deepEqual(await graphql(QUERY, 'token-nobody'), [UNKNOWN]);

  // A gateway: socket.io on Express, ws on Fastify
  assert.deepEqual(await ask(port, { ...FORGED, token: 'token-acme' }), ['database', `org_${platform}_acme`]);
  assert.deepEqual(await ask(port, FORGED), ['exception', { status: 'error', ...NONE }]);
  assert.deepEqual(await ask(port, { token: 'token-nobody' }), [
    'exception',
    { status: 'error', ...UNKNOWN },
  ]);

  // A microservice
  const client = ClientProxyFactory.create(tcp);
  const send = (data: object) =>
    firstValueFrom(client.send<string>('database', data)).catch((error: unknown) => error);
  assert.equal(await send({ ...FORGED, token: 'token-acme' }), `org_${platform}_acme`);
  assert.deepEqual(await send(FORGED), { status: 'error', ...NONE });
  assert.deepEqual(await send({ token: 'token-nobody' }), { status: 'error', ...UNKNOWN });
  client.close();

  const { leased, open } = app.get(TenantConnectionFactory).stats();
  assert.deepEqual({ leased, open }, { leased: 0, open: 1 });
  await app.close();
  await connection.close();
}

async function askSocketIo(port: number, data: object): Promise<[string, unknown]> {
  const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], auth: FORGED });
  try {
    return await new Promise((resolve, reject) => {
      socket.onAny((event: string, answer: unknown) => resolve([event, answer]));
      socket.once('connect_error', reject);
      socket.emit('database', data);
    });
  } finally {
    socket.disconnect();
  }
}

async function askWs(port: number, data: object): Promise<[string, unknown]> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}?tenant=victim`);
  try {
    return await new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('open', () => socket.send(JSON.stringify({ event: 'database', data })));
      socket.once('message', (raw: Buffer) => {
        const { event, data: answer } = JSON.parse(raw.toString()) as { event: string; data: unknown };
        resolve([event, answer]);
      });
    });
  } finally {
    socket.close();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
