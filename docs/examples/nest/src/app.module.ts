import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { TenancyExceptionFilter, TenancyModule } from '@rowhouse/tenancy';
import { verifyRowhouse } from '@rowhouse/verify/nest';
import type { Connection } from 'mongoose';
import { CONNECTION, DatabaseModule } from './database.module.js';
import { Invoice, invoiceSchema } from './invoice.js';
import { InvoicesController } from './invoices.controller.js';
import { tenancyOptions } from './tenancy.js';

const url = process.env['ROWHOUSE_URL'] ?? 'http://127.0.0.1:8000';

@Module({
  imports: [
    DatabaseModule,
    TenancyModule.forRootAsync({
      imports: [DatabaseModule],
      inject: [CONNECTION],
      useFactory: (connection: Connection) => tenancyOptions(connection),
    }),
    TenancyModule.forFeature([{ name: Invoice.name, schema: invoiceSchema }]),
  ],
  controllers: [InvoicesController],
  providers: [
    // Every route needs a token of Rowhouse, unless it is @Public().
    { provide: APP_GUARD, useValue: verifyRowhouse({ url, audience: 'rowhouse-api' }) },
    { provide: APP_FILTER, useClass: TenancyExceptionFilter },
  ],
})
export class AppModule {}
