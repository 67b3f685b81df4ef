import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { ndjson, ok } from '@rowhouse/api-client';
import type { Context } from '../context.js';
import { NotDone } from '../failure.js';
import { countBytes } from '../progress.js';
import { nounOf } from './nouns.js';

/** Documents with the types of all their values (docs/values.md). */
const CANONICAL = { json: 'canonical' } as const;

/** Collections as lines. */
export function addDocumentCommands(program: Command, context: Context): void {
  const data = nounOf(program, 'data').description('documents and collections of the organization');
  for (const parent of [program, data]) addTransfers(parent, context);
}

/** `rowhouse export` and `rowhouse data export`, and the other way round. */
function addTransfers(parent: Command, context: Context): void {
  parent
    .command('export <collection>')
    .description('write a collection as NDJSON to standard output')
    .option('--canonical', 'as canonical extended JSON, which an import stores unchanged')
    .action(async (collection: string, { canonical }: { canonical?: boolean }) => {
      const params = { path: { collection }, query: canonical ? CANONICAL : {} };
      const lines = await ok(
        context.client.api.GET('/v1/data/{collection}/export', { params, parseAs: 'stream' }),
      );
      if (lines) {
        await pipeline(Readable.fromWeb(lines as never), countBytes(), process.stdout, { end: false });
      }
    });

  parent
    .command('import <collection>')
    .description('read NDJSON from standard input into a collection; fails when a line was not stored')
    .option('--upsert', 'replace documents that are there already')
    .option('--canonical', 'store canonical extended JSON unchanged')
    .action(async (collection: string, options: { upsert?: boolean; canonical?: boolean }) => {
      const mode = options.upsert ? ('upsert' as const) : ('insert' as const);
      const params = { path: { collection }, query: { mode, ...(options.canonical ? CANONICAL : {}) } };
      const lines = ndjson(Readable.toWeb(process.stdin) as never);
      const report = await ok(context.client.api.POST('/v1/data/{collection}/import', { params, ...lines }));
      context.output.show(report);
      const stored = report.inserted + report.replaced;
      if (report.failed > 0) {
        throw new NotDone(`${report.failed} of ${report.failed + stored} documents were not stored`);
      }
    });
}
