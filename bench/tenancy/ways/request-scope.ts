import {
  Body,
  Controller,
  ForbiddenException,
  Get,
  Inject,
  Module,
  NotFoundException,
  type OnApplicationShutdown,
  Post,
  Scope,
} from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { type Connection, createConnection, type Model } from 'mongoose';
import { listen, type Note, noteSchema, type Row, type Verified } from './shared.js';

export async function start(uri: string) {
  const connection = await createConnection(uri, { dbName: 'registry' }).asPromise();
  // begin
  const open = new Map<string, Promise<Connection>>();
  const tenantConnection = {
    provide: 'TENANT_CONNECTION',
    scope: Scope.REQUEST,
    inject: [REQUEST],
    useFactory: async ({ tenant }: Verified): Promise<Connection> => {
      if (tenant === undefined) throw new ForbiddenException();
      const row = await connection.collection<Row>('tenants').findOne({ _id: tenant });
      if (row === null) throw new NotFoundException();
      if (!/^org_[a-z0-9_]+$/.test(row.database)) throw new Error(`no tenant database: ${row.database}`);
      const opened = open.get(row.database) ?? createConnection(uri, { dbName: row.database }).asPromise();
      open.set(row.database, opened);
      opened.catch(() => open.delete(row.database));
      return opened;
    },
  };
  const noteModel = {
    provide: 'NOTE_MODEL',
    scope: Scope.REQUEST,
    inject: ['TENANT_CONNECTION'],
    useFactory: (tenant: Connection) => tenant.models['Note'] ?? tenant.model('Note', noteSchema),
  };

  @Controller('notes')
  class NotesController {
    constructor(@Inject('NOTE_MODEL') private readonly notes: Model<Note>) {}

    @Post()
    add(@Body() { text }: Note): Promise<Note> {
      return this.notes.create({ text: String(text) });
    }

    @Get()
    list(): Promise<Note[]> {
      return this.notes.find().limit(100).lean();
    }
  }

  @Module({ controllers: [NotesController], providers: [tenantConnection, noteModel] })
  class AppModule implements OnApplicationShutdown {
    async onApplicationShutdown(): Promise<void> {
      for (const opened of open.values()) await (await opened).close();
    }
  }
  // end
  return listen(AppModule);
}
