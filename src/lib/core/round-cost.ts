// What an order of stops costs, in metres: the road, waiting for an agreed hour, and coming too late.
import { METRES_PER_MINUTE, roadMetres, type Point } from './road';
import { openHours, type Departure, type Visit } from './round-way';

/**
 * The stops that are left, as numbers: node 0 is the departure, node n the nth stop. Times are counted in metres, as the road that is
 * driven meanwhile, so that all costs are integers and the same everywhere.
 */
export type RoundCosts = {
	/** Number of nodes. */
	readonly size: number;
	/** Road from node a to node b at `a * size + b`. */
	readonly metres: Int32Array;
	readonly open: Float64Array;
	readonly close: Float64Array;
	readonly begin: number;
	/** No stop and no day closes: the road is all that counts. */
	readonly isTimeless: boolean;
};

/** Measures the stops that are left. One that was never located is taken to be where the stop before it is. */
export function roundCosts(visits: readonly Visit[], departure: Departure): RoundCosts {
	const size = visits.length + 1;
	const points = assumedPoints(visits, departure.from);
	const metres = new Int32Array(size * size);
	for (const [a, from] of points.entries())
		for (const [b, to] of points.entries()) if (from && to) metres[a * size + b] = roadMetres(from, to);
	const hours = visits.map(({ window }) => openHours(window, departure.hours));
	return {
		size,
		metres,
		open: Float64Array.from([0, ...hours.map(({ from }) => from * METRES_PER_MINUTE)]),
		close: Float64Array.from([Infinity, ...hours.map(({ to }) => to * METRES_PER_MINUTE)]),
		begin: departure.minute * METRES_PER_MINUTE,
		isTimeless: hours.every(({ from, to }) => from === 0 && to === Infinity)
	};
}

/** A number of a list that is there; outside of it lies the departure. */
export const at = (list: Int32Array, index: number): number => list[index] ?? 0;

/** The road from one node to another. */
export const between = ({ metres, size }: RoundCosts, from: number, to: number): number => at(metres, from * size + to);

/** The road through an order of nodes, from the departure on. */
export function travelOf(costs: RoundCosts, order: Int32Array): number {
	let total = 0;
	let here = 0;
	for (const node of order) {
		total += between(costs, here, node);
		here = node;
	}
	return total;
}

/** Of the departure and each stop: its own position, else that of the one before it, else the first that is known. */
function assumedPoints(visits: readonly Visit[], from: Point | null): readonly (Point | null)[] {
	let here = from ?? visits.find(({ position }) => position !== null)?.position ?? null;
	const points = [here];
	for (const { position } of visits) {
		here = position ?? here;
		points.push(here);
	}
	return points;
}
