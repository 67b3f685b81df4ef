import type { Command } from 'commander';
import { CertificateFault, verifyErasureCertificate } from '@rowhouse/verify/erasure-certificate';
import type { Context } from '../context.js';
import { NotDone } from '../failure.js';
import { askKeys, readBytes, readKeys } from '../public-keys.js';

/** `rowhouse verify-certificate`: of an erasure, without the service. */
export function addCertificateCommands(program: Command, context: Context): void {
  program
    .command('verify-certificate <file>')
    .description('verify the signed certificate of an erased organization; with --keys offline')
    .option(
      '--keys <file>',
      'the public keys: what `rowhouse audit keys` said; asked from the service (--url) if absent',
    )
    .option('--name <name>', 'what the organization was called, exactly: the certificate has its digest')
    .action(async (file: string, { keys, name }: { keys?: string; name?: string }) => {
      const bytes = readBytes(file);
      const known = keys === undefined ? await askKeys(context) : readKeys(keys);
      try {
        const certificate = await verifyErasureCertificate(bytes, { keys: known, name });
        context.output.show({ intact: true, ...certificate });
      } catch (error) {
        if (!(error instanceof CertificateFault)) throw error;
        throw new NotDone(`${file} proves nothing: ${error.message}`);
      }
    });
}
