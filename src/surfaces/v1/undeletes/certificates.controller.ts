import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RateLimited } from '../../../common/http/rate-limited.decorator.js';
import { Public } from '../../../modules/auth/http/access.decorators.js';
import {
  type CertificateDownload,
  ErasureRecordsService,
} from '../../../modules/undeletes/certificates/erasure-records.service.js';
import { ApiGetErasureCertificateByLink } from './erasures.docs.js';

/** What the link of an erasure leads to: who owned the organization has no account any more. */
@ApiTags('Organizations (v1)')
@Controller('v1/erasures/certificates')
export class CertificatesController {
  constructor(private readonly records: ErasureRecordsService) {}

  @Public()
  @RateLimited('lookup')
  @Get(':secret')
  @ApiGetErasureCertificateByLink()
  async getErasureCertificateByLink(@Param('secret') secret: string): Promise<StreamableFile> {
    return fileOf(await this.records.byLink(secret));
  }
}

/** Byte for byte: its verification takes no other text. */
export const fileOf = ({ name, text }: CertificateDownload): StreamableFile =>
  new StreamableFile(Buffer.from(text), {
    type: 'application/json',
    disposition: `attachment; filename="${name}"`,
  });
