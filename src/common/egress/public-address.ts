import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** What the internet routes; everything else in IPv6 is special, translated or not given to anybody. */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];
/** Azure's wire server: routed like any other address, and answers each machine about itself. */
const PLATFORM_ADDRESSES: ReadonlySet<string> = new Set(['168.63.129.16']);

/**
 * Whether a request may go to this address: no private, loopback, link-local, carrier-grade NAT, documentation or
 * metadata address, and none that hides an IPv4 address (mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(text: string): boolean {
  if (isIP(text) === 0) return false; // ipaddr.js also reads the short forms of inet_aton
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast') return false;
  if (address.kind() === 'ipv4') return !PLATFORM_ADDRESSES.has(address.toString());
  return (address as ipaddr.IPv6).match(GLOBAL_UNICAST);
}
