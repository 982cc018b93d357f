// One recorded point, when the browser gives one in time: never an obstacle, never a track.
import * as v from 'valibot';
import { placeSchema, type Place } from '$lib/core/wire';
import type { Ports } from '../ports';

const LIMIT_MS = 5_000;
/** A point of the last minute is as good as a new one, and costs no battery. */
const OLDEST_MS = 60_000;

/** The position now, at most five seconds later; null when it is refused, unknown, or not asked for yet. */
export async function readPlace(ports: Pick<Ports, 'now' | 'later'>, ask = false): Promise<Place | null> {
	if (typeof navigator === 'undefined' || !navigator.geolocation) return null;
	// The question belongs to the preflight, with its reason: an act at a door never opens a dialog.
	if (!ask && (await positionPermission()) !== 'granted') return null;
	return new Promise((resolve) => {
		const cancel = ports.later(LIMIT_MS, () => resolve(null));
		const done = (place: Place | null): void => {
			cancel();
			resolve(place);
		};
		navigator.geolocation.getCurrentPosition(
			(position) => done(placeOf(position, ports.now())),
			() => done(null),
			{ enableHighAccuracy: true, timeout: LIMIT_MS, maximumAge: OLDEST_MS }
		);
	});
}

/** What the browser would say; 'prompt' also where it cannot be asked. */
export async function positionPermission(): Promise<PermissionState> {
	if (typeof navigator === 'undefined' || !navigator.permissions) return 'prompt';
	try {
		return (await navigator.permissions.query({ name: 'geolocation' })).state;
	} catch {
		return 'prompt';
	}
}

/** Degrees become millionths, so that no float is ever signed. */
export function placeOf(
	{
		coords,
		timestamp
	}: Pick<GeolocationPosition, 'timestamp'> & {
		readonly coords: Pick<GeolocationCoordinates, 'latitude' | 'longitude' | 'accuracy'>;
	},
	now: number
): Place | null {
	const place = {
		latE6: Math.round(coords.latitude * 1e6),
		lonE6: Math.round(coords.longitude * 1e6),
		accuracyM: Math.max(0, Math.round(coords.accuracy)),
		ageS: Math.max(0, Math.round((now - timestamp) / 1000))
	};
	return v.is(placeSchema, place) ? place : null;
}
