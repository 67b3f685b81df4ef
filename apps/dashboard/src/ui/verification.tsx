import { Alert, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { AuditSource } from '../data/audit.js';
import { T } from '../texts/en.js';
import { CodeBlock } from './code.js';
import { ErrorNotice } from './problem.js';

const text = T.org.audit;

/** Has the service compute the chain anew. */
export function Verification({ source }: { source: AuditSource }) {
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: [...source.key, 'verification'],
    queryFn: source.verify,
    gcTime: 0,
    staleTime: Infinity,
  });
  if (error !== null) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (data === undefined || isFetching) return <Loader size="sm" aria-label={T.common.loading} />;
  return (
    <Alert
      role="status"
      variant="outline"
      color={data.intact ? 'row' : 'red'}
      title={data.intact ? text.intact(data.entries) : text.broken(data.first_broken ?? 0)}
      classNames={{ title: 'strong' }}
    >
      {data.head !== null && (
        <>
          <p className="two">{text.head}</p>
          <CodeBlock text={data.head} label={text.head} />
        </>
      )}
    </Alert>
  );
}
