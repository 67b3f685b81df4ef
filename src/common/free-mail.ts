import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Reserved for documentation (RFC 2606): nobody's mail provider, although the list names one of them. */
const DOCUMENTATION = new Set(['example.com', 'example.org', 'example.net']);

const file = createRequire(import.meta.url).resolve('email-providers/all.json');
const PROVIDERS = new Set(
  (JSON.parse(readFileSync(file, 'utf8')) as string[]).filter((one) => !DOCUMENTATION.has(one)),
);

/** Whether everybody can have an address there, so that the domain identifies no company (D5). */
export function isFreeMail(domain: string): boolean {
  return PROVIDERS.has(domain);
}
