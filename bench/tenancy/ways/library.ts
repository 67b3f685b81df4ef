import { Body, Controller, Get, Module, Post, UseInterceptors } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import {
  CurrentTenant,
  InjectTenantModel,
  TenancyExceptionFilter,
  TenancyModule,
  TenantDb,
  TenantInterceptor,
  type TenantModel,
} from '@rowhouse/tenancy';
import { createConnection } from 'mongoose';
import { listen, type Note, noteSchema, type Row, type Verified } from './shared.js';

export async function start(uri: string) {
  const connection = await createConnection(uri, { dbName: 'registry' }).asPromise();
  // begin
  @Controller('notes')
  @UseInterceptors(TenantInterceptor)
  class NotesController {
    constructor(@InjectTenantModel('Note') private readonly notes: TenantModel<Note>) {}

    @Post()
    add(@CurrentTenant() db: TenantDb, @Body() { text }: Note): Promise<Note> {
      return this.notes.of(db).create({ text: String(text) });
    }

    @Get()
    list(@CurrentTenant() db: TenantDb): Promise<Note[]> {
      return this.notes.of(db).find().limit(100).lean();
    }
  }

  @Module({
    imports: [
      TenancyModule.forRoot({
        connection,
        resolve: (key) => connection.collection<Row>('tenants').findOne({ _id: key }),
        keyFromRequest: (request) => (request as Verified).tenant,
        setup: { onOpen: true },
      }),
      TenancyModule.forFeature([{ name: 'Note', schema: noteSchema }]),
    ],
    controllers: [NotesController],
    providers: [{ provide: APP_FILTER, useClass: TenancyExceptionFilter }],
  })
  class AppModule {}
  // end
  return listen(AppModule);
}
