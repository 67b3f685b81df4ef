import type { ComponentType } from 'react';
import { createBrowserRouter, type RouteObject } from 'react-router';
import { BASE_PATH } from './facts.js';
import { Gate } from './pages/start/gate.js';
import { Home } from './pages/start/home.js';
import { Crashed, NotFound } from './pages/start/not-found.js';

/**
 * A page that is fetched when it is gone to.
 * @param permission without it, the page says so
 */
const page = (path: string, load: () => Promise<ComponentType>, permission?: string): RouteObject => ({
  path,
  lazy: {
    Component: async () => {
      if (permission === undefined) return load();
      const [{ needs }, Page] = await Promise.all([import('./ui/needs.js'), load()]);
      return needs(permission, Page);
    },
  },
});

const organization: RouteObject[] = [
  { index: true, lazy: { Component: async () => (await import('./pages/org/overview.js')).Overview } },
  page('members', async () => (await import('./pages/org/members.js')).Members, 'members.read'),
  page(
    'invitations',
    async () => (await import('./pages/org/invitations.js')).Invitations,
    'invitations.manage',
  ),
  page('roles', async () => (await import('./pages/org/roles.js')).Roles, 'roles.read'),
  page('audit', async () => (await import('./pages/org/audit.js')).Audit, 'audit.read'),
  page('data', async () => (await import('./pages/org/collections.js')).Collections, 'data.read'),
  page('data/:collection', async () => (await import('./pages/org/documents.js')).Documents, 'data.read'),
  page('api-keys', async () => (await import('./pages/org/api-keys.js')).ApiKeys),
  page('webhooks', async () => (await import('./pages/org/webhooks.js')).Webhooks, 'webhooks.read'),
  page('webhooks/:webhook', async () => (await import('./pages/org/webhook.js')).Webhook, 'webhooks.read'),
  page('backups', async () => (await import('./pages/org/backups.js')).Backups, 'backups.read'),
  page('branches', async () => (await import('./pages/org/branches.js')).Branches, 'branches.manage'),
  page('branding', async () => (await import('./pages/org/branding.js')).Branding, 'organization.read'),
  page('undo', async () => (await import('./pages/org/undo.js')).Undo, 'data.undo'),
  page('settings', async () => (await import('./pages/org/settings.js')).Settings, 'organization.read'),
];

const platform: RouteObject[] = [
  { index: true, lazy: { Component: async () => (await import('./pages/platform/welcome.js')).Welcome } },
  page(
    'organizations',
    async () => (await import('./pages/platform/organizations.js')).Organizations,
    'platform.organizations.read',
  ),
  page(
    'organizations/:id',
    async () => (await import('./pages/platform/organization.js')).Organization,
    'platform.organizations.read',
  ),
  page(
    'accounts',
    async () => (await import('./pages/platform/accounts.js')).Accounts,
    'platform.users.manage',
  ),
  page(
    'statistics',
    async () => (await import('./pages/platform/statistics.js')).Statistics,
    'platform.stats.read',
  ),
  page(
    'permissions',
    async () => (await import('./pages/platform/permissions.js')).Permissions,
    'platform.permissions.manage',
  ),
  page(
    'impersonations',
    async () => (await import('./pages/platform/impersonations.js')).Impersonations,
    'platform.impersonate',
  ),
  page(
    'deleted',
    async () => (await import('./pages/platform/deleted.js')).Deleted,
    'platform.organizations.read',
  ),
  page(
    'leftovers',
    async () => (await import('./pages/platform/leftovers.js')).Leftovers,
    'platform.organizations.read',
  ),
  page('audit', async () => (await import('./pages/platform/audit.js')).PlatformAudit, 'platform.audit.read'),
  page('health', async () => (await import('./pages/platform/health.js')).Health),
];

const account: RouteObject[] = [
  { index: true, lazy: { Component: async () => (await import('./pages/account/profile.js')).Profile } },
  page('sessions', async () => (await import('./pages/account/sessions.js')).Sessions),
];

export const routerOf = () =>
  createBrowserRouter(
    [
      {
        ErrorBoundary: Crashed,
        HydrateFallback: () => null,
        children: [
          page('sign-up', async () => (await import('./pages/start/sign-up.js')).SignUp),
          page('forgot', async () => (await import('./pages/start/forgot.js')).Forgot),
          {
            Component: Gate,
            children: [
              { index: true, Component: Home },
              page('start', async () => (await import('./pages/start/no-organization.js')).NoOrganization),
              {
                path: 'o/:org',
                lazy: { Component: async () => (await import('./shells.js')).OrganizationShell },
                children: [...organization, { path: '*', Component: NotFound }],
              },
              {
                path: 'platform',
                lazy: { Component: async () => (await import('./shells.js')).PlatformShell },
                children: [...platform, { path: '*', Component: NotFound }],
              },
              {
                path: 'account',
                lazy: { Component: async () => (await import('./shells.js')).AccountShell },
                children: [...account, { path: '*', Component: NotFound }],
              },
            ],
          },
          { path: '*', Component: NotFound },
        ],
      },
    ],
    { basename: `${BASE_PATH}/dashboard` },
  );
