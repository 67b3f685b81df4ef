import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { T } from '../texts/en.js';

export interface RowAct {
  label: string;
  danger?: boolean;
  act: () => void;
}

/** What can be done with a row; without acts there is no menu. */
export function RowMenu({ what, acts }: { what: string; acts: RowAct[] }) {
  if (acts.length === 0) return null;
  return (
    <Menu position="bottom-end" shadow="md" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" className="quiet" aria-label={T.common.actions(what)}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {acts.map(({ label, danger = false, act }) => (
          <Menu.Item key={label} onClick={act} className={danger ? 'act-danger' : undefined}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
