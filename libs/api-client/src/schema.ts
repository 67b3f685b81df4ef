// Generated from openapi.json by npm run generate. Do not edit.

import type * as accountArea from './schema/account.js';
import type * as apiKeysArea from './schema/api-keys.js';
import type * as auditArea from './schema/audit.js';
import type * as backupsArea from './schema/backups.js';
import type * as branchesArea from './schema/branches.js';
import type * as dataArea from './schema/data.js';
import type * as developmentArea from './schema/development.js';
import type * as healthArea from './schema/health.js';
import type * as historyArea from './schema/history.js';
import type * as identityArea from './schema/identity.js';
import type * as invitationsArea from './schema/invitations.js';
import type * as membersArea from './schema/members.js';
import type * as operationsArea from './schema/operations.js';
import type * as orgArea from './schema/org.js';
import type * as organizationsArea from './schema/organizations.js';
import type * as plansArea from './schema/plans.js';
import type * as platformArea from './schema/platform.js';
import type * as registerArea from './schema/register.js';
import type * as rolesArea from './schema/roles.js';
import type * as secondFactorArea from './schema/second-factor.js';
import type * as sessionsArea from './schema/sessions.js';
import type * as startArea from './schema/start.js';
import type * as tenantsArea from './schema/tenants.js';
import type * as tenantsV1Area from './schema/tenants-v1.js';
import type * as tokensArea from './schema/tokens.js';
import type * as usageArea from './schema/usage.js';
import type * as webhooksArea from './schema/webhooks.js';

/** Every path of the service. */
export interface paths
  extends accountArea.paths,
    apiKeysArea.paths,
    auditArea.paths,
    backupsArea.paths,
    branchesArea.paths,
    dataArea.paths,
    developmentArea.paths,
    healthArea.paths,
    historyArea.paths,
    identityArea.paths,
    invitationsArea.paths,
    membersArea.paths,
    operationsArea.paths,
    orgArea.paths,
    organizationsArea.paths,
    plansArea.paths,
    platformArea.paths,
    registerArea.paths,
    rolesArea.paths,
    secondFactorArea.paths,
    sessionsArea.paths,
    startArea.paths,
    tenantsArea.paths,
    tenantsV1Area.paths,
    tokensArea.paths,
    usageArea.paths,
    webhooksArea.paths {}

export interface operations
  extends accountArea.operations,
    apiKeysArea.operations,
    auditArea.operations,
    backupsArea.operations,
    branchesArea.operations,
    dataArea.operations,
    developmentArea.operations,
    healthArea.operations,
    historyArea.operations,
    identityArea.operations,
    invitationsArea.operations,
    membersArea.operations,
    operationsArea.operations,
    orgArea.operations,
    organizationsArea.operations,
    plansArea.operations,
    platformArea.operations,
    registerArea.operations,
    rolesArea.operations,
    secondFactorArea.operations,
    sessionsArea.operations,
    startArea.operations,
    tenantsArea.operations,
    tenantsV1Area.operations,
    tokensArea.operations,
    usageArea.operations,
    webhooksArea.operations {}

export interface components {
  schemas: accountArea.components['schemas'] &
    apiKeysArea.components['schemas'] &
    auditArea.components['schemas'] &
    backupsArea.components['schemas'] &
    branchesArea.components['schemas'] &
    dataArea.components['schemas'] &
    developmentArea.components['schemas'] &
    healthArea.components['schemas'] &
    historyArea.components['schemas'] &
    identityArea.components['schemas'] &
    invitationsArea.components['schemas'] &
    membersArea.components['schemas'] &
    operationsArea.components['schemas'] &
    orgArea.components['schemas'] &
    organizationsArea.components['schemas'] &
    plansArea.components['schemas'] &
    platformArea.components['schemas'] &
    registerArea.components['schemas'] &
    rolesArea.components['schemas'] &
    secondFactorArea.components['schemas'] &
    sessionsArea.components['schemas'] &
    startArea.components['schemas'] &
    tenantsArea.components['schemas'] &
    tenantsV1Area.components['schemas'] &
    tokensArea.components['schemas'] &
    usageArea.components['schemas'] &
    webhooksArea.components['schemas'];
}
