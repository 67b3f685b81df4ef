import { Alert, Button } from '@mantine/core';
import { RowhouseError } from '@rowhouse/api-client/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { NEXT_STEPS } from '../texts/errors.js';
import { T } from '../texts/en.js';
import { Empty } from './page.js';

export interface Said {
  title: string;
  next: string | undefined;
  requestId: string | undefined;
}

/** What went wrong and what to do next. */
export function sayError(error: unknown): Said {
  if (!(error instanceof RowhouseError)) {
    return { title: T.errors.title, next: T.errors.network, requestId: undefined };
  }
  const { code, problem, retryAfter, requestId } = error;
  const fields = Object.values(problem?.errors ?? {});
  const next = [
    ...(fields.length > 0 ? [fields.join('. ')] : []),
    ...(code !== undefined && NEXT_STEPS[code] !== undefined ? [NEXT_STEPS[code]] : []),
    ...(retryAfter !== undefined ? [T.errors.wait(retryAfter)] : []),
  ].join(' ');
  return { title: error.message, next: next === '' ? undefined : next, requestId };
}

/** Read out as soon as it appears. */
export function ErrorNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  if (error === null || error === undefined) return null;
  const { title, next, requestId } = sayError(error);
  return (
    <Alert
      role="alert"
      color="red"
      variant="outline"
      icon={<IconAlertCircle size={18} aria-hidden />}
      title={title}
      classNames={{ title: 'alert-title' }}
    >
      {next}
      {requestId !== undefined && <span className="two mono">{T.errors.request(requestId)}</span>}
      {onRetry !== undefined && (
        <div className="alert-act">
          <Button size="xs" variant="default" onClick={onRetry}>
            {T.common.retry}
          </Button>
        </div>
      )}
    </Alert>
  );
}

export const Forbidden = ({ permission }: { permission: string }) => (
  <div className="card">
    <Empty
      title={T.common.forbidden.title}
      text={T.common.forbidden.text(permission)}
      icon={IconAlertCircle}
    />
  </div>
);

/** The messages of a refused form, by field. */
export const fieldErrors = (error: unknown): Record<string, string> =>
  error instanceof RowhouseError ? (error.problem?.errors ?? {}) : {};
