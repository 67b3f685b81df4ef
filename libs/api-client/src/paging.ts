import { ok } from './error.js';

interface PageReply {
  data?: { items: readonly unknown[]; next_cursor?: string | null };
  error?: unknown;
  response: Response;
}
type ItemOf<R> = R extends { data: { items: readonly (infer Item)[] } } ? Item : never;

/**
 * Every item of a list, page after page.
 * @param page asks for one page; the first has no cursor
 * @throws RowhouseError when a page is refused
 */
export async function* eachItem<R extends PageReply>(
  page: (cursor: string | undefined) => Promise<R>,
): AsyncGenerator<ItemOf<R>, void, undefined> {
  let cursor: string | undefined;
  do {
    const { items, next_cursor } = (await ok(page(cursor))) as NonNullable<PageReply['data']>;
    yield* items as ItemOf<R>[];
    cursor = next_cursor ?? undefined;
  } while (cursor !== undefined);
}
