import { Button, Skeleton } from '@mantine/core';
import { ok } from '@rowhouse/api-client/core';
import { useQuery } from '@tanstack/react-query';
import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useScope } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { CodeSample } from '../../ui/code.js';
import { Card, Page } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { sayAction } from '../../ui/actions.js';
import { When } from '../../ui/time.js';

const text = T.platform.welcome;

/** The way from a fresh installation to the first document; later, what happened last. */
export function Welcome() {
  const { client, key, can } = useScope();
  const organizations = useQuery({
    queryKey: [...key, 'organizations', 'first'],
    queryFn: async () =>
      (await ok(client.GET('/v1/platform/organizations', { params: { query: { limit: 1 } } }))).items,
  });
  const hasOne = (organizations.data?.length ?? 0) > 0;
  const create = (
    <Button component={Link} to="/platform/organizations?new=1" variant={hasOne ? 'default' : 'filled'}>
      {text.go}
    </Button>
  );
  return (
    <Page
      title={text.title}
      text={text.text}
      actions={
        hasOne && (
          <Button component={Link} to="/platform/organizations" variant="default">
            {text.all}
          </Button>
        )
      }
    >
      <ErrorNotice error={organizations.error} />
      {organizations.data === undefined ? (
        <Skeleton height={320} />
      ) : (
        <Card>
          <ol className="steps">
            <Step number={1} isDone title={text.password} words={text.passwordText} />
            <Step number={2} isDone={hasOne} title={text.organization} words={text.organizationText}>
              {create}
            </Step>
            <Step number={3} title={text.member} words={text.memberText} />
            <Step number={4} title={text.document} words={text.documentText}>
              <CodeSample
                open
                call={{
                  method: 'POST',
                  path: '/v1/data/{collection}',
                  params: { collection: 'orders' },
                  body: { item: 'coffee', total: 12.5 },
                }}
              />
            </Step>
          </ol>
        </Card>
      )}
      {can('platform.audit.read') && <Recent />}
    </Page>
  );
}

interface StepProps {
  number: number;
  isDone?: boolean;
  title: string;
  words: string;
  children?: ReactNode;
}

const Step = ({ number, isDone = false, title, words, children }: StepProps) => (
  <li>
    <span className={isDone ? 'dot done' : 'dot'}>
      {isDone ? <IconCheck size={15} aria-hidden /> : number}
    </span>
    <div>
      <h2 className="rowhead">{title}</h2>
      <p className="lead">{words}</p>
      {children}
    </div>
  </li>
);

function Recent() {
  const { client, key } = useScope();
  const { data } = useQuery({
    queryKey: [...key, 'audit', 'recent'],
    queryFn: async () =>
      (await ok(client.GET('/v1/platform/audit', { params: { query: { limit: 8 } } }))).items,
    refetchInterval: 15_000,
  });
  if (data === undefined || data.length === 0) return null;
  return (
    <Card title={T.org.overview.activity}>
      <ul className="feed">
        {data.map((entry) => (
          <li key={entry.id}>
            <span>{sayAction(entry)}</span>
            <When at={entry.at} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
