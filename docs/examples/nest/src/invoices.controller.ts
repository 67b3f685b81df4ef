import {
  Body,
  ConflictException,
  Controller,
  Delete,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  Post,
  UseInterceptors,
} from '@nestjs/common';
import {
  CurrentTenant,
  InjectTenantModel,
  TenantDb,
  TenantInterceptor,
  type TenantModel,
} from '@rowhouse/tenancy';
import type { Caller } from '@rowhouse/verify';
import { CurrentCaller, RequirePermission } from '@rowhouse/verify/nest';
import { mongo } from 'mongoose';
import { Invoice } from './invoice.js';

const WITHOUT_ID = { _id: 0, __v: 0 };
const DUPLICATE_KEY = 11000;

@Controller('invoices')
@UseInterceptors(TenantInterceptor)
export class InvoicesController {
  constructor(@InjectTenantModel(Invoice.name) private readonly invoices: TenantModel<Invoice>) {}

  @Get()
  async list(@CurrentTenant() db: TenantDb, @CurrentCaller() { role }: Caller) {
    return { role, items: await this.invoices.of(db).find({}, WITHOUT_ID).sort('number').limit(100).lean() };
  }

  @RequirePermission('data.write')
  @Post()
  async add(@CurrentTenant() db: TenantDb, @Body() invoice: Invoice): Promise<Invoice> {
    try {
      await this.invoices.of(db).create(invoice);
    } catch (error) {
      if (!(error instanceof mongo.MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
      throw new ConflictException(`There is an invoice ${invoice.number} already`);
    }
    return invoice;
  }

  /** Administrators and owners; a permission of your product's own is better (the guide says how). */
  @RequirePermission('data.drop')
  @Delete(':number')
  @HttpCode(204)
  async remove(@CurrentTenant() db: TenantDb, @Param('number') number: string): Promise<void> {
    const { deletedCount } = await this.invoices.of(db).deleteOne({ number });
    if (deletedCount === 0) throw new NotFoundException(`There is no invoice ${number}`);
  }
}
