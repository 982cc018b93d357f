// The order kept on a phone over what the manager publishes: taken off, added, pinned, published anew.
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { inKeptOrder, keptOrderSchema, type KeptOrder } from '../../../src/lib/core/kept-order';
import type { Stop } from '../../../src/lib/core/round';
import { dossierId } from './fixture';

const stop = (number: number, more: Partial<Stop> = {}): Stop => ({
	dossier: dossierId(number),
	pinned: false,
	window: null,
	override: null,
	...more
});
const kept = (order: readonly number[], more: Partial<KeptOrder> = {}): KeptOrder => ({
	by: 'hand',
	order: order.map(dossierId),
	pins: {},
	windows: {},
	stay: null,
	...more
});
const order = (stops: readonly Stop[]) =>
	stops.map(({ dossier }) => [1, 2, 3, 4, 5].find((number) => dossierId(number) === dossier));

const PUBLISHED = [1, 2, 3, 4].map((number) => stop(number));

test('without one the order is the manager’s', () => {
	expect(inKeptOrder(PUBLISHED, null)).toBe(PUBLISHED);
});

test('what was laid by hand stays, whatever is taken off or added', () => {
	const own = kept([4, 2, 1, 3]);
	expect(order(inKeptOrder(PUBLISHED, own))).toEqual([4, 2, 1, 3]);
	expect(order(inKeptOrder([stop(1), stop(3), stop(4)], own))).toEqual([4, 1, 3]);
	expect(order(inKeptOrder([stop(1), stop(2), stop(5), stop(3), stop(4)], own))).toEqual([4, 2, 5, 1, 3]);
	expect(order(inKeptOrder([stop(5), ...PUBLISHED], own))).toEqual([5, 4, 2, 1, 3]);
	expect(order(inKeptOrder(PUBLISHED, kept([4, 4, 2, 2, 1, 3])))).toEqual([4, 2, 1, 3]);
});

test('in a computed order a stop that the manager pinned stands where he published it, unless the collector let it go', () => {
	const pinned = [stop(1), stop(2, { pinned: true }), stop(3), stop(4)];
	expect(order(inKeptOrder(pinned, kept([4, 3, 1, 2], { by: 'plan' })))).toEqual([4, 2, 3, 1]);
	expect(order(inKeptOrder(pinned, kept([4, 3, 1, 2])))).toEqual([4, 3, 1, 2]);
	const letGo = kept([4, 3, 1, 2], { by: 'plan', pins: { [dossierId(2)]: false } });
	expect(order(inKeptOrder(pinned, letGo))).toEqual([4, 3, 1, 2]);
	expect(inKeptOrder(pinned, letGo).at(-1)?.pinned).toBe(false);
});

test('the collector’s pins and hours stand over the manager’s', () => {
	const published = [stop(1, { window: { from: 540, to: 600 } }), stop(2), stop(3, { window: { from: 1, to: 2 } })];
	const own = kept([1, 2, 3], {
		pins: { [dossierId(2)]: true },
		windows: { [dossierId(2)]: { from: 600, to: 720 }, [dossierId(3)]: null }
	});
	expect(inKeptOrder(published, own)).toEqual([
		stop(1, { window: { from: 540, to: 600 } }),
		stop(2, { pinned: true, window: { from: 600, to: 720 } }),
		stop(3)
	]);
});

test('a kept order survives its storage, and a broken one is not taken for an order', () => {
	const own = kept([2, 1], { windows: { [dossierId(1)]: null } });
	expect(v.parse(keptOrderSchema, JSON.parse(JSON.stringify(own)))).toEqual(own);
	expect(v.is(keptOrderSchema, { ...own, by: 'chance' })).toBe(false);
});
