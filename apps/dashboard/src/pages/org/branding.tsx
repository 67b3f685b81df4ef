import { Button, Group, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import type { components } from '@rowhouse/api-client';
import { ok, RowhouseError } from '@rowhouse/api-client/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { PRODUCT } from '../../facts.js';
import { useOrganization } from '../../data/session.js';
import { T } from '../../texts/en.js';
import { ShowAsCode } from '../../ui/code.js';
import { Conflict } from '../../ui/conflict.js';
import { say } from '../../ui/notify.js';
import { Card, Page } from '../../ui/page.js';
import { ErrorNotice, fieldErrors } from '../../ui/problem.js';

type BrandingData = components['schemas']['BrandingDto'];
interface Version {
  branding: BrandingData;
  etag: string | undefined;
}
type TextField = Exclude<keyof BrandingData, 'locale' | 'return_addresses'>;
type Form = Record<TextField, string> & { locale: string; return_addresses: string };
const text = T.branding;
const params = { path: { id: 'current' } };
const PATH = '/v1/organizations/{id}/branding';

export function Branding() {
  const { client, key, can } = useOrganization();
  const loaded = useQuery({
    // What is edited does not change under the hands (data/live.ts).
    queryKey: [...key, 'settings', 'branding'],
    queryFn: async (): Promise<Version> => {
      const reply = await client.GET(PATH, { params });
      return { branding: await ok(reply), etag: reply.response.headers.get('etag') ?? undefined };
    },
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    enabled: can('organization.read'),
  });
  return (
    <Page title={text.title} text={text.text}>
      <ErrorNotice error={loaded.error} onRetry={() => void loaded.refetch()} />
      {loaded.data !== undefined && (
        <Editor
          version={loaded.data}
          reload={() => void loaded.refetch()}
          canEdit={can('organization.update')}
        />
      )}
    </Page>
  );
}

const formOf = (branding: BrandingData): Form => ({
  product_name: branding.product_name ?? '',
  home_url: branding.home_url ?? '',
  logo_url: branding.logo_url ?? '',
  color: branding.color ?? '',
  color_dark: branding.color_dark ?? '',
  sender_name: branding.sender_name ?? '',
  support_email: branding.support_email ?? '',
  locale: branding.locale ?? '',
  return_addresses: branding.return_addresses.join('\n'),
});

function brandingOf(form: Form): BrandingData {
  const given = (field: TextField): string | null => (form[field].trim() === '' ? null : form[field].trim());
  return {
    product_name: given('product_name'),
    home_url: given('home_url'),
    logo_url: given('logo_url'),
    color: given('color'),
    color_dark: given('color_dark'),
    sender_name: given('sender_name'),
    support_email: given('support_email'),
    locale: form.locale === '' ? null : (form.locale as 'en' | 'de'),
    return_addresses: form.return_addresses
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  };
}

interface EditorProps {
  version: Version;
  reload: () => void;
  canEdit: boolean;
}

function Editor({ version, reload, canEdit }: EditorProps) {
  const { client, organization } = useOrganization();
  const [form, setForm] = useState(() => formOf(version.branding));
  const [theirs, setTheirs] = useState<Version>();
  const [error, setError] = useState<unknown>(null);
  useEffect(() => setForm(formOf(version.branding)), [version]);
  const body = brandingOf(form);
  const wrong = fieldErrors(error);
  const save = async (etag: string | undefined) => {
    setError(null);
    setTheirs(undefined);
    const header = etag === undefined ? {} : { 'If-Match': etag };
    try {
      await ok(client.PATCH(PATH, { params: { ...params, header }, body }));
      say(text.saved);
      reload();
    } catch (failure) {
      if (!(failure instanceof RowhouseError && failure.status === 412)) return setError(failure);
      const reply = await client.GET(PATH, { params });
      setTheirs({ branding: await ok(reply), etag: reply.response.headers.get('etag') ?? undefined });
    }
  };
  const field = (name: TextField, label: string, more: { description?: string; type?: string } = {}) => (
    <TextInput
      label={label}
      {...more}
      placeholder={text.inherited}
      readOnly={!canEdit}
      value={form[name]}
      error={wrong[name]}
      onChange={(event) => setForm({ ...form, [name]: event.currentTarget.value })}
    />
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(version.etag);
  };
  return (
    <>
      <Card title={text.title}>
        {theirs !== undefined ? (
          <Conflict
            theirs={theirs.branding}
            yours={body}
            onTake={() => {
              setTheirs(undefined);
              reload();
            }}
            onOverwrite={() => void save(theirs.etag)}
          />
        ) : (
          <form onSubmit={submit}>
            <Stack gap="md">
              <SimpleGrid cols={{ base: 1, sm: 2 }}>
                {field('product_name', text.product)}
                {field('home_url', text.home)}
                {field('logo_url', text.logo, { description: text.logoHint })}
                {field('sender_name', text.sender)}
                {field('color', text.color, { description: text.colorHint })}
                {field('color_dark', text.colorDark, { description: text.colorHint })}
                {field('support_email', text.support)}
                <Select
                  label={text.locale}
                  placeholder={text.inherited}
                  clearable
                  readOnly={!canEdit}
                  data={Object.entries(text.locales).map(([value, label]) => ({ value, label }))}
                  value={form.locale === '' ? null : form.locale}
                  onChange={(value) => setForm({ ...form, locale: value ?? '' })}
                />
              </SimpleGrid>
              <Textarea
                label={text.returns}
                description={text.returnsHint}
                autosize
                minRows={2}
                readOnly={!canEdit}
                value={form.return_addresses}
                error={wrong['return_addresses']}
                onChange={(event) => setForm({ ...form, return_addresses: event.currentTarget.value })}
              />
              <ErrorNotice error={error} />
              {canEdit && (
                <Group justify="flex-end">
                  <Button type="submit">{T.common.save}</Button>
                </Group>
              )}
            </Stack>
          </form>
        )}
        <ShowAsCode
          call={{
            method: 'PATCH',
            path: PATH,
            params: params.path,
            body,
            organizationId: organization.id,
          }}
        />
      </Card>
      <Preview branding={body} name={organization.name} />
    </>
  );
}

/** The picture of the logo is left out: no request of the dashboard leaves its origin. */
function Preview({ branding, name }: { branding: BrandingData; name: string }) {
  const box = useRef<HTMLDivElement>(null);
  const color = /^#[0-9a-f]{6}$/.test(branding.color ?? '') ? branding.color : null;
  useEffect(() => box.current?.style.setProperty('--brand', color ?? 'var(--mantine-color-row-7)'), [color]);
  return (
    <Card title={text.preview}>
      <div className="mail" ref={box}>
        <p className="two">{branding.sender_name ?? branding.product_name ?? PRODUCT}</p>
        <h3>{text.previewTitle(branding.product_name ?? name)}</h3>
        <p>{text.previewText}</p>
        <span className="mail-button">{text.previewButton}</span>
        {branding.support_email !== null && <p className="two">{text.previewHelp(branding.support_email)}</p>}
      </div>
    </Card>
  );
}
