import { type Query, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Live, useRowhouse } from '@rowhouse/react';
import type { OrganizationScope } from './session.js';

/** Events that come together are answered by one look. Milliseconds. */
const TOGETHER_MS = 120;
/** A list that somebody scrolled this many pages into is left alone. */
const MOST_PAGES = 3;

/** What is shown of an organization is asked for again when something happens in it. */
export function useLive(scope: OrganizationScope | undefined): void {
  const rowhouse = useRowhouse();
  const queries = useQueryClient();
  const client = scope?.client;
  const user = scope?.account.id;
  const [acting, organization] = scope?.key ?? [];
  useEffect(() => {
    if (client === undefined || organization === undefined) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      timer = undefined;
      void queries.invalidateQueries({ predicate: (query) => isOf(query, [acting, organization]) });
      void queries.invalidateQueries({ queryKey: ['me'] });
    };
    const live = new Live(`${acting} ${user} ${organization}`, rowhouse, client, () => {
      timer ??= setTimeout(look, TOGETHER_MS);
    });
    return () => {
      clearTimeout(timer);
      live.stop();
    };
  }, [rowhouse, queries, client, user, acting, organization]);
}

function isOf({ queryKey: [acting, organization, what], state }: Query, [one, two]: unknown[]): boolean {
  if (acting !== one || organization !== two) return false;
  // What is edited does not change under the hands; a save finds out.
  if (what === 'document' || what === 'settings') return false;
  const pages = (state.data as { pages?: unknown[] } | undefined)?.pages?.length ?? 0;
  return pages <= MOST_PAGES;
}
