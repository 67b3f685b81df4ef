import {
  IconApi,
  IconArchive,
  IconArrowBackUp,
  IconBuilding,
  IconChartBar,
  IconDatabase,
  IconDeviceLaptop,
  IconGhost,
  IconGitBranch,
  IconHeartbeat,
  IconHistory,
  IconHome,
  IconKey,
  IconLockCheck,
  IconMail,
  IconPackageOff,
  IconPalette,
  IconSettings,
  IconShieldHalf,
  IconTrashX,
  IconUser,
  IconUsers,
  IconWebhook,
  type TablerIcon,
} from '@tabler/icons-react';
import type { OrganizationScope, Scope } from '../data/session.js';
import { T } from '../texts/en.js';

export interface NavLinkItem {
  to: string;
  label: string;
  icon: TablerIcon;
  /** Only this very address counts as here. */
  end?: boolean;
}

export interface NavGroup {
  label: string;
  links: NavLinkItem[];
}

const when = (condition: boolean, ...links: NavLinkItem[]): NavLinkItem[] => (condition ? links : []);

export function organizationNav({ organization, can, account }: OrganizationScope): NavGroup[] {
  const { nav } = T.org;
  const at = `/o/${organization.id}`;
  return [
    {
      label: nav.label,
      links: [
        { to: at, label: nav.overview, icon: IconHome, end: true },
        ...when(can('data.read'), { to: `${at}/data`, label: nav.data, icon: IconDatabase }),
        ...when(can('members.read'), { to: `${at}/members`, label: nav.members, icon: IconUsers }),
        ...when(can('invitations.manage'), {
          to: `${at}/invitations`,
          label: nav.invitations,
          icon: IconMail,
        }),
        ...when(can('roles.read'), { to: `${at}/roles`, label: nav.roles, icon: IconKey }),
        { to: `${at}/api-keys`, label: T.keys.nav, icon: IconApi },
        ...when(can('webhooks.read'), { to: `${at}/webhooks`, label: T.webhooks.nav, icon: IconWebhook }),
        ...when(can('backups.read'), { to: `${at}/backups`, label: T.backups.nav, icon: IconArchive }),
        ...when(can('branches.manage'), { to: `${at}/branches`, label: T.branches.nav, icon: IconGitBranch }),
        ...when(can('data.undo'), { to: `${at}/undo`, label: T.undo.nav, icon: IconArrowBackUp }),
        ...when(can('audit.read'), { to: `${at}/audit`, label: nav.audit, icon: IconHistory }),
        ...when(can('organization.update') && can('organization.read'), {
          to: `${at}/branding`,
          label: T.branding.nav,
          icon: IconPalette,
        }),
        ...when(can('organization.read'), { to: `${at}/settings`, label: nav.settings, icon: IconSettings }),
      ],
    },
    own(account.platform_operator),
  ];
}

export function platformNav({ can }: Scope): NavGroup[] {
  const { nav } = T.platform;
  return [
    {
      label: nav.label,
      links: [
        { to: '/platform', label: nav.welcome, icon: IconHome, end: true },
        ...when(can('platform.organizations.read'), {
          to: '/platform/organizations',
          label: nav.organizations,
          icon: IconBuilding,
        }),
        ...when(can('platform.users.manage'), {
          to: '/platform/accounts',
          label: nav.accounts,
          icon: IconUsers,
        }),
        ...when(can('platform.stats.read'), {
          to: '/platform/statistics',
          label: T.platform.statistics.nav,
          icon: IconChartBar,
        }),
        ...when(can('platform.permissions.manage'), {
          to: '/platform/permissions',
          label: T.platform.catalogue.nav,
          icon: IconLockCheck,
        }),
        ...when(can('platform.impersonate'), {
          to: '/platform/impersonations',
          label: nav.impersonations,
          icon: IconGhost,
        }),
        ...when(can('platform.organizations.read'), {
          to: '/platform/deleted',
          label: T.platform.deleted.nav,
          icon: IconTrashX,
        }),
        ...when(can('platform.organizations.read'), {
          to: '/platform/leftovers',
          label: nav.leftovers,
          icon: IconPackageOff,
        }),
        ...when(can('platform.audit.read'), { to: '/platform/audit', label: nav.audit, icon: IconHistory }),
        { to: '/platform/health', label: nav.health, icon: IconHeartbeat },
      ],
    },
    own(false),
  ];
}

export function accountNav({ account }: Scope): NavGroup[] {
  const { nav } = T.org;
  const places = account.organizations.filter(({ status }) => status === 'active');
  return [
    own(account.platform_operator),
    ...(places.length === 0
      ? []
      : [
          {
            label: T.account.organizations,
            links: places.map(({ id, name }) => ({ to: `/o/${id}`, label: name, icon: IconBuilding })),
          },
        ]),
    ...(account.organizations.length === 0 && !account.platform_operator
      ? [{ label: nav.label, links: [{ to: '/start', label: nav.create, icon: IconBuilding }] }]
      : []),
  ];
}

const own = (isOperator: boolean): NavGroup => ({
  label: T.org.nav.account,
  links: [
    ...when(isOperator, { to: '/platform', label: T.org.nav.platform, icon: IconShieldHalf }),
    { to: '/account', label: T.org.nav.profile, icon: IconUser, end: true },
    { to: '/account/sessions', label: T.org.nav.sessions, icon: IconDeviceLaptop },
  ],
});
