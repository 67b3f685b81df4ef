import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import type { ErrorCode } from '../../common/errors/error-codes.js';
import { FinalArchivesService } from '../backups/final-archives.service.js';
import { OneTimeCodesService } from '../credentials/one-time-codes.service.js';
import type { Build } from '../organizations/builds/build.types.js';
import { BuildsService } from '../organizations/builds/builds.service.js';
import { OrganizationBuildsService } from '../organizations/organization-builds.service.js';
import { OrganizationReturnsService } from '../organizations/organization-returns.service.js';
import { nameKey } from '../registry/slug.js';
import { DeletedOrganizationsRepository } from './deleted-organizations.repository.js';
import { ReturningOrganizations } from './returning-organizations.service.js';
import type { Asker, DeletedOrganization, ReturnChoice } from './undeletes.types.js';

/** How long a request waits for the organization to be back. Milliseconds. */
const WAIT_MS = 15_000;

/** Brings deleted organizations back. */
@Injectable()
export class UndeletesService implements OnModuleInit {
  constructor(
    private readonly deleted: DeletedOrganizationsRepository,
    private readonly archives: FinalArchivesService,
    private readonly codes: OneTimeCodesService,
    private readonly builds: OrganizationBuildsService,
    private readonly runner: BuildsService,
    private readonly returning: ReturningOrganizations,
    private readonly returns: OrganizationReturnsService,
  ) {}

  onModuleInit(): void {
    this.runner.handle('undelete', this.returning);
  }

  /** What a mailed link brings back. @throws AppError auth.link_invalid, undelete.erased */
  async preview(code: string): Promise<DeletedOrganization> {
    return (await this.ofLink(code)).row;
  }

  /**
   * By the owner's mailed link, which may be used again.
   * @throws AppError auth.link_invalid, undelete.*, organization.name_taken, organization.domain_taken, backup.*
   */
  async byLink(code: string, choice: ReturnChoice, client: { ip?: string }): Promise<DeletedOrganization> {
    const { row, userId } = await this.ofLink(code);
    return this.bringBack(row._id, choice, { actorId: userId, ip: client.ip });
  }

  /** @throws AppError undelete.*, organization.name_taken, organization.domain_taken, backup.* */
  async bringBack(id: string, choice: ReturnChoice, asker: Asker): Promise<DeletedOrganization> {
    const row = await this.deleted.find(id);
    if (row === null) throw new AppError('undelete.not_found');
    if (row.phase === 'erased' || isOver(row)) throw new AppError('undelete.erased');
    if (row.phase === 'leaving') throw new AppError('undelete.not_ready', { retryAfter: 5 });
    if (row.phase === 'kept') await this.begin(row, choice, asker);
    return this.wait(id);
  }

  private async ofLink(code: string): Promise<{ row: DeletedOrganization; userId: string }> {
    const { userId, data } = await this.codes.peek('undelete', code);
    const row = await this.deleted.find(data['organization']);
    if (row?.deletion !== data['deletion']) throw new AppError('auth.link_invalid');
    if (row.phase === 'erased' || isOver(row)) throw new AppError('undelete.erased');
    return { row, userId };
  }

  private async begin(row: DeletedOrganization, choice: ReturnChoice, asker: Asker): Promise<void> {
    const name = choice.name ?? row.name;
    const key = choice.name === undefined ? row.name_key : nameKey(choice.name);
    if (key === '') throw new AppError('request.invalid', { errors: { name: 'name must not be empty' } });
    await this.returns.requireFree(key, choice.withoutDomain === true ? undefined : row.domain);
    const { collections } = await this.archives.open(row.archive, row._id);
    const wanted = {
      kind: 'undelete' as const,
      org_id: row._id,
      from_org: row._id,
      name,
      atLeast: row.generation + 1,
      order: {
        archive: row.archive,
        renamed: choice.name !== undefined,
        domain: choice.withoutDomain !== true,
      },
      act: { ...asker },
      files: this.returns.filesOf(collections),
    };
    try {
      await this.builds.begin(wanted, async (build, session) => {
        const change = { phase: 'returning' as const, build: build._id };
        if (!(await this.deleted.enter(row._id, ['kept'], change, session)))
          throw new AppError('undelete.returning');
      });
    } catch (error) {
      const isBegun = error instanceof AppError && error.code === 'undelete.returning';
      if (!isBegun) throw error; // else somebody brings it back at this moment
    }
  }

  /** @throws AppError with the code that the return ended with */
  private async wait(id: string): Promise<DeletedOrganization> {
    const row = (await this.deleted.find(id))!;
    if (row.phase !== 'returning') return row;
    const ended: Build = await this.runner.wait(row.build!, WAIT_MS);
    if (ended.phase === 'failed') throw new AppError(ended.error as ErrorCode);
    return (await this.deleted.find(id))!;
  }
}

const isOver = ({ phase, until }: DeletedOrganization): boolean =>
  phase === 'kept' && until.getTime() <= Date.now();
