// Links that open the phone's own apps: map and telephone. Nothing is sent anywhere before the collector taps.
import type { Address } from '$lib/core/dossier';

/** A link that opens the map app on an address; Apple phones do not know the `geo:` scheme. */
export function mapHref(address: Address, userAgent: string): string {
	const text = encodeURIComponent(addressLine(address));
	const { position } = address;
	const point = position ? `${position.latE6 / 1e6},${position.lonE6 / 1e6}` : null;
	if (/iPhone|iPad|Macintosh/.test(userAgent)) return `maps://?daddr=${point ?? text}`;
	return point ? `geo:${point}?q=${point}(${text})` : `geo:0,0?q=${text}`;
}

/** A telephone link of a number as it is stored or typed. */
export const phoneHref = (phone: string): string => `tel:${phone.replace(/[^+\d]/g, '')}`;

/** An address on one line. */
export const addressLine = (address: Address): string =>
	[...address.lines, `${address.postcode} ${address.city}`]
		.map((part) => part.trim())
		.filter((part) => part !== '')
		.join(', ');
