import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useScope } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { Card, Page } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { Tag } from '../../ui/tag.js';
import { RunningOperations } from './operations.js';
import { PlatformStatus } from './status.js';

const text = T.platform.health;
type Details = Record<string, { status?: string } & Record<string, unknown>>;

export function Health() {
  const { client, key, can } = useScope();
  const { data, error } = useQuery({
    queryKey: [...key, 'health'],
    queryFn: async () => {
      // 503 is an answer here: it says what does not work.
      const { data: report, error: bad } = await client.GET('/health/ready');
      return (report ?? bad) as { status?: string; details?: Details };
    },
    refetchInterval: 5_000,
  });
  const isUp = data?.status === 'ok';
  return (
    <Page title={text.title} text={text.text}>
      <ErrorNotice error={error} />
      {data !== undefined && (
        <>
          <Alert
            role="status"
            variant="outline"
            color={isUp ? 'row' : 'red'}
            title={isUp ? text.ok : text.bad}
            classNames={{ title: 'strong' }}
          />
          <Card>
            {Object.entries(data.details ?? {}).map(([name, { status, ...more }]) => (
              <div className="row" key={name}>
                <div>
                  <h2 className="rowhead">{name.replaceAll('_', ' ')}</h2>
                  <p>
                    {Object.entries(more)
                      .map(([key, value]) =>
                        key === 'responseTime' && typeof value === 'number'
                          ? text.answers(value)
                          : `${key} ${JSON.stringify(value)}`,
                      )
                      .join(', ')}
                  </p>
                </div>
                <Tag tone={status === 'up' ? 'ok' : 'bad'}>{status === 'up' ? text.up : text.down}</Tag>
              </div>
            ))}
          </Card>
        </>
      )}
      {can('platform.organizations.read') && (
        <>
          <RunningOperations />
          <PlatformStatus />
        </>
      )}
    </Page>
  );
}
