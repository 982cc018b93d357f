// The parts of signing in that need no database.
import { describe, expect, it } from 'vitest';
import { networkOf } from '../../../src/lib/server/auth/network';
import { isSameOrigin } from '../../../src/lib/server/auth/same-origin';

describe('the network of an address', () => {
	it('is coarse enough that one attacker is not a thousand addresses', () => {
		expect(networkOf('203.0.113.7')).toBe(networkOf('203.0.113.250'));
		expect(networkOf('203.0.113.7')).not.toBe(networkOf('203.0.114.7'));
		expect(networkOf('::ffff:203.0.113.9')).toBe(networkOf('203.0.113.7'));
		expect(networkOf('2001:db8:1::1')).toBe(networkOf('2001:0DB8:1:ffff::2'));
		expect(networkOf('2001:db8:1::1')).not.toBe(networkOf('2001:db8:2::1'));
		expect(networkOf('::1')).toBe('0:0:0::/48');
		expect(networkOf('unknown')).toBe('unknown');
		expect(networkOf(null)).toBe('unknown');
	});
});

describe('a request that changes something', () => {
	const ask = (method: string, headers: Record<string, string>) =>
		isSameOrigin(new Request('https://tournee.example/api/session', { method, headers }), ['https://tournee.example']);

	it('comes from our own pages', () => {
		expect(ask('POST', { 'sec-fetch-site': 'same-origin' })).toBe(true);
		expect(ask('POST', { origin: 'https://tournee.example' })).toBe(true);
		expect(ask('GET', { 'sec-fetch-site': 'cross-site' })).toBe(true);
	});

	it('is refused from another site', () => {
		for (const site of ['cross-site', 'same-site', 'none']) expect(ask('POST', { 'sec-fetch-site': site })).toBe(false);
		expect(ask('POST', { origin: 'https://evil.example' })).toBe(false);
		expect(ask('DELETE', { origin: 'null' })).toBe(false);
	});

	it('may come from a program that carries no cookie, and not from one that does without saying whence', () => {
		expect(ask('POST', {})).toBe(true);
	});
});
