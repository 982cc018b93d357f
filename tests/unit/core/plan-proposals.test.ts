// The plans put to a debtor: within the margin, more time asks for more down payment, and no instalment is too small.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FREQUENCIES } from '../../../src/lib/core/operation';
import { excessOf, type PlanMargin } from '../../../src/lib/core/plan-margin';
import { proposalsFor, type ProposalsRequest } from '../../../src/lib/core/plan-proposals';
import { buildSchedule } from '../../../src/lib/core/schedule';
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import { addDays, addMonths } from '../../../src/lib/core/time';
import { TODAY } from './fixture';

const MARGIN: PlanMargin = { maxMonths: 24, minDownBp: 0, waiverBp: 0, discountBp: 0 };
const request = (change: Partial<ProposalsRequest> = {}): ProposalsRequest => ({
	balance: 128_071,
	accessories: 20_000,
	minimum: 2_000,
	margin: MARGIN,
	frequency: 'monthly',
	isSettlement: false,
	...change
});

describe('the proposals for a plan', () => {
	test('are three for an ordinary debt: 3, 6 and 12 times, the longer ones with a down payment in whole euros', () => {
		expect(proposalsFor(request())).toEqual([
			{ id: 'short', down: 0, count: 3, waived: 0 },
			{ id: 'medium', down: 12_800, count: 6, waived: 0 },
			{ id: 'long', down: 25_600, count: 12, waived: 0 }
		]);
	});

	test('go up to 24 months for a large debt, and no further than the margin', () => {
		const counts = (margin: PlanMargin) =>
			proposalsFor(request({ balance: 640_000, margin })).map(({ count }) => count);
		expect(counts(MARGIN)).toEqual([6, 12, 24]);
		expect(counts({ ...MARGIN, maxMonths: 10 })).toEqual([6, 10]);
	});

	test('are fewer for a small debt, and none where a single instalment is left', () => {
		expect(proposalsFor(request({ balance: 9_990 })).map(({ count }) => count)).toEqual([3, 4]);
		expect(proposalsFor(request({ balance: 3_000 }))).toEqual([]);
	});

	test('ask at least for the down payment of the margin', () => {
		const downs = proposalsFor(request({ margin: { ...MARGIN, minDownBp: 1_500 } })).map(({ down }) => down);
		expect(downs).toEqual([19_211, 19_211, 25_600]);
	});

	test('give up nothing but in a settlement, and then offer a discount for who pays at once', () => {
		const margin = { ...MARGIN, waiverBp: 5_000, discountBp: 1_000 };
		expect(proposalsFor(request({ margin })).every(({ waived }) => waived === 0)).toBe(true);
		expect(proposalsFor(request({ margin, isSettlement: true }))).toMatchObject([
			{ id: 'short', waived: 10_000 },
			{ id: 'medium', waived: 10_000 },
			{ id: 'long', waived: 10_000 },
			{ id: 'now', count: 1, down: 0, waived: 12_807 }
		]);
	});

	test('stay within the margin, fall never below the least instalment and add up in every rhythm', () => {
		const cases = fc.record({
			balance: fc.integer({ min: 1, max: 10_000_000 }),
			accessories: fc.integer({ min: 0, max: 100_000 }),
			frequency: fc.constantFrom(...FREQUENCIES),
			isSettlement: fc.boolean(),
			margin: fc.record({
				maxMonths: fc.integer({ min: 1, max: 36 }),
				minDownBp: fc.integer({ min: 0, max: 5_000 }),
				waiverBp: fc.integer({ min: 0, max: 10_000 }),
				discountBp: fc.integer({ min: 0, max: 3_000 })
			})
		});
		fc.assert(
			fc.property(cases, (wish) => {
				const accessories = Math.min(wish.accessories, wish.balance);
				for (const proposal of proposalsFor({ ...wish, accessories, minimum: 2_000 })) {
					const total = wish.balance - proposal.waived;
					const isNow = proposal.id === 'now';
					const schedule = buildSchedule(
						{
							total,
							down: proposal.down > 0 ? { minor: proposal.down, dueOn: TODAY } : null,
							count: proposal.count,
							firstDueOn: isNow ? TODAY : FIRST[wish.frequency],
							frequency: isNow ? 'monthly' : wish.frequency,
							anchorDay: null,
							roll: !isNow,
							region: null,
							minInstalment: isNow ? 0 : 2_000
						},
						FRANCE.calendar
					);
					if (!schedule.ok) throw new Error(schedule.error.code);
					const { instalments } = schedule.value;
					const sum = instalments.reduce((all, { minor }) => all + minor, proposal.down);
					expect(sum).toBe(total);
					const terms = { day: TODAY, total, accessories, waived: proposal.waived, down: proposal.down, instalments };
					expect(excessOf(terms, wish.margin)).toEqual([]);
				}
			})
		);
	});
});

const FIRST = {
	weekly: addDays(TODAY, 7),
	fortnightly: addDays(TODAY, 14),
	monthly: addMonths(TODAY, 1),
	'end-of-month': addMonths(TODAY, 1)
} as const;
