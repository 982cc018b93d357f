// Random days, amounts and claims for the properties of the rules.
import fc from 'fast-check';
import { dayOfNumber, FIRST_DAY, LAST_DAY, dayNumber } from '../../../src/lib/core/civil-days';
import { components } from '../../../src/lib/core/allocation';
import type { StatementClaim } from '../../../src/lib/core/statement';
import type { LocalDate } from '../../../src/lib/core/time';
import { localDate } from '../../../src/lib/core/time';

/** Any day of the product's calendar. */
export const anyDay: fc.Arbitrary<LocalDate> = fc
	.integer({ min: dayNumber(FIRST_DAY), max: dayNumber(LAST_DAY) })
	.map(dayOfNumber);

/** A day for which every French rate is known. */
export const ratedDay: fc.Arbitrary<LocalDate> = fc
	.integer({ min: dayNumber(localDate('2023-01-01')), max: dayNumber(localDate('2026-12-31')) })
	.map(dayOfNumber);

export const amount: fc.Arbitrary<number> = fc.integer({ min: 0, max: 1_000_000_000_00 });
export const dayCounts = fc.constantFrom<'ACT/365' | 'ACT/ACT'>('ACT/365', 'ACT/ACT');

const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

/** A claim with everything that may happen to it, on days drawn from one arbitrary. */
export function anyClaim(days: fc.Arbitrary<LocalDate>): fc.Arbitrary<StatementClaim> {
	const split = fc.record({ interest: amount, principal: amount, penalty: amount, indemnity: amount }).map(components);
	return fc.record<StatementClaim>({
		currency: fc.constantFrom('EUR', 'XOF'),
		debtorKind: fc.constantFrom('consumer', 'professional'),
		creditorKind: fc.constantFrom('individual', 'other'),
		principalMinor: amount,
		dueDate: days,
		formalNotice: orNull(days),
		enforceableSince: orNull(days),
		contractRateBp: orNull(fc.integer({ min: 0, max: 5000 })),
		penalClauseBp: orNull(fc.integer({ min: 0, max: 3000 })),
		lateInvoices: fc.integer({ min: 1, max: 5 }),
		openingJudgment: orNull(days),
		longTermCredit: fc.boolean(),
		interestFrozenFrom: orNull(days),
		capitalFirst: fc.boolean(),
		dayCount: orNull(dayCounts),
		entrusted: orNull(fc.record({ on: days, interestMinor: amount, penaltyMinor: amount, indemnityMinor: amount })),
		payments: fc.array(fc.record({ date: days, minor: amount, split: orNull(split) }), { maxLength: 5 })
	});
}

/** A claim between professionals, due on a day, to which nothing happened. */
export function plainClaim(over: Partial<StatementClaim>): StatementClaim {
	return {
		currency: 'EUR',
		debtorKind: 'professional',
		creditorKind: 'other',
		principalMinor: 100_000,
		dueDate: localDate('2025-03-31'),
		formalNotice: null,
		enforceableSince: null,
		contractRateBp: null,
		penalClauseBp: null,
		lateInvoices: 1,
		openingJudgment: null,
		longTermCredit: false,
		interestFrozenFrom: null,
		capitalFirst: false,
		dayCount: null,
		entrusted: null,
		payments: [],
		...over
	};
}
