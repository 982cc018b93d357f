// Figures: value, numerator and denominator, and no value at all where the denominator is zero.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as figures from '../../../src/lib/core/figures';
import { dateOfEpochDay, localDate } from '../../../src/lib/core/time';

const amount = fc.maxSafeInteger();

describe('a figure', () => {
	it('says what it was computed from', () => {
		expect(figures.dso(45_000_000, 120_000_000, 90)).toEqual({
			value: 3375,
			unit: 'days-x100',
			numerator: 45_000_000,
			denominator: 120_000_000
		});
		expect(figures.rollRate(2_800, 10_000)).toMatchObject({ value: 2800, numerator: 2_800, denominator: 10_000 });
		expect(figures.salesToOffset(128_071, 500)).toMatchObject({ value: 2_561_420, unit: 'minor' });
	});

	it('has no value when its denominator is zero, never 0 or infinity', () => {
		const undefinedOnes = [
			figures.dso(100, 0, 90),
			figures.weightedDelay([]),
			figures.contactRate(0, 0),
			figures.rollRate(1, 0),
			figures.collectionEffectiveness(0, 0, 0, 0),
			figures.costPerUnit(1, 0),
			figures.salesToOffset(1, 0),
			figures.visitsPerDay(1, 0),
			figures.averagePerVisit(1, 0),
			figures.countBackDso(100, [])
		];
		expect(undefinedOnes.map((figure) => figure.value)).toEqual(undefinedOnes.map(() => null));
	});

	it('rounds half away from zero on both sides', () => {
		expect(figures.rate(1, 80_000).value).toBe(0);
		expect(figures.rate(1, 20_000).value).toBe(1);
		expect(figures.rate(-1, 20_000).value).toBe(-1);
		expect(figures.rate(1, -20_000).value).toBe(-1);
	});

	it('is exact for any safe integers and never throws', () => {
		fc.assert(
			fc.property(amount, amount, fc.integer({ min: 0, max: 400 }), (a, b, days) => {
				for (const figure of [figures.dso(a, b, days), figures.rate(a, b), figures.averagePerVisit(a, b)])
					expect(figure.value === null).toBe(b === 0);
			})
		);
	});
});

describe('the average days delinquent', () => {
	it('are DSO less best possible DSO', () => {
		const add = figures.averageDaysDelinquent(
			figures.dso(45_000_000, 120_000_000, 90),
			figures.bestPossibleDso(30_000_000, 120_000_000, 90)
		);
		expect(add).toEqual({ value: 1125, unit: 'days-x100', numerator: 15_000_000, denominator: 120_000_000 });
	});

	it('are undefined with either of them', () => {
		const known = figures.dso(1, 1, 90);
		const unknown = figures.dso(1, 0, 90);
		expect(figures.averageDaysDelinquent(unknown, known).value).toBeNull();
		expect(figures.averageDaysDelinquent(known, unknown).value).toBeNull();
	});
});

describe('DSO by count-back', () => {
	const months = [
		{ sales: 20_000_000, days: 31 },
		{ sales: 18_000_000, days: 28 },
		{ sales: 22_000_000, days: 31 }
	];

	it('takes whole months off, then a part, and gives the exact fraction', () => {
		expect(figures.countBackDso(45_000_000, months)).toMatchObject({ value: 6886, exact: '1515/22', unexplained: 0 });
		expect(figures.countBackDso(20_000_000, months)).toMatchObject({ value: 3100, exact: '31/1' });
		expect(figures.countBackDso(0, months)).toMatchObject({ value: 0, exact: '0/1' });
	});

	it('says what no month explains', () => {
		expect(figures.countBackDso(70_000_000, months)).toMatchObject({ value: 9000, unexplained: 10_000_000 });
	});

	it('passes over months without sales or with credit notes only', () => {
		expect(
			figures.countBackDso(100, [
				{ sales: 0, days: 31 },
				{ sales: -5, days: 30 },
				{ sales: 200, days: 30 }
			])
		).toMatchObject({
			value: 7600
		});
	});
});

describe('the aged balance', () => {
	it('adds up to the whole for any claims on any day', () => {
		const anyDay = fc.integer({ min: -25_000, max: 80_000 }).map(dateOfEpochDay);
		const items = fc.array(fc.record({ dueOn: anyDay, minor: fc.integer({ min: 0, max: 10 ** 9 }) }));
		fc.assert(
			fc.property(items, anyDay, (claims, asOf) => {
				const totals = figures.agedBalance(claims, asOf);
				const whole = claims.reduce((sum, claim) => sum + claim.minor, 0);
				expect(figures.AGE_BUCKETS.reduce((sum, bucket) => sum + totals[bucket], 0)).toBe(whole);
			})
		);
	});

	it('counts a claim due today as not due', () => {
		const today = localDate('2026-11-21');
		expect(figures.agedBalance([{ dueOn: today, minor: 5 }], today)['not-due']).toBe(5);
		expect([1, 30, 31, 60, 61, 90, 91].map(figures.ageBucket)).toEqual([
			'1-30',
			'1-30',
			'31-60',
			'31-60',
			'61-90',
			'61-90',
			'over-90'
		]);
	});
});

describe('promises', () => {
	it('are counted strictly, with grace, and in amount', () => {
		const kept = figures.keptRates({ matured: 20, kept: 14, keptLate: 2, promised: 1_000_000, paid: 735_000 });
		expect([kept.strict.value, kept.withGrace.value, kept.amount.value]).toEqual([7000, 8000, 7350]);
	});
});
