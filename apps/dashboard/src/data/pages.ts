import { ok } from '@rowhouse/api-client/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

interface PageReply<Item> {
  data?: { items: Item[]; next_cursor?: string | null };
  error?: unknown;
  response: Response;
}

/** Events tell of what changes (data/live.ts); without them it is looked at this often. Milliseconds. */
const SELDOM_MS = 60_000;
/** Of documents, of the platform and of an account nothing tells. */
export const OFTEN_MS = 2500;

/**
 * The rows of a list, page after page.
 * @param ask for one page; the first has no cursor
 * @param every how long to wait before the rows are asked for again; milliseconds
 */
export function useRows<Item>(
  key: readonly unknown[],
  ask: (cursor: string | undefined) => Promise<PageReply<Item>>,
  every: (rows: Item[]) => number | false = () => (key[1] === 'own' ? OFTEN_MS : SELDOM_MS),
) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: async ({ pageParam }) =>
      (await ok(ask(pageParam))) as { items: Item[]; next_cursor?: string | null },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    // What others change appears; a long list that somebody scrolls is left alone.
    refetchInterval: ({ state: { data } }) =>
      (data?.pages.length ?? 0) < 2 ? every(data?.pages[0]?.items ?? []) : false,
  });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const rows = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const more = useMemo(
    () => ({ has: hasNextPage, isLoading: isFetchingNextPage, load: () => void fetchNextPage() }),
    [hasNextPage, isFetchingNextPage, fetchNextPage],
  );
  return { rows, more, isLoading: query.isPending, error: query.error, refetch: () => void query.refetch() };
}
