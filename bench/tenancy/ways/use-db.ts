import {
  Body,
  Controller,
  ForbiddenException,
  Get,
  Injectable,
  Module,
  NotFoundException,
  Post,
  Req,
} from '@nestjs/common';
import { createConnection, type Model } from 'mongoose';
import { listen, type Note, noteSchema, type Row, type Verified } from './shared.js';

export async function start(uri: string) {
  const connection = await createConnection(uri, { dbName: 'registry' }).asPromise();
  // begin
  @Injectable()
  class Tenants {
    /** Every child and its models stay for ever: mongoose closes none of them alone. */
    async notesOf({ tenant }: Verified): Promise<Model<Note>> {
      if (tenant === undefined) throw new ForbiddenException();
      const row = await connection.collection<Row>('tenants').findOne({ _id: tenant });
      if (row === null) throw new NotFoundException();
      if (!/^org_[a-z0-9_]+$/.test(row.database)) throw new Error(`no tenant database: ${row.database}`);
      const child = connection.useDb(row.database, { useCache: true });
      return (child.models['Note'] as Model<Note> | undefined) ?? child.model<Note>('Note', noteSchema);
    }
  }

  @Controller('notes')
  class NotesController {
    constructor(private readonly tenants: Tenants) {}

    @Post()
    async add(@Req() request: Verified, @Body() { text }: Note): Promise<Note> {
      const notes = await this.tenants.notesOf(request);
      return notes.create({ text: String(text) });
    }

    @Get()
    async list(@Req() request: Verified): Promise<Note[]> {
      const notes = await this.tenants.notesOf(request);
      return notes.find().limit(100).lean();
    }
  }

  @Module({ controllers: [NotesController], providers: [Tenants] })
  class AppModule {}
  // end
  return listen(AppModule);
}
