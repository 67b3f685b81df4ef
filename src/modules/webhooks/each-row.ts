/** Acts on every row, a page at a time in the order of ids, until the signal is aborted. */
export async function eachRow<T extends { _id: string }>(
  page: (after: string, limit: number) => Promise<T[]>,
  { limit, signal }: { limit: number; signal: AbortSignal },
  act: (row: T) => Promise<void>,
): Promise<void> {
  let after = '';
  for (;;) {
    const rows = await page(after, limit);
    for (const row of rows) {
      if (signal.aborted) return;
      await act(row);
    }
    if (rows.length < limit) return;
    after = rows.at(-1)!._id;
  }
}
