import { ActionIcon, Button, Collapse, CopyButton, SegmentedControl, Tooltip } from '@mantine/core';
import { IconCheck, IconCode, IconCopy } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { BASE_URL } from '../facts.js';
import { T } from '../texts/en.js';

/** A request, as code shows it. */
export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As the OpenAPI document writes it, such as `/v1/data/{collection}`. */
  path: string;
  params?: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: unknown;
  organizationId?: string;
  /** Without a token. */
  open?: boolean;
}

export function CodeBlock({ text, label }: { text: string; label: string }) {
  return (
    <div className="code-box">
      {/* Long lines scroll: whoever has no mouse needs the focus for that. */}
      <pre className="code" tabIndex={0} aria-label={label}>
        {text}
      </pre>
      <Copy text={text} />
    </div>
  );
}

export function Copy({ text }: { text: string }) {
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? T.common.copied : T.common.copy}>
          <ActionIcon className="code-copy" variant="default" onClick={copy} aria-label={T.common.copy}>
            {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

/** The request of a form, as curl and TypeScript. */
export function CodeSample({ call, open = false }: { call: Call; open?: boolean }) {
  const [language, setLanguage] = useState('curl');
  const label = useId();
  return (
    <div>
      <div className="code-head">
        <span id={label} className="visually-hidden">
          {T.common.showAs}
        </span>
        <SegmentedControl
          size="xs"
          aria-labelledby={label}
          value={language}
          onChange={setLanguage}
          data={[
            { value: 'curl', label: 'curl' },
            { value: 'typescript', label: 'TypeScript' },
          ]}
        />
      </div>
      <CodeBlock
        text={language === 'curl' ? curlOf(call) : typescriptOf(call)}
        label={`${open ? '' : `${T.common.showAs}: `}${language}`}
      />
    </div>
  );
}

/** The same, behind a button. */
export function ShowAsCode({ call }: { call: Call }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <div className="showcode">
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        className="quiet"
        leftSection={<IconCode size={15} aria-hidden />}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {T.common.showAs}
      </Button>
      <Collapse expanded={isOpen} id={id}>
        {isOpen && <CodeSample call={call} />}
      </Collapse>
    </div>
  );
}

const quoted = (text: string): string => `'${text.replace(/'/g, `'\\''`)}'`;

function curlOf({
  method,
  path,
  params = {},
  query = {},
  headers = {},
  body,
  organizationId,
  open = false,
}: Call): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? name));
  const search = new URLSearchParams(query).toString();
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}${quoted(`${BASE_URL}${filled}${search === '' ? '' : `?${search}`}`)}`,
    ...(open ? [] : [`-H "Authorization: Bearer $TOKEN"`]),
    ...(organizationId === undefined ? [] : [`-H 'X-Org-Id: ${organizationId}'`]),
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined
      ? []
      : [
          `-H 'Content-Type: application/${method === 'PATCH' && path.startsWith('/v1/data') ? 'merge-patch+json' : 'json'}'`,
          `-d ${quoted(JSON.stringify(body))}`,
        ]),
  ];
  return lines.join(' \\\n  ');
}

function typescriptOf({ method, path, params, query, headers, body, organizationId }: Call): string {
  const header =
    organizationId === undefined && headers === undefined
      ? undefined
      : { ...(organizationId === undefined ? {} : { 'X-Org-Id': organizationId }), ...headers };
  const given = {
    ...(params || query || header
      ? {
          params: {
            ...(params ? { path: params } : {}),
            ...(query ? { query } : {}),
            ...(header ? { header } : {}),
          },
        }
      : {}),
    ...(body === undefined ? {} : { body }),
  };
  const text = Object.keys(given).length === 0 ? '' : `, ${JSON.stringify(given, null, 2)}`;
  return `import { createRowhouseClient, ok } from '@rowhouse/api-client';

const rowhouse = createRowhouseClient({ baseUrl: '${BASE_URL}', token });
const answer = await ok(rowhouse.${method}('${path}'${text}));`;
}
