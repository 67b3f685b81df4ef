import {
  Body,
  Controller,
  ForbiddenException,
  Get,
  Module,
  NotFoundException,
  Post,
  Req,
} from '@nestjs/common';
import { createConnection, Schema } from 'mongoose';
import { listen, type Note, type Row, type Verified } from './shared.js';

export async function start(uri: string) {
  const connection = await createConnection(uri, { dbName: 'registry' }).asPromise();
  // begin
  interface TenantNote extends Note {
    tenant: string;
  }
  // Every index begins with the tenant, and every filter, update and aggregation must name it.
  const text = { type: String, required: true } as const;
  const schema = new Schema<TenantNote>({ tenant: text, text }).index({ tenant: 1, text: 1 });
  const notes = connection.model<TenantNote>('Note', schema);

  const tenantOf = async ({ tenant }: Verified): Promise<string> => {
    if (tenant === undefined) throw new ForbiddenException();
    const row = await connection.collection<Row>('tenants').findOne({ _id: tenant });
    if (row === null) throw new NotFoundException();
    return tenant;
  };

  @Controller('notes')
  class NotesController {
    @Post()
    async add(@Req() request: Verified, @Body() { text }: Note): Promise<Note> {
      const tenant = await tenantOf(request);
      return notes.create({ tenant, text: String(text) });
    }

    @Get()
    async list(@Req() request: Verified): Promise<Note[]> {
      const tenant = await tenantOf(request);
      return notes.find({ tenant }).limit(100).lean();
    }
  }

  @Module({ controllers: [NotesController] })
  class AppModule {}
  // end
  return listen(AppModule);
}
