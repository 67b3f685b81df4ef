import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RateLimited } from '../../../common/http/rate-limited.decorator.js';
import { isId } from '../../../database/ids.js';
import { PLATFORM_CHAIN } from '../../../modules/audit/audit-chains.service.js';
import { AuditHeadsService } from '../../../modules/audit/audit-heads.service.js';
import { Public } from '../../../modules/auth/http/access.decorators.js';
import { foreignCursor } from '../../../common/errors/foreign-cursor.js';
import { invalidQuery, momentOf, pageOf } from '../pages.js';
import { ApiGetAuditKeys, ApiListAuditHeads } from './audit.docs.js';
import type { AuditHeadListDto, AuditKeysDto } from './heads.dto.js';

/** What everybody may read, so that the service cannot say something else to each. */
@ApiTags('Audit (v1)')
@Controller('v1/audit')
export class AuditHeadsController {
  constructor(private readonly heads: AuditHeadsService) {}

  @Public()
  @RateLimited('lookup')
  @Get('heads')
  @ApiListAuditHeads()
  async listAuditHeads(@Query() sent: unknown): Promise<AuditHeadListDto> {
    const { cursor, limit, given } = pageOf(sent, ['organization_id', 'from', 'to']);
    const { organization_id: chain } = given;
    if (chain === undefined || !(chain === PLATFORM_CHAIN || isId(chain))) {
      throw invalidQuery('organization_id', 'must be the id of an organization, or platform');
    }
    if (cursor !== undefined && !/^[1-9]\d{0,14}$/.test(cursor)) throw foreignCursor();
    const [from, to] = [momentOf('from', given['from']), momentOf('to', given['to'])];
    const query = { from, to, limit, cursor: cursor === undefined ? undefined : Number(cursor) };
    const items = await this.heads.list(chain, query);
    const last = items.length < limit ? undefined : items.at(-1);
    return { items, next_cursor: last ? String(last.count) : null };
  }

  @Public()
  @Get('keys')
  @Header('cache-control', 'public, max-age=300')
  @ApiGetAuditKeys()
  async getAuditKeys(): Promise<AuditKeysDto> {
    return { keys: await this.heads.publicKeys() };
  }
}
