// Generated from openapi.json by npm run generate. Do not edit.

/** Operations that take an Idempotency-Key. */
export const IDEMPOTENT: ReadonlySet<string> = new Set([
  'POST /org/create',
  'POST /api/register',
  'POST /api/register/add-user',
  'POST /signup',
  'POST /organizations',
  'POST /api/v1/tenants',
  'POST /api/v1/tenants/{id}/users',
  'POST /api/v1/tenants/{id}/users/{userId}/reset-password',
  'POST /api/tenants/register',
  'POST /v1/accounts',
  'POST /v1/platform/impersonations',
  'POST /v1/members',
  'POST /v1/members/{id}/transfer-ownership',
  'POST /v1/members/{id}/approve',
  'POST /v1/members/{id}/decline',
  'POST /v1/members/{id}/reset-password',
  'POST /v1/me/memberships',
  'POST /v1/data/{collection}',
  'POST /v1/backups',
  'POST /v1/roles',
  'POST /v1/organizations',
  'POST /v1/invitations/accept',
  'POST /v1/invitations',
  'POST /v1/invitations/{id}/resend',
]);
