// How far two doors are apart for somebody who drives: the line between them, and what roads add to it.

/** A position in millionths of a degree. */
export type Point = { readonly latE6: number; readonly lonE6: number };

/** Mean radius of the earth (IUGG), in metres. */
const EARTH_RADIUS_M = 6_371_008.8;
/** Roads are about a third longer than the line: circuity of 1.3 to 1.4 is what studies find for short trips in towns. */
const DETOUR = 1.35;
/** What a car makes of a round in a town and its surroundings, lights and parking included: 30 km/h. */
export const METRES_PER_MINUTE = 500;

/** An estimate of the road between two points in whole metres: the great circle by haversine, with a factor for detours. */
export function roadMetres(from: Point, to: Point): number {
	const halfNorth = radians(to.latE6 - from.latE6) / 2;
	const halfEast = radians(to.lonE6 - from.lonE6) / 2;
	const chord =
		Math.sin(halfNorth) ** 2 + Math.cos(radians(from.latE6)) * Math.cos(radians(to.latE6)) * Math.sin(halfEast) ** 2;
	return Math.round(2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(chord))) * DETOUR);
}

const radians = (millionths: number): number => (millionths / 1e6 / 180) * Math.PI;
