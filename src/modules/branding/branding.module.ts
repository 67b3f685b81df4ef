import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { BrandingRepository } from './branding.repository.js';
import { BrandingSchema } from './branding.schema.js';
import { BrandingService } from './branding.service.js';

@Module({
  imports: [MongooseModule.forFeature([{ name: 'Branding', schema: BrandingSchema }])],
  providers: [BrandingRepository, BrandingService],
  exports: [BrandingService],
})
export class BrandingModule {}
