// The way through a round in a given order: how far each stop is, when one arrives, and which agreed hours are missed.
import { METRES_PER_MINUTE, roadMetres, type Point } from './road';
import type { TimeWindow } from './time-window';

/** A stop as far as its place in the round goes. */
export type Visit = {
	readonly id: string;
	/** Null when the address was never located. */
	readonly position: Point | null;
	/** A pinned stop keeps its place. */
	readonly pinned: boolean;
	/** Hours agreed with the debtor; null when any time will do. */
	readonly window: TimeWindow | null;
	/** Something came of it already, whatever it was. */
	readonly isDone: boolean;
};

/** Where and when the rest of a round begins. */
export type Departure = {
	/** Last known position; null when the first stop left is where one starts. */
	readonly from: Point | null;
	/** Minute of the day. */
	readonly minute: number;
	/** Hours within which anybody may be called on that day; null when they are not known or do not matter. */
	readonly hours: TimeWindow | null;
};

/** What a stop takes on average, from parking to leaving. */
export const SERVICE_MINUTES = 12;

export type Leg = {
	readonly id: string;
	/** Road from the stop before it, in metres; null where one of both was never located. */
	readonly metres: number | null;
	/** Minute of the day at the door; may pass midnight. */
	readonly arrival: number;
	/** The arrival is after the agreed hours, or after the hours of the day. */
	readonly isLate: boolean;
};

export type Way = {
	/** The stops that are left, in their order. */
	readonly legs: readonly Leg[];
	/** All that is left to drive, in metres. */
	readonly metres: number;
	/** Minute of the day at which the last stop is done; that of departure when nothing is left. */
	readonly end: number;
	readonly late: number;
};

/** The way through the stops that are left, in the order given; nothing is moved. */
export function wayThrough(visits: readonly Visit[], departure: Departure): Way {
	const legs: Leg[] = [];
	let here = departure.from;
	let now = departure.minute;
	let total = 0;
	for (const { id, position, window, isDone } of visits) {
		if (isDone) continue;
		const metres = here && position ? roadMetres(here, position) : null;
		const open = openHours(window, departure.hours);
		const arrival = Math.max(now + (metres ?? 0) / METRES_PER_MINUTE, open.from);
		legs.push({ id, metres, arrival: Math.round(arrival), isLate: Math.round(arrival) > open.to });
		total += metres ?? 0;
		here = position ?? here;
		now = arrival + SERVICE_MINUTES;
	}
	return { legs, metres: total, end: Math.round(now), late: legs.filter(({ isLate }) => isLate).length };
}

/** The hours of a stop: those agreed, within those of the day. */
export const openHours = (window: TimeWindow | null, hours: TimeWindow | null): TimeWindow => ({
	from: Math.max(window?.from ?? 0, hours?.from ?? 0),
	to: Math.min(window?.to ?? Infinity, hours?.to ?? Infinity)
});
