import ipaddr from 'ipaddr.js';

/**
 * The neighbourhood of an address, which shares a turn: the /24 of IPv4 and the /64 of IPv6. Wider than a
 * limit's, because addresses of one provider's customer come in blocks.
 */
export function networkShare(address: string | undefined): string {
  if (address === undefined || !ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6
    ? parsed.parts.slice(0, 4).join(':')
    : parsed.toByteArray().slice(0, 3).join('.');
}
