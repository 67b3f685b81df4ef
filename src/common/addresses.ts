import { BlockList } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Whether an address is one of a comma-separated list of addresses and CIDR blocks. */
export function addressesOf(list: string): (address: string | undefined) => boolean {
  const blocks = new BlockList();
  for (const item of list.split(',').map((part) => part.trim())) {
    if (item === '') continue;
    const [range, bits] = item.includes('/') ? ipaddr.parseCIDR(item) : [ipaddr.process(item), undefined];
    if (bits === undefined) blocks.addAddress(range.toString(), range.kind());
    else blocks.addSubnet(range.toString(), bits, range.kind());
  }
  return (address) => {
    if (address === undefined || !ipaddr.isValid(address)) return false;
    const plain = ipaddr.process(address);
    return blocks.check(plain.toString(), plain.kind());
  };
}

/** Whether a value is an address or a CIDR block, as `addressesOf` reads them. */
export const isCidr = (value: unknown): value is string => {
  if (typeof value !== 'string' || value.length > 50 || !/^[0-9a-f:./]+$/i.test(value)) return false;
  return ipaddr.IPv4.isValidFourPartDecimal(value) || ipaddr.IPv6.isValid(value) || isBlock(value);
};

function isBlock(value: string): boolean {
  const [start] = value.split('/');
  return ipaddr.isValidCIDR(value) && (start.includes(':') || ipaddr.IPv4.isValidFourPartDecimal(start));
}

/** The same machine. */
export const isLoopback = addressesOf('127.0.0.0/8,::1');
