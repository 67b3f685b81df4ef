import { Button } from '@mantine/core';
import { IconMapPinOff } from '@tabler/icons-react';
import { Link } from 'react-router';
import { T } from '../../texts/en.js';
import { Empty, useTitle } from '../../ui/page.js';

export function NotFound() {
  useTitle(T.common.notFound.title);
  return (
    <div className="gate">
      <main className="card">
        <h1 className="visually-hidden">{T.common.notFound.title}</h1>
        <Empty title={T.common.notFound.title} text={T.common.notFound.text} icon={IconMapPinOff}>
          <Button component={Link} to="/">
            {T.common.notFound.home}
          </Button>
        </Empty>
      </main>
    </div>
  );
}

/** A page threw while it was drawn, or its file is gone because the service was upgraded. */
export function Crashed() {
  useTitle(T.common.crashed.title);
  return (
    <div className="gate">
      <main className="card">
        <h1 className="visually-hidden">{T.common.crashed.title}</h1>
        <Empty title={T.common.crashed.title} text={T.common.crashed.text}>
          <Button onClick={() => location.reload()}>{T.common.crashed.reload}</Button>
        </Empty>
      </main>
    </div>
  );
}
