import { Button } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok } from '@rowhouse/api-client/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useOrganization } from '../../data/session.js';
import { OWNERS_CHANGE_PLANS } from '../../facts.js';
import { T } from '../../texts/en.js';
import { Confirm } from '../../ui/confirm.js';
import { say } from '../../ui/notify.js';
import { Card } from '../../ui/page.js';
import { ErrorNotice } from '../../ui/problem.js';
import { Tag } from '../../ui/tag.js';
import { sayBytes } from '../../ui/time.js';

type Limits = components['schemas']['PlanLimitsViewDto'];
type Plan = components['schemas']['PlanViewDto'];
const text = T.org.settings;
const current = { path: { id: 'current' } };

export function PlanCard() {
  const { client, key, can } = useOrganization();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<Plan>();
  const now = useQuery({
    queryKey: [...key, 'plan'],
    queryFn: () => ok(client.GET('/v1/organizations/{id}/plan', { params: current })),
  });
  const plans = useQuery({
    queryKey: ['plans'],
    queryFn: async () => (await ok(client.GET('/v1/plans'))).items,
    staleTime: 300_000,
  });
  const mayChange = can('plan.change') && OWNERS_CHANGE_PLANS;
  return (
    <Card title={text.plan}>
      <p className="lead">{OWNERS_CHANGE_PLANS ? text.planText : text.operatorsChange}</p>
      <ErrorNotice error={now.error ?? plans.error} />
      <div className="tiles">
        {plans.data?.map((plan) => {
          const isCurrent = now.data?.plan?.id === plan.id;
          return (
            <div className={isCurrent ? 'card tile chosen' : 'card tile'} key={plan.id}>
              <h3 className="planname">
                {plan.name} {isCurrent && <Tag tone="ok">{text.current}</Tag>}
              </h3>
              <ul className="limits">
                {sayLimits(plan.limits).map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
              {mayChange && !isCurrent && (
                <Button size="xs" variant="default" onClick={() => setChosen(plan)}>
                  {text.choose}
                </Button>
              )}
            </div>
          );
        })}
      </div>
      {chosen !== undefined && (
        <Confirm
          title={`${text.plan}: ${chosen.name}`}
          text={sayLimits(chosen.limits).join(', ')}
          button={text.choose}
          onClose={() => setChosen(undefined)}
          act={async () => {
            await ok(
              client.PUT('/v1/organizations/{id}/plan', { params: current, body: { plan: chosen.type } }),
            );
            await queries.invalidateQueries({ queryKey: key });
            say(text.chosen);
          }}
        />
      )}
    </Card>
  );
}

function sayLimits({ members, storage, collections, requests_per_minute, api_keys }: Limits): string[] {
  const words = text.limits;
  const lines: [number | null, string, (n: number) => string][] = [
    [members, words.members, (n) => n.toLocaleString('en')],
    [storage, words.storage, sayBytes],
    [collections, words.collections, (n) => n.toLocaleString('en')],
    [requests_per_minute, words.requests, (n) => n.toLocaleString('en')],
    [api_keys, words.keys, (n) => n.toLocaleString('en')],
  ];
  return lines.map(
    ([limit, name, write]) => `${limit === null ? text.limits.unlimited : write(limit)} ${name}`,
  );
}
