import type { DeletedOrganization } from '../../../modules/undeletes/undeletes.types.js';
import type { DeletedOrganizationDto } from './undeletes.dto.js';

export const presentDeleted = (row: DeletedOrganization): DeletedOrganizationDto => ({
  organization_id: row._id,
  name: row.name,
  phase: row.phase,
  domain: row.domain ?? null,
  members: row.members,
  deleted_at: row.deleted_at.toISOString(),
  expires_at: row.until.toISOString(),
  fault: row.fault ?? null,
  members_left_out: row.missing ?? [],
});
