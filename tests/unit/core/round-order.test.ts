// The order of a round: what it keeps, that it gets shorter, how near it comes to the best there is, and which hours it respects.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roadMetres, type Point } from '../../../src/lib/core/road';
import { planOrder } from '../../../src/lib/core/round-order';
import { wayThrough, type Departure, type Visit } from '../../../src/lib/core/round-way';

const TOURS: Point = { latE6: 47_393_600, lonE6: 689_200 };
const AT_NINE: Departure = { from: TOURS, minute: 540, hours: null };

/** A point so many kilometres east and north of the centre of Tours. */
const at = (east: number, north = 0): Point => ({
	latE6: TOURS.latE6 + Math.round(north * 8_993),
	lonE6: TOURS.lonE6 + Math.round(east * 13_286)
});
const visit = (id: string, position: Point | null, more: Partial<Visit> = {}): Visit => ({
	id,
	position,
	pinned: false,
	window: null,
	isDone: false,
	...more
});
const names = (visits: readonly Visit[]) => visits.map(({ id }) => id).join('');
const metres = (visits: readonly Visit[], departure = AT_NINE) => wayThrough(visits, departure).metres;

const anyPoint = fc.record({
	latE6: fc.integer({ min: 47_200_000, max: 47_600_000 }),
	lonE6: fc.integer({ min: 400_000, max: 1_000_000 })
});
const anyWindow = fc
	.tuple(fc.integer({ min: 480, max: 1_100 }), fc.integer({ min: 0, max: 240 }))
	.map(([from, length]) => ({ from, to: from + length }));
const anyVisits = (more: { window?: fc.Arbitrary<Visit['window']>; position?: fc.Arbitrary<Point | null> } = {}) =>
	fc
		.array(
			fc.record({
				position: more.position ?? anyPoint,
				pinned: fc.boolean(),
				window: more.window ?? fc.constant(null),
				isDone: fc.integer({ max: 5, min: 0 }).map((dice) => dice === 0)
			}),
			{ maxLength: 20 }
		)
		.map((visits) => visits.map((fields, index): Visit => ({ id: String(index), ...fields })));
const anything = anyVisits({
	window: fc.option(anyWindow, { nil: null }),
	position: fc.option(anyPoint, { nil: null })
});
const anyDeparture: fc.Arbitrary<Departure> = fc.record({
	from: fc.option(anyPoint, { nil: null }),
	minute: fc.integer({ min: 0, max: 1_439 }),
	hours: fc.option(fc.constant({ from: 480, to: 1_200 }), { nil: null })
});

describe('roads', () => {
	test('Tours to Orléans is about 108 km of straight line, and a third more on the road', () => {
		const road = roadMetres(TOURS, { latE6: 47_902_900, lonE6: 1_909_000 });
		expect(road / 1.35).toBeGreaterThan(106_000);
		expect(road / 1.35).toBeLessThan(110_000);
		expect(roadMetres(TOURS, TOURS)).toBe(0);
	});
});

