// Where a dragged stop lands, and the links to the map.
import { describe, expect, test } from 'vitest';
import { MOST_POINTS, routeHref } from '$lib/ui/map-link';
import { placeUnder, shiftOf } from '../../../src/routes/(field)/round/order/drag-place';

const rows = [0, 1, 2, 3].map((index) => ({ top: index * 110, height: 100 }));

describe('a dragged row', () => {
	test('lands where its middle is, and past the ends first or last', () => {
		expect(placeUnder(rows, 1, 0)).toBe(1);
		expect(placeUnder(rows, 1, 65)).toBe(2);
		expect(placeUnder(rows, 1, -70)).toBe(0);
		expect(placeUnder(rows, 1, 9_000)).toBe(3);
		expect(placeUnder(rows, 1, -9_000)).toBe(0);
		expect(placeUnder(rows, 9, 10)).toBe(9);
	});

	test('makes the rows that it passes give way by its own height, the others stay', () => {
		expect([0, 2, 3].map((row) => shiftOf(rows, row, 1, 2))).toEqual([0, -110, 0]);
		expect([0, 1, 2].map((row) => shiftOf(rows, row, 3, 1))).toEqual([0, 110, 110]);
	});
});

describe('the way through the next stops', () => {
	const points = Array.from({ length: 12 }, (_, index) => ({ latE6: 47_390_000 + index, lonE6: 690_000 }));

	test('holds as many points as a map takes, in their order, and no name', () => {
		const link = new URL(routeHref(points, 'Android'));
		expect(link.searchParams.get('waypoints')?.split('|')).toHaveLength(MOST_POINTS - 1);
		expect(link.searchParams.get('waypoints')).toMatch(/^47\.39,0\.69\|47\.390001,/);
		expect(link.searchParams.get('destination')).toBe('47.390009,0.69');
		expect(new URL(routeHref(points.slice(0, 1), 'Android')).searchParams.has('waypoints')).toBe(false);
	});

	test('is Apple’s own on an iPhone', () => {
		expect(routeHref(points.slice(0, 2), 'iPhone')).toBe('maps://?dirflg=d&daddr=47.39,0.69+to:47.390001,0.69');
	});
});
