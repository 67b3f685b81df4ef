import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { OrganizationDetails } from '../../../modules/registry/organizations.types.js';
import { PlansService } from '../../../modules/plans/plans.service.js';
import { ifMatch } from '../preconditions.js';
import type { OrganizationViewDto } from './organizations.dto.js';

/** How the native API shows an organization. */
@Injectable()
export class OrganizationPresenter {
  constructor(private readonly plans: PlansService) {}

  async present(organization: OrganizationDetails): Promise<OrganizationViewDto> {
    const { id, uid, seq, name, slug, database, generation, status, personal, settings } = organization;
    const plan = await this.plans.find(organization.planId);
    return {
      id,
      uid,
      seq,
      name,
      slug,
      database,
      generation,
      status,
      moving: organization.lifecycle === 'moving',
      plan: plan ? { id: plan.id, type: plan.type } : null,
      domain: organization.domain ?? null,
      personal,
      settings,
      admin_id: organization.adminId,
      created_at: organization.createdAt.toISOString(),
      updated_at: organization.updatedAt.toISOString(),
    };
  }

  /** With its ETag, which changes with every change but the beginning of a move. */
  tagged(reply: FastifyReply, organization: OrganizationDetails): Promise<OrganizationViewDto> {
    reply.header('etag', `"${organization.revision}"`);
    return this.present(organization);
  }
}

/** The revisions that If-Match names; undefined = any. */
export function revisionsOf(header: string | undefined): number[] | undefined {
  return ifMatch(header)?.flatMap((tag) => (/^\d{1,15}$/.test(tag) ? [Number(tag)] : []));
}