describe('the order of a round', () => {
	test('is that of the doors along a street', () => {
		expect(
			names(planOrder([visit('a', at(1)), visit('d', at(4)), visit('b', at(2)), visit('c', at(3))], AT_NINE))
		).toBe('abcd');
	});

	test('uncrosses roads that cross', () => {
		const crossing = [visit('a', at(1, 1)), visit('d', at(2, -1)), visit('b', at(2, 1)), visit('c', at(3, -1))];
		const order = planOrder(crossing, AT_NINE);
		expect(metres(order)).toBeLessThan(metres(crossing));
		expect(names(order)).toBe('abdc');
	});

	test('begins with the first stop where nobody knows the position', () => {
		const departure = { ...AT_NINE, from: null };
		expect(names(planOrder([visit('b', at(2)), visit('d', at(5)), visit('c', at(3))], departure))).toBe('bcd');
	});

	test('keeps what is done on top, in its order', () => {
		const stops = [
			visit('c', at(3)),
			visit('x', at(9), { isDone: true }),
			visit('a', at(1)),
			visit('y', null, { isDone: true })
		];
		expect(names(planOrder(stops, AT_NINE))).toBe('xyac');
	});

	test('keeps a pinned stop in its place, or right behind what is done', () => {
		const stops = [visit('c', at(3)), visit('a', at(1)), visit('p', at(9), { pinned: true }), visit('b', at(2))];
		expect(names(planOrder(stops, AT_NINE))).toBe('abpc');
		const done = ['x', 'y', 'z'].map((id) => visit(id, at(5), { isDone: true }));
		const late = [visit('p', at(9), { pinned: true }), visit('b', at(2)), visit('a', at(1)), ...done];
		expect(names(planOrder(late, AT_NINE))).toBe('xyzpba');
	});

	test('takes a stop that was never located to be where the one before it is', () => {
		const stops = [visit('a', at(1)), visit('d', at(4)), visit('x', null), visit('b', at(2))];
		expect(names(planOrder(stops, AT_NINE))).toMatch(/^ab(dx|xd)$/);
		expect(names(planOrder([visit('x', null), visit('b', at(2)), visit('a', at(1))], AT_NINE))).toBe('xab');
		expect(names(planOrder([visit('x', null), visit('y', null)], { ...AT_NINE, from: null }))).toBe('xy');
	});

	test('goes to an agreed hour in time though the road gets longer, and does not wait at a door for nothing', () => {
		const early = [visit('a', at(1)), visit('b', at(2)), visit('t', at(-8), { window: { from: 540, to: 570 } })];
		expect(names(planOrder(early, AT_NINE))).toBe('tab');
		const later = [visit('t', at(1), { window: { from: 600, to: 660 } }), visit('a', at(2)), visit('b', at(3))];
		expect(names(planOrder(later, AT_NINE)).indexOf('t')).toBeGreaterThan(0);
	});

	test('visits the near ones first when the hours of the day run out', () => {
		const departure = { ...AT_NINE, minute: 1_170, hours: { from: 480, to: 1_200 } };
		const stops = [visit('far', at(14)), visit('a', at(1)), visit('b', at(-1))];
		const order = planOrder(stops, departure);
		expect(order.at(-1)?.id).toBe('far');
		expect(wayThrough(order, departure).late).toBe(1);
	});

	test('is a permutation, the same each time, with pinned stops where they stood', () => {
		fc.assert(
			fc.property(anything, anyDeparture, (visits, departure) => {
				const order = planOrder(visits, departure);
				expect(new Set(order)).toEqual(new Set(visits));
				expect(order).toHaveLength(visits.length);
				expect(planOrder(visits, departure)).toEqual(order);
				const done = visits.filter(({ isDone }) => isDone);
				expect(order.slice(0, done.length)).toEqual(done);
				if (done.length > 0) return;
				for (const [place, planned] of visits.entries()) if (planned.pinned) expect(order[place]).toBe(planned);
			}),
			{ numRuns: 80 }
		);
	});

	test('is never longer than the order given when no hours are agreed', () => {
		fc.assert(
			fc.property(anyVisits(), fc.option(anyPoint, { nil: null }), (visits, from) => {
				const departure = { ...AT_NINE, from };
				const given = visits.toSorted((a, b) => Number(b.isDone) - Number(a.isDone));
				expect(metres(planOrder(given, departure), departure)).toBeLessThanOrEqual(metres(given, departure));
			}),
			{ numRuns: 80 }
		);
	});

	test('planned once more, is not longer', () => {
		fc.assert(
			fc.property(anyVisits(), (visits) => {
				const order = planOrder(visits, AT_NINE);
				expect(metres(planOrder(order, AT_NINE))).toBeLessThanOrEqual(metres(order));
			}),
			{ numRuns: 40 }
		);
	});

	test('is within five in a hundred of the best of all orders of up to eight stops', () => {
		const gaps = Array.from({ length: 40 }, (_, seed) => {
			const stops = Array.from({ length: 6 + (seed % 3) }, (_, index) =>
				visit(String(index), at(scatter(seed, index, 7), scatter(seed, index, 13)), {
					pinned: (seed + index) % 11 === 0
				})
			);
			return metres(planOrder(stops, AT_NINE)) / shortest(stops);
		});
		expect(Math.max(...gaps)).toBeLessThanOrEqual(1.05);
		expect(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toBeLessThan(1.005);
	});

	test('of fifty stops with hours and pins is found and loses none', () => {
		const stops = Array.from({ length: 50 }, (_, index) =>
			visit(String(index), at(scatter(1, index, 7), scatter(1, index, 13)), {
				pinned: index % 10 === 3,
				window: index % 3 === 0 ? { from: 540 + index * 3, to: 600 + index * 3 } : null
			})
		);
		expect(new Set(planOrder(stops, AT_NINE))).toEqual(new Set(stops));
	});
});

describe('the way through a round', () => {
	test('says how far each stop is, when one arrives, and who is reached too late', () => {
		const stops = [
			visit('x', at(9), { isDone: true }),
			visit('a', at(1)),
			visit('n', null),
			visit('w', at(1), { window: { from: 600, to: 630 } }),
			visit('l', at(4), { window: { from: 500, to: 560 } })
		];
		const { legs, metres: total, end, late } = wayThrough(stops, AT_NINE);
		expect(legs.map(({ id }) => id).join('')).toBe('anwl');
		expect(legs.map((leg) => leg.metres)).toEqual([1_350, null, 0, expect.any(Number)]);
		expect(legs.map(({ isLate }) => isLate)).toEqual([false, false, false, true]);
		expect(legs[2]?.arrival).toBe(600);
		expect(late).toBe(1);
		expect(total).toBe(1_350 + (legs[3]?.metres ?? 0));
		expect(end).toBe(632);
	});

	test('of nothing left is nothing', () => {
		expect(wayThrough([], AT_NINE)).toEqual({ legs: [], metres: 0, end: 540, late: 0 });
		expect(wayThrough([visit('a', at(1))], { ...AT_NINE, from: null }).legs[0]?.metres).toBeNull();
	});
});

/** Points over 20 km, the same each time. */
const scatter = (seed: number, index: number, prime: number): number =>
	(((seed + 1) * 7_919 + (index + 3) * 104_729 * prime) % 2_003) / 100 - 10;

/** The shortest way by trying all, pinned stops in their places. */
function shortest(stops: readonly Visit[]): number {
	let best = Infinity;
	const go = (way: readonly Visit[], left: readonly Visit[]): void => {
		const length = metres(way);
		if (length >= best) return;
		if (left.length === 0) best = length;
		const due = stops[way.length];
		const next = due?.pinned ? [due] : left.filter(({ pinned }) => !pinned);
		for (const stop of next)
			go(
				[...way, stop],
				left.filter((other) => other !== stop)
			);
	};
	go([], stops);
	return best;
}
