import '@mantine/spotlight/styles.css';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { IconArrowRight, IconBuilding, IconLogout, IconSearch, IconSun } from '@tabler/icons-react';
import { useMantineColorScheme } from '@mantine/core';
import { useNavigate } from 'react-router';
import { useScope } from '../data/session.js';
import { useRowhouse } from '@rowhouse/react';
import { T } from '../texts/en.js';
import type { NavGroup } from './nav.js';

export const openPalette = (): void => spotlight.open();

/** Ctrl K (⌘ K): every page and the acts of everywhere, by a few letters. */
export function Palette({ nav }: { nav: NavGroup[] }) {
  const navigate = useNavigate();
  const rowhouse = useRowhouse();
  const { account } = useScope();
  const { setColorScheme } = useMantineColorScheme();
  const { scheme, palette } = T.common;
  const pages = nav.flatMap(({ label, links }) =>
    links.map(({ to, label: name, icon: Icon }) => ({
      id: to,
      label: name,
      description: label,
      leftSection: <Icon size={18} aria-hidden />,
      onClick: () => void navigate(to),
    })),
  );
  const places = account.organizations
    .filter(({ id, status }) => status === 'active' && !pages.some((page) => page.id === `/o/${id}`))
    .map(({ id, name }) => ({
      id: `organization-${id}`,
      label: name,
      description: T.org.nav.switch,
      leftSection: <IconBuilding size={18} aria-hidden />,
      onClick: () => void navigate(`/o/${id}`),
    }));
  const acts = [
    ...(['light', 'dark', 'auto'] as const).map((name) => ({
      id: `scheme-${name}`,
      label: `${scheme.label}: ${scheme[name]}`,
      leftSection: <IconSun size={18} aria-hidden />,
      onClick: () => setColorScheme(name),
    })),
    {
      id: 'sign-out',
      label: T.org.nav.signOut,
      leftSection: <IconLogout size={18} aria-hidden />,
      onClick: () => void rowhouse.signOut(),
    },
  ];
  return (
    <Spotlight
      actions={[...pages, ...places, ...acts]}
      shortcut={['mod + K']}
      nothingFound={palette.nothing}
      highlightQuery
      scrollable
      maxHeight={420}
      title={palette.label}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        rightSection: <IconArrowRight size={16} aria-hidden />,
        placeholder: palette.placeholder,
        'aria-label': palette.label,
      }}
    />
  );
}
