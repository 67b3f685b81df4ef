import {
  ActionIcon,
  Button,
  Drawer,
  Menu,
  SegmentedControl,
  UnstyledButton,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconBook2,
  IconChevronDown,
  IconCommand,
  IconLogout,
  IconMenu2,
  IconPlus,
  IconSelector,
} from '@tabler/icons-react';
import { type ReactNode, Suspense, useEffect, useRef } from 'react';
import { Link, NavLink, useLocation, useNavigate } from 'react-router';
import { useScope } from '../data/session.js';
import { BASE_PATH, HAS_DOCS, PRODUCT } from '../facts.js';
import { useImpersonation, useIsConnectionLost, useRowhouse } from '@rowhouse/react';
import { T } from '../texts/en.js';
import { ActingBar } from './acting-bar.js';
import { Logo } from './logo.js';
import type { NavGroup } from './nav.js';
import { openPalette, Palette } from './palette.js';
import { StepUp } from './step-up.js';

const text = T.org.nav;

/** The frame of every page behind the sign-in. */
export function Layout({ nav, children }: { nav: NavGroup[]; children: ReactNode }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  useEffect(() => {
    close();
    // Another page begins to be read at its beginning.
    if (shown.current !== pathname) main.current?.focus({ preventScroll: true });
    shown.current = pathname;
  }, [pathname, close]);
  const acting = useImpersonation();
  const isLost = useIsConnectionLost();
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {T.common.skip}
      </a>
      <aside className="side" aria-label={T.common.menu}>
        <Side nav={nav} />
      </aside>
      <Drawer
        opened={isOpen}
        onClose={close}
        size={280}
        title={PRODUCT}
        closeButtonProps={{ 'aria-label': T.common.close }}
      >
        <Side nav={nav} bare />
      </Drawer>
      <div>
        <section className="topbar" aria-label={PRODUCT}>
          <ActionIcon variant="subtle" className="quiet" aria-label={T.common.menu} onClick={open} size="lg">
            <IconMenu2 size={20} />
          </ActionIcon>
          <Link to="/" className="brand">
            <Logo size={22} /> {PRODUCT}
          </Link>
        </section>
        {acting !== undefined && <ActingBar acting={acting} />}
        <div role="status">{isLost && <div className="bar lost">{T.common.connection.lost}</div>}</div>
        <main ref={main} id="content" className="content" tabIndex={-1}>
          <Suspense>{children}</Suspense>
        </main>
      </div>
      <Palette nav={nav} />
      <StepUp />
    </div>
  );
}

function Side({ nav, bare = false }: { nav: NavGroup[]; bare?: boolean }) {
  return (
    <>
      {!bare && (
        <Link to="/" className="brand">
          <Logo /> {PRODUCT}
        </Link>
      )}
      <OrganizationSwitch />
      <Button
        variant="default"
        size="xs"
        justify="space-between"
        className="palette-button"
        onClick={openPalette}
        rightSection={<kbd className="kbd">Ctrl K</kbd>}
        leftSection={<IconCommand size={14} aria-hidden />}
      >
        {T.common.search}
      </Button>
      <nav aria-label={T.common.menu}>
        {nav.map(({ label, links }) => (
          <div key={label}>
            <div className="navlabel">{label}</div>
            {links.map(({ to, label: name, icon: Icon, end }) => (
              <NavLink key={to} to={to} end={end} className="navlink">
                <Icon size={17} stroke={1.7} aria-hidden />
                {name}
              </NavLink>
            ))}
          </div>
        ))}
      </nav>
      <Me />
    </>
  );
}

/** The organization one is in, and the way into another one. */
function OrganizationSwitch() {
  const scope = useScope();
  const navigate = useNavigate();
  if (!('organization' in scope)) return null;
  const { organization, account } = scope as typeof scope & {
    organization: { id: string; name: string; role: string };
  };
  return (
    <Menu width={236} position="bottom-start" shadow="md">
      <Menu.Target>
        <UnstyledButton className="switch">
          <span className="switch-mark" aria-hidden>
            {organization.name.slice(0, 1).toUpperCase()}
          </span>
          <span className="visually-hidden">{text.switch}</span>
          <span className="switch-name">
            {organization.name}
            <span className="two">{organization.role}</span>
          </span>
          <IconSelector size={16} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {account.organizations.map(({ id, name, role, status }) => (
          <Menu.Item
            key={id}
            disabled={status !== 'active'}
            onClick={() => void navigate(`/o/${id}`)}
            aria-current={id === organization.id || undefined}
          >
            {name}
            <span className="two">{status === 'active' ? role : T.org.status[status]}</span>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconPlus size={15} aria-hidden />} onClick={() => void navigate('/start')}>
          {text.create}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Me() {
  const { account } = useScope();
  const rowhouse = useRowhouse();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { scheme } = T.common;
  return (
    <Menu width={236} position="top-start" shadow="md" closeOnItemClick>
      <Menu.Target>
        <UnstyledButton className="switch">
          <span className="switch-mark person" aria-hidden>
            {(account.name ?? account.email).slice(0, 1).toUpperCase()}
          </span>
          <span className="switch-name">
            {account.name ?? account.email}
            {account.name !== null && <span className="two">{account.email}</span>}
          </span>
          <IconChevronDown size={16} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{scheme.label}</Menu.Label>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={scheme.label}
          value={colorScheme}
          onChange={(value) => setColorScheme(value)}
          data={[
            { value: 'light', label: scheme.light },
            { value: 'dark', label: scheme.dark },
            { value: 'auto', label: scheme.auto },
          ]}
        />
        <Menu.Divider />
        {HAS_DOCS && (
          <Menu.Item
            component="a"
            href={`${BASE_PATH}/docs`}
            leftSection={<IconBook2 size={15} aria-hidden />}
          >
            {text.docs}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconLogout size={15} aria-hidden />} onClick={() => void rowhouse.signOut()}>
          {text.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
