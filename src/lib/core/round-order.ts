// The order of a round: nearest insertion, then 2-opt and Or-opt until nothing gets shorter; pinned stops keep their places.
import { between, roundCosts, type RoundCosts } from './round-cost';
import { RoundSearch } from './round-search';
import type { Departure, Visit } from './round-way';

/** Up to so many stops every kilometre counts and time does not: other beginnings are tried too. */
const SHORT_ROUND = 16;
const BEGINNINGS = 24;

/**
 * Orders a round: what is done stays on top in its order, pinned stops keep their places in the list, the others go where the road is
 * shortest and the fewest agreed hours are missed. Without a known position the first stop left is where one starts. The same stops
 * give the same order; it is never longer than the order given unless that keeps an agreed hour.
 */
export function planOrder<Planned extends Visit>(visits: readonly Planned[], departure: Departure): readonly Planned[] {
	const done = visits.filter(({ isDone }) => isDone);
	const open = visits.filter(({ isDone }) => !isDone);
	const places = pinnedPlaces(visits, done.length);
	const left = open.filter(({ pinned }) => !pinned);
	const given = layAround(places, left, open.length);
	const costs = roundCosts(given, departure);
	const isFixed = given.map(({ pinned }, place) => pinned || (place === 0 && departure.from === null));
	const found = cheapest(costs, isFixed);
	return [...done, ...Array.from(found, (node) => given[node - 1]).filter((visit) => visit !== undefined)];
}

/** The order given and the one of nearest insertion, each improved, and in a short round a few more: the first of the cheapest. */
function cheapest(costs: RoundCosts, isFixed: readonly boolean[]): Int32Array {
	const given = Int32Array.from(isFixed.keys(), (place) => place + 1);
	const movable = [...given].filter((_, place) => !isFixed[place]);
	const around = (nodes: readonly number[]) => {
		const fixed = [...given.entries()].filter(([place]) => isFixed[place]);
		return Int32Array.from(layAround(new Map(fixed), nodes, given.length));
	};
	let best = improved(costs, given, isFixed);
	const isBetter = (search: RoundSearch) => search.cost < best.cost;
	const inserted = improved(costs, around(nearestInsertion(costs, movable)), isFixed);
	if (isBetter(inserted)) best = inserted;
	for (let beginning = 1; beginning <= BEGINNINGS && movable.length <= SHORT_ROUND; beginning += 1) {
		const other = improved(costs, around(scattered(movable, beginning)), isFixed);
		if (isBetter(other)) best = other;
	}
	return best.order;
}

function improved(costs: RoundCosts, order: Int32Array, isFixed: readonly boolean[]): RoundSearch {
	const search = new RoundSearch(costs, order, isFixed);
	search.improve();
	return search;
}

/** One of many other beginnings, the same each time. */
function scattered(nodes: readonly number[], beginning: number): readonly number[] {
	const key = (node: number) => (node * beginning * 37) % 101;
	return nodes.toSorted((a, b) => key(a) - key(b));
}

/** Takes the nearest stop that is left and puts it where it lengthens the way least, until none is left. */
function nearestInsertion(costs: RoundCosts, nodes: readonly number[]): readonly number[] {
	const path: number[] = [];
	const left = new Map(nodes.map((node) => [node, between(costs, 0, node)]));
	while (left.size > 0) {
		const nearest = [...left].reduce((best, entry) => (entry[1] < best[1] ? entry : best));
		const [node] = nearest;
		left.delete(node);
		path.splice(bestPlace(costs, path, node), 0, node);
		for (const [other, distance] of left) left.set(other, Math.min(distance, between(costs, node, other)));
	}
	return path;
}

function bestPlace(costs: RoundCosts, path: readonly number[], node: number): number {
	let [best, least] = [0, Infinity];
	for (let place = 0; place <= path.length; place += 1) {
		const before = path[place - 1] ?? 0;
		const after = path[place];
		const detour =
			between(costs, before, node) +
			(after === undefined ? 0 : between(costs, node, after) - between(costs, before, after));
		if (detour < least) [best, least] = [place, detour];
	}
	return best;
}

/** The places of pinned stops among those that are left: where they stand in the list, or as near as what is done leaves free. */
function pinnedPlaces<Planned extends Visit>(visits: readonly Planned[], done: number): ReadonlyMap<number, Planned> {
	const places = new Map<number, Planned>();
	let free = 0;
	for (const [index, visit] of visits.entries()) {
		if (!visit.pinned || visit.isDone) continue;
		const place = Math.max(index - done, free);
		places.set(place, visit);
		free = place + 1;
	}
	return places;
}

/** Puts some in their places and the others, in their order, around them. */
function layAround<Item>(places: ReadonlyMap<number, Item>, others: readonly Item[], count: number): readonly Item[] {
	const queue = [...others];
	return Array.from({ length: count }, (_, place) => places.get(place) ?? queue.shift()).filter(
		(item) => item !== undefined
	);
}
