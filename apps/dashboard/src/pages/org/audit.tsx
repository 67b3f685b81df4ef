import { ok } from '@rowhouse/api-client/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAuditSource } from '../../data/audit.js';
import { useOrganization } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { AuditLog } from '../../ui/audit-log.js';
import { Page } from '../../ui/page.js';
import { Verification } from '../../ui/verification.js';
import { Button } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';

export function Audit() {
  const { can, client, key } = useOrganization();
  const names = useQuery({
    queryKey: [...key, 'names'],
    queryFn: async () => {
      const { items } = await ok(client.GET('/v1/members', { params: { query: { limit: 100 } } }));
      return new Map(items.map(({ id, name, email }) => [id, name ?? email]));
    },
    enabled: can('members.read'),
    staleTime: 60_000,
  });
  const source = useAuditSource();
  const [isVerifying, setVerifying] = useState(false);
  return (
    <Page
      title={T.org.audit.title}
      text={T.org.audit.text}
      actions={
        <Button
          variant="default"
          leftSection={<IconShieldCheck size={16} aria-hidden />}
          onClick={() => setVerifying(true)}
        >
          {T.org.audit.verify}
        </Button>
      }
    >
      {isVerifying && <Verification source={source} />}
      <AuditLog source={source} names={names.data} />
    </Page>
  );
}
