import { networkOf, siteOf } from './network.js';

describe('networkOf', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::ffff:cb00:7107', '203.0.113.7'],
    ['2001:db8:1:2::1', '2001:db8:1:2'],
    ['2001:DB8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2'],
    ['2001:0db8:0001:0002::', '2001:db8:1:2'],
    ['2001:db8:1:3::1', '2001:db8:1:3'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['', 'unknown'],
    ['nonsense', 'unknown'],
    ['1.2.3.4.5', 'unknown'],
    ['1.2.3.4, 5.6.7.8', 'unknown'],
  ])('%s counts as %s', (address, network) => expect(networkOf(address)).toBe(network));
});

describe('siteOf', () => {
  it.each([
    ['2001:db8:1:2::1', '2001:db8:1'],
    ['2001:db8:1:ffff::1', '2001:db8:1'],
    ['2001:db8:2:2::1', '2001:db8:2'],
    ['203.0.113.7', undefined],
    ['::ffff:203.0.113.7', undefined],
    ['nonsense', undefined],
  ])('%s is of the site %s', (address, site) => expect(siteOf(address)).toBe(site));
});
