import { Button, TextInput } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { usePlatformAuditSource } from '../../data/audit.js';
import { T } from '../../texts/en.js';
import { AuditLog } from '../../ui/audit-log.js';
import { Page } from '../../ui/page.js';
import { Verification } from '../../ui/verification.js';
import { useTypedAddress } from '../../ui/use-address.js';

const text = T.platform.audit;

export function PlatformAudit() {
  const organization = useTypedAddress('organization');
  const source = usePlatformAuditSource(organization.value);
  const [isVerifying, setVerifying] = useState(false);
  return (
    <Page
      title={text.title}
      text={text.text}
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
      <TextInput
        maw={420}
        label={text.organization}
        placeholder={T.common.all}
        value={organization.typed}
        onChange={(event) => organization.setTyped(event.currentTarget.value)}
      />
      <AuditLog source={source} withOrganization />
    </Page>
  );
}
