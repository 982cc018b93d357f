// The network an address belongs to, coarse enough that one attacker is not a thousand addresses.

/** The /24 of an IPv4 address or the /48 of an IPv6 one; any other text is its own network, and so is none. */
export function networkOf(address: string | null): string {
	if (address === null) return 'unknown';
	const mapped = /^(?:::ffff:)?(\d+\.\d+\.\d+)\.\d+$/i.exec(address);
	if (mapped) return `${mapped[1] ?? ''}.0/24`;
	if (!address.includes(':')) return address;
	const [head = ''] = address.toLowerCase().split('::');
	const groups = head.split(':').filter((group) => group !== '');
	const padded = [...groups, '0', '0', '0'].slice(0, 3).map((group) => group.replace(/^0+(?=.)/, ''));
	return `${padded.join(':')}::/48`;
}
