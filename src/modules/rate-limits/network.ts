import ipaddr from 'ipaddr.js';

/**
 * The address, an IPv6 one cut to its /64, because that is what one customer of a provider gets (RFC 6177); an
 * address that cannot be read is one network of its own.
 */
export function networkOf(address: string | undefined): string {
  if (address === undefined || !ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6
    ? parsed.parts
        .slice(0, 4)
        .map((part) => part.toString(16))
        .join(':')
    : parsed.toString();
}
