import { Module } from '@nestjs/common';
import { AccountV1Module } from './account/account-v1.module.js';
import { AccountsV1Module } from './accounts/accounts-v1.module.js';
import { ApiKeysV1Module } from './api-keys/api-keys-v1.module.js';
import { AuditV1Module } from './audit/audit-v1.module.js';
import { BackupsV1Module } from './backups/backups-v1.module.js';
import { BranchesV1Module } from './branches/branches-v1.module.js';
import { DataV1Module } from './data/data-v1.module.js';
import { DevV1Module } from './dev/dev-v1.module.js';
import { HistoryV1Module } from './history/history-v1.module.js';
import { EventsV1Module } from './events/events-v1.module.js';
import { ImpersonationsV1Module } from './impersonations/impersonations-v1.module.js';
import { InvitationsV1Module } from './invitations/invitations-v1.module.js';
import { MembersV1Module } from './members/members-v1.module.js';
import { OperationsV1Module } from './operations/operations-v1.module.js';
import { OrganizationsV1Module } from './organizations/organizations-v1.module.js';
import { PersonsV1Module } from './persons/persons-v1.module.js';
import { PlansV1Module } from './plans/plans-v1.module.js';
import { PlatformV1Module } from './platform/platform-v1.module.js';
import { RolesV1Module } from './roles/roles-v1.module.js';
import { SecondFactorV1Module } from './second-factor/second-factor-v1.module.js';
import { SessionsV1Module } from './sessions/sessions-v1.module.js';
import { RestoresV1Module } from './restores/restores-v1.module.js';
import { UndeletesV1Module } from './undeletes/undeletes-v1.module.js';
import { UsageV1Module } from './usage/usage-v1.module.js';
import { TokensV1Module } from './tokens/tokens-v1.module.js';
import { AuditSinksV1Module } from './audit-sinks/audit-sinks-v1.module.js';
import { WebhooksV1Module } from './webhooks/webhooks-v1.module.js';

/** The native API: a module for each folder, in the order of the documentation. */
@Module({
  imports: [
    AccountV1Module,
    PersonsV1Module,
    AccountsV1Module,
    SessionsV1Module,
    SecondFactorV1Module,
    TokensV1Module,
    ApiKeysV1Module,
    OperationsV1Module,
    ImpersonationsV1Module,
    MembersV1Module,
    DataV1Module,
    BackupsV1Module,
    BranchesV1Module,
    RolesV1Module,
    OrganizationsV1Module,
    HistoryV1Module,
    RestoresV1Module,
    UndeletesV1Module,
    PlansV1Module,
    AuditV1Module,
    UsageV1Module,
    PlatformV1Module,
    InvitationsV1Module,
    AuditSinksV1Module,
    WebhooksV1Module,
    EventsV1Module,
    DevV1Module,
  ],
})
export class V1Module {}
