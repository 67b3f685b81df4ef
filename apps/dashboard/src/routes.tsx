import { createBrowserRouter, type RouteObject } from 'react-router';
import { BASE_PATH } from './facts.js';
import { Gate } from './pages/start/gate.js';
import { Home } from './pages/start/home.js';
import { Crashed, NotFound } from './pages/start/not-found.js';

/** A page that is fetched when it is gone to. */
const page = (path: string, load: () => Promise<RouteObject['Component']>): RouteObject => ({
  path,
  lazy: { Component: load },
});

const organization: RouteObject[] = [
  { index: true, lazy: { Component: async () => (await import('./pages/org/overview.js')).Overview } },
  page('members', async () => (await import('./pages/org/members.js')).Members),
  page('invitations', async () => (await import('./pages/org/invitations.js')).Invitations),
  page('roles', async () => (await import('./pages/org/roles.js')).Roles),
  page('audit', async () => (await import('./pages/org/audit.js')).Audit),
  page('data', async () => (await import('./pages/org/collections.js')).Collections),
  page('data/:collection', async () => (await import('./pages/org/documents.js')).Documents),
  page('api-keys', async () => (await import('./pages/org/api-keys.js')).ApiKeys),
  page('webhooks', async () => (await import('./pages/org/webhooks.js')).Webhooks),
  page('webhooks/:webhook', async () => (await import('./pages/org/webhook.js')).Webhook),
  page('backups', async () => (await import('./pages/org/backups.js')).Backups),
  page('branches', async () => (await import('./pages/org/branches.js')).Branches),
  page('branding', async () => (await import('./pages/org/branding.js')).Branding),
  page('undo', async () => (await import('./pages/org/undo.js')).Undo),
  page('settings', async () => (await import('./pages/org/settings.js')).Settings),
];

const platform: RouteObject[] = [
  { index: true, lazy: { Component: async () => (await import('./pages/platform/welcome.js')).Welcome } },
  page('organizations', async () => (await import('./pages/platform/organizations.js')).Organizations),
  page('organizations/:id', async () => (await import('./pages/platform/organization.js')).Organization),
  page('accounts', async () => (await import('./pages/platform/accounts.js')).Accounts),
  page('statistics', async () => (await import('./pages/platform/statistics.js')).Statistics),
  page('permissions', async () => (await import('./pages/platform/permissions.js')).Permissions),
  page('impersonations', async () => (await import('./pages/platform/impersonations.js')).Impersonations),
  page('deleted', async () => (await import('./pages/platform/deleted.js')).Deleted),
  page('leftovers', async () => (await import('./pages/platform/leftovers.js')).Leftovers),
  page('audit', async () => (await import('./pages/platform/audit.js')).PlatformAudit),
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
