import ipaddr from 'ipaddr.js';

/** How much more than one network a whole IPv6 site may do. */
export const SITE_FACTOR = 2;

/**
 * The address, an IPv6 one cut to its /64, because that is what one customer of a provider gets (RFC 6177); an
 * address that cannot be read is one network of its own.
 */
export function networkOf(address: string | undefined): string {
  return parsed(address)?.network ?? 'unknown';
}

/**
 * The /48 of an IPv6 address: an ordinary site has one, and with it 65,536 networks (RFC 6177). Undefined for IPv4,
 * where an address is as much as a customer gets.
 */
export function siteOf(address: string | undefined): string | undefined {
  return parsed(address)?.site;
}

function parsed(address: string | undefined): { network: string; site?: string } | undefined {
  if (address === undefined || !ipaddr.isValid(address)) return undefined;
  const read = ipaddr.process(address);
  if (!(read instanceof ipaddr.IPv6)) return { network: read.toString() };
  const start = (parts: number) =>
    read.parts
      .slice(0, parts)
      .map((part) => part.toString(16))
      .join(':');
  return { network: start(4), site: start(3) };
}
