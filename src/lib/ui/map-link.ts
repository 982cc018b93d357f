// Links that open the phone's own apps: map and telephone. Nothing is sent anywhere before the collector taps.
import type { Address } from '$lib/core/dossier';
import type { Point } from '$lib/core/road';

/** A link that opens the map app on an address; Apple phones do not know the `geo:` scheme. */
export function mapHref(address: Address, userAgent: string): string {
	const text = encodeURIComponent(addressLine(address));
	const { position } = address;
	const point = position ? `${position.latE6 / 1e6},${position.lonE6 / 1e6}` : null;
	if (/iPhone|iPad|Macintosh/.test(userAgent)) return `maps://?daddr=${point ?? text}`;
	return point ? `geo:${point}?q=${point}(${text})` : `geo:0,0?q=${text}`;
}

/** A map app takes at most so many points of one way. */
export const MOST_POINTS = 10;

/**
 * A link that opens the map app on a way through points, names left out. `geo:` knows one point only, so that other phones than Apple's
 * get the address which map apps of Android open by themselves.
 */
export function routeHref(points: readonly Point[], userAgent: string): string {
	const texts = points.slice(0, MOST_POINTS).map(({ latE6, lonE6 }) => `${latE6 / 1e6},${lonE6 / 1e6}`);
	if (/iPhone|iPad|Macintosh/.test(userAgent)) return `maps://?dirflg=d&daddr=${texts.join('+to:')}`;
	const query = new URLSearchParams({ api: '1', travelmode: 'driving', destination: texts.at(-1) ?? '' });
	if (texts.length > 1) query.set('waypoints', texts.slice(0, -1).join('|'));
	return `https://www.google.com/maps/dir/?${query}`;
}

/** A telephone link of a number as it is stored or typed. */
export const phoneHref = (phone: string): string => `tel:${phone.replace(/[^+\d]/g, '')}`;

/** An address on one line. */
export const addressLine = (address: Address): string =>
	[...address.lines, `${address.postcode} ${address.city}`]
		.map((part) => part.trim())
		.filter((part) => part !== '')
		.join(', ');
