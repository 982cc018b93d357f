// Payment plans: tables that add up, dates that keep their anchor, payments and states.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBusinessDay } from '../../../src/lib/core/calendar';
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import { CURRENCIES, CURRENCY_EXPONENT } from '../../../src/lib/core/money';
import { FREQUENCIES } from '../../../src/lib/core/operation';
import { buildSchedule, countForAmount, MAX_INSTALMENTS, type PlanRequest } from '../../../src/lib/core/schedule';
import { dateOfEpochDay, localDate } from '../../../src/lib/core/time';

const day = localDate;
const REQUEST: PlanRequest = {
	total: 100_000,
	down: null,
	count: 3,
	firstDueOn: day('2027-01-15'),
	frequency: 'monthly',
	anchorDay: null,
	roll: true,
	region: null,
	minInstalment: 0
};

function built(change: Partial<PlanRequest>) {
	const schedule = buildSchedule({ ...REQUEST, ...change }, FRANCE.calendar);
	if (!schedule.ok) throw new Error(schedule.error.code);
	return schedule.value;
}

function refusedCode(change: Partial<PlanRequest>) {
	const schedule = buildSchedule({ ...REQUEST, ...change }, FRANCE.calendar);
	return schedule.ok ? null : schedule.error.code;
}

const anyDay = fc.integer({ min: -25_000, max: 80_000 }).map(dateOfEpochDay);
const anyRequest: fc.Arbitrary<PlanRequest> = fc.record({
	total: fc.integer({ min: -10, max: 10 ** 11 }),
	down: fc.option(fc.record({ minor: fc.integer({ min: -1, max: 10 ** 10 }), dueOn: anyDay })),
	count: fc.integer({ min: -1, max: MAX_INSTALMENTS + 1 }),
	firstDueOn: anyDay,
	frequency: fc.constantFrom(...FREQUENCIES),
	anchorDay: fc.option(fc.integer({ min: 0, max: 32 })),
	roll: fc.boolean(),
	region: fc.option(fc.constantFrom('metropole', 'alsace-moselle', 'reunion', 'nowhere')),
	minInstalment: fc.integer({ min: 0, max: 5000 })
});

describe('the table of a plan', () => {
	it('puts the down payment first and spreads the rest', () => {
		const { down, instalments } = built({
			total: 128_071,
			down: { minor: 28_071, dueOn: day('2026-12-27') },
			count: 2
		});
		expect(down).toEqual({ minor: 28_071, dueOn: '2026-12-27', after: 100_000 });
		expect(instalments.map(({ no, minor, after }) => [no, minor, after])).toEqual([
			[1, 50_000, 50_000],
			[2, 50_000, 0]
		]);
	});

	it('keeps the anchor day through short months', () => {
		const { instalments } = built({ count: 4, firstDueOn: day('2028-01-31'), roll: false });
		expect(instalments.map((row) => row.contractOn)).toEqual(['2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30']);
	});

	it('takes another anchor day than the first date when one is agreed', () => {
		const { instalments } = built({ firstDueOn: day('2026-12-20'), anchorDay: 5, roll: false });
		expect(instalments.map((row) => row.contractOn)).toEqual(['2026-12-20', '2027-01-05', '2027-02-05']);
	});

	it('spaces fortnightly and weekly instalments in days', () => {
		const dates = (frequency: 'weekly' | 'fortnightly') =>
			built({ frequency, roll: false }).instalments.map((row) => row.contractOn);
		expect(dates('weekly')).toEqual(['2027-01-15', '2027-01-22', '2027-01-29']);
		expect(dates('fortnightly')).toEqual(['2027-01-15', '2027-01-29', '2027-02-12']);
	});

	it('puts end-of-month instalments on the last day even when the first date is not', () => {
		const { instalments } = built({ frequency: 'end-of-month', firstDueOn: day('2026-11-12'), roll: false });
		expect(instalments.map((row) => row.contractOn)).toEqual(['2026-11-30', '2026-12-31', '2027-01-31']);
	});

	it('rolls over the holidays of the region and keeps the date of the contract', () => {
		const goodFriday = { firstDueOn: day('2027-03-26'), count: 1 };
		expect(built(goodFriday).instalments[0]?.dueOn).toBe('2027-03-26');
		expect(built({ ...goodFriday, region: 'alsace-moselle' }).instalments[0]).toMatchObject({
			contractOn: '2027-03-26',
			dueOn: '2027-03-30'
		});
	});

	it('refuses what is no plan, with the reason', () => {
		expect(refusedCode({ count: 0 })).toBe('plan-count');
		expect(refusedCode({ count: 1.5 })).toBe('plan-count');
		expect(refusedCode({ count: MAX_INSTALMENTS + 1 })).toBe('plan-count');
		expect(refusedCode({ down: { minor: 0, dueOn: day('2026-12-01') } })).toBe('plan-down-payment');
		expect(refusedCode({ down: { minor: 100_001, dueOn: day('2026-12-01') } })).toBe('plan-down-payment');
		expect(refusedCode({ down: { minor: 100_000, dueOn: day('2026-12-01') } })).toBe('plan-nothing-left');
		expect(refusedCode({ anchorDay: 32 })).toBe('plan-anchor-day');
		expect(refusedCode({ total: 2, count: 3 })).toBe('instalment-below-minimum');
	});

	it('says which instalment was computed when it is below the minimum', () => {
		const refused = buildSchedule({ ...REQUEST, count: 100, minInstalment: 2000 }, FRANCE.calendar);
		expect(refused).toEqual({
			ok: false,
			error: { code: 'instalment-below-minimum', data: { computed: 1000, minimum: 2000 } }
		});
	});

	it('adds up to the cent for any amount, currency and number of instalments, or refuses', () => {
		fc.assert(
			fc.property(anyRequest, fc.constantFrom(...CURRENCIES), (request, currency) => {
				const total = request.total * 10 ** (2 - Math.min(2, CURRENCY_EXPONENT[currency]));
				const schedule = buildSchedule({ ...request, total }, FRANCE.calendar);
				if (!schedule.ok) return;
				const { down, instalments } = schedule.value;
				let balance = total - (down?.minor ?? 0);
				for (const row of instalments) {
					balance -= row.minor;
					expect(row.after).toBe(balance);
					expect(row.minor).toBeGreaterThanOrEqual(Math.max(1, request.minInstalment));
					expect(row.dueOn >= row.contractOn).toBe(true);
				}
				expect(balance).toBe(0);
				expect(instalments).toHaveLength(request.count);
			})
		);
	});

	it('never moves a due date to a day on which offices are closed', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 20_000, max: 40_000 }).map(dateOfEpochDay),
				fc.integer({ min: 1, max: 60 }),
				(first, count) => {
					const { instalments } = built({ firstDueOn: first, count });
					expect(instalments.every((row) => isBusinessDay(FRANCE.calendar, row.dueOn))).toBe(true);
				}
			)
		);
	});
});

describe('the length of a plan', () => {
	it('turns what a debtor can pay a month into a number of instalments', () => {
		expect(countForAmount(100_000, 30_000)).toBe(4);
		expect(countForAmount(90_000, 30_000)).toBe(3);
	});
});
