// Rates, late interest, legal interest, compound interest and penalty clauses.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accrue, simpleInterest, type AccrualInput } from '../../../src/lib/core/accrual';
import { capitalisableInterest, yearlyInterest } from '../../../src/lib/core/capitalisation';
import { shiftDays } from '../../../src/lib/core/civil-days';
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import { lateInterest, type LateClaim } from '../../../src/lib/core/interest';
import { legalInterest, type LegalClaim } from '../../../src/lib/core/legal-interest';
import { roundRational } from '../../../src/lib/core/money';
import { penalty } from '../../../src/lib/core/penal-clause';
import { lateRate, legalRate, ratePeriod } from '../../../src/lib/core/rate';
import { localDate, maxDate, minDate, type LocalDate } from '../../../src/lib/core/time';
import { amount, anyDay, dayCounts, ratedDay } from './arbitrary';

const day = localDate;

const late = (over: Partial<LateClaim>): LateClaim => ({
	debtorKind: 'professional',
	principalMinor: 100_000,
	dueDate: day('2025-03-31'),
	contractRateBp: null,
	payments: [],
	lateInvoices: 1,
	openingJudgment: null,
	longTermCredit: false,
	dayCount: 'ACT/365',
	...over
});
const legal = (over: Partial<LegalClaim>): LegalClaim => ({
	principalMinor: 250_000,
	formalNotice: day('2025-11-10'),
	creditorKind: 'other',
	enforceableSince: null,
	payments: [],
	dayCount: 'ACT/365',
	...over
});
const between = (after: LocalDate, until: LocalDate, over: Partial<AccrualInput> = {}) =>
	accrue(FRANCE, {
		principalMinor: 1_000_000,
		after,
		until,
		payments: [],
		dayCount: 'ACT/365',
		rateChangesAfter: null,
		rateOn: (date) => lateRate(FRANCE, date, null),
		...over
	});

describe('the rate of a day', () => {
	it('is frozen for the half-year', () => {
		expect(ratePeriod(FRANCE, day('2026-11-21'))).toEqual({ from: '2026-07-01', to: '2026-12-31' });
		expect(ratePeriod(FRANCE, day('2026-06-30'))).toEqual({ from: '2026-01-01', to: '2026-06-30' });
		const quarterly = { ...FRANCE, interest: { ...FRANCE.interest, ratePeriodMonths: 3 as const } };
		expect(ratePeriod(quarterly, day('2026-05-02'))).toEqual({ from: '2026-04-01', to: '2026-06-30' });
	});

	it('refuses the increase where the country does not know it', () => {
		const pack = { ...FRANCE, parameters: { ...FRANCE.parameters, 'rate.increase': [] } };
		expect(legalRate(pack, day('2026-01-01'), 'other', true).ok).toBe(false);
		expect(legalRate(FRANCE, day('2026-01-01'), 'individual', true)).toEqual({ ok: true, value: 1167 });
	});

	it('refuses a late rate whose margin or floor is not known', () => {
		expect(lateRate(FRANCE, day('2027-01-01'), 1000).ok).toBe(false);
		const noMargin = { ...FRANCE, parameters: { ...FRANCE.parameters, 'rate.late-margin': [] } };
		expect(lateRate(noMargin, day('2026-01-01'), null).ok).toBe(false);
		const noFloor = { ...FRANCE, parameters: { ...FRANCE.parameters, 'rate.floor-multiplier': [] } };
		expect(lateRate(noFloor, day('2026-01-01'), 1000).ok).toBe(false);
	});
});

describe('simple interest', () => {
	it('rounds half away from zero, exactly, at any size', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: -(2 ** 50), max: 2 ** 50 }),
				fc.integer({ min: 0, max: 20_000 }),
				fc.integer({ min: 0, max: 366 }),
				fc.constantFrom(365, 366),
				(minor, rate, days, base) => {
					const exact = roundRational(BigInt(minor) * BigInt(rate) * BigInt(days), 10_000n * BigInt(base));
					expect(BigInt(simpleInterest(minor, rate, days, base))).toBe(exact);
				}
			)
		);
		expect(simpleInterest(36_500, 50, 1, 365)).toBe(1);
		expect(simpleInterest(-36_500, 50, 1, 365)).toBe(-1);
	});
});

describe('an accrual', () => {
	it('gives over adjoining periods what it gives over the whole, up to one unit per line', () => {
		fc.assert(
			fc.property(ratedDay, ratedDay, ratedDay, amount, dayCounts, (a, b, c, principalMinor, dayCount) => {
				const first = minDate(a, minDate(b, c));
				const last = maxDate(a, maxDate(b, c));
				const middle = [a, b, c].toSorted()[1] ?? a;
				const over = { principalMinor, dayCount };
				const whole = between(first, last, over);
				const parts = [between(first, middle, over), between(middle, last, over)];
				const sum = parts.reduce((total, part) => total + part.interestMinor, 0);
				const lines = parts.reduce((total, part) => total + part.lines.length, 0);
				expect(Math.abs(sum - whole.interestMinor)).toBeLessThanOrEqual(lines);
			})
		);
	});

	it('has lines that adjoin, add up, and cover every day once', () => {
		const payments = fc.array(fc.record({ date: ratedDay, minor: fc.integer({ min: -50_000, max: 500_000 }) }), {
			maxLength: 6
		});
		fc.assert(
			fc.property(ratedDay, ratedDay, payments, dayCounts, (a, b, paid, dayCount) => {
				const [after, until] = [minDate(a, b), maxDate(a, b)];
				const accrual = between(after, until, { payments: paid, dayCount });
				let previous = after;
				for (const line of accrual.lines) {
					expect(line.from > previous && line.to >= line.from).toBe(true);
					expect(line.interestMinor).toBe(simpleInterest(line.principalMinor, line.rateBp, line.days, line.yearBase));
					previous = line.to;
				}
				expect(accrual.interestMinor).toBe(accrual.lines.reduce((sum, line) => sum + line.interestMinor, 0));
				const received = paid.filter((one) => one.date <= until).reduce((sum, one) => sum + one.minor, 0);
				expect(accrual.principalLeftMinor - accrual.creditMinor).toBe(1_000_000 - received);
			})
		);
	});

	it('starts again when a payment that had settled the debt is reversed', () => {
		const payments = [
			{ date: day('2026-02-20'), minor: -1_000_000 },
			{ date: day('2026-02-10'), minor: 1_000_000 }
		];
		const { lines } = between(day('2026-01-31'), day('2026-02-28'), { payments });
		expect(lines.map((line) => [line.from, line.to])).toEqual([
			['2026-02-01', '2026-02-10'],
			['2026-02-21', '2026-02-28']
		]);
	});

	it('keeps one line while the rate stays, and a new one where the length of the year changes', () => {
		const flat = { rateOn: () => ({ ok: true, value: { rateBp: 1000, raisedToFloor: false } }) as const };
		const spans = (dayCount: 'ACT/365' | 'ACT/ACT') =>
			between(day('2023-06-30'), day('2025-06-30'), { ...flat, dayCount }).lines.map((line) => [
				line.to,
				line.yearBase
			]);
		expect(spans('ACT/365')).toEqual([['2025-06-30', 365]]);
		expect(spans('ACT/ACT')).toEqual([
			['2023-12-31', 365],
			['2024-12-31', 366],
			['2025-06-30', 365]
		]);
	});

	it('runs to the last known day where a rate is not known, still counts later payments, and says so', () => {
		const accrual = between(day('2026-11-30'), day('2027-02-28'), {
			payments: [{ date: day('2027-01-15'), minor: 400_000 }]
		});
		expect(accrual).toMatchObject({
			through: '2026-12-31',
			refusal: { code: 'RATE_NOT_KNOWN', data: { day: '2027-01-01' } },
			principalLeftMinor: 600_000
		});
		expect(accrual.lines).toHaveLength(1);
	});
});

describe('late interest between professionals', () => {
	it('owes nothing before the due date, nor from a consumer', () => {
		expect(lateInterest(FRANCE, late({}), day('2025-03-31'))).toMatchObject({
			daysLate: 0,
			lines: [],
			indemnityMinor: 0,
			totalDueMinor: 100_000
		});
		expect(lateInterest(FRANCE, late({ debtorKind: 'consumer' }), day('2026-03-31'))).toMatchObject({
			daysLate: 365,
			interestMinor: 0,
			indemnityMinor: 0,
			totalDueMinor: 100_000
		});
	});

	it('still owes the indemnity after a late payment in full, and counts the days until it', () => {
		const payments = [{ date: day('2025-05-15'), minor: 120_000 }];
		expect(lateInterest(FRANCE, late({ payments }), day('2026-01-01'))).toMatchObject({
			daysLate: 45,
			interestMinor: 1621,
			indemnityMinor: 4000,
			principalLeftMinor: 0,
			creditMinor: 20_000,
			totalDueMinor: 5621
		});
	});

	it('owes nothing when paid in full in time', () => {
		const payments = [{ date: day('2025-03-31'), minor: 100_000 }];
		expect(lateInterest(FRANCE, late({ payments }), day('2026-01-01'))).toMatchObject({
			daysLate: 0,
			totalDueMinor: 0
		});
	});

	it('lifts a contract rate to the floor of each half-year and says so', () => {
		const { lines } = lateInterest(FRANCE, late({ contractRateBp: 900 }), day('2025-12-31'));
		expect(lines.map((line) => [line.rateBp, line.raisedToFloor])).toEqual([
			[1113, true],
			[900, false]
		]);
	});

	it('stops on the eve of the opening judgment, except for a credit of a year or more', () => {
		const claim = { dueDate: day('2026-01-31'), openingJudgment: day('2026-03-10') };
		const payments = [{ date: day('2026-04-01'), minor: 30_000 }];
		const stopped = lateInterest(FRANCE, late({ ...claim, payments }), day('2026-06-30'));
		expect(stopped).toMatchObject({ lastInterestDay: '2026-03-09', through: '2026-06-30', principalLeftMinor: 70_000 });
		const kept = lateInterest(FRANCE, late({ ...claim, longTermCredit: true }), day('2026-06-30'));
		expect(kept.lastInterestDay).toBe('2026-06-30');
	});

	it('owes no indemnity when the procedure already forbade payment at the due date, or before the law', () => {
		const claim = late({ dueDate: day('2026-03-31'), openingJudgment: day('2026-03-10') });
		expect(lateInterest(FRANCE, claim, day('2026-06-30')).indemnityMinor).toBe(0);
		expect(lateInterest(FRANCE, late({ dueDate: day('2010-01-01') }), day('2026-06-30'))).toMatchObject({
			indemnityMinor: 0,
			through: '2010-01-01',
			refusal: { code: 'RATE_NOT_KNOWN' }
		});
	});
});

describe('legal interest', () => {
	it('does not run without a formal notice', () => {
		expect(legalInterest(FRANCE, legal({ formalNotice: null }), day('2026-11-21'))).toMatchObject({
			days: 0,
			lines: [],
			interestMinor: 0
		});
	});

	it('takes five points more from the day after two months of an enforceable decision', () => {
		const claim = legal({ formalNotice: day('2026-01-31'), enforceableSince: day('2026-01-31') });
		const found = legalInterest(FRANCE, claim, day('2026-06-30'));
		expect(found.increaseAppliesAfter).toBe('2026-03-31');
		expect(found.lines.map((line) => [line.to, line.rateBp])).toEqual([
			['2026-03-31', 262],
			['2026-06-30', 762]
		]);
	});

	it('knows no increase where the country has none', () => {
		const pack = { ...FRANCE, parameters: { ...FRANCE.parameters, 'rate.increase-after-months': [] } };
		const claim = legal({ enforceableSince: day('2026-01-31') });
		expect(legalInterest(pack, claim, day('2026-06-30')).increaseAppliesAfter).toBeNull();
	});

	it('never throws, whatever the days', () => {
		fc.assert(
			fc.property(anyDay, fc.option(anyDay, { nil: null }), anyDay, (notice, enforceableSince, asOf) => {
				legalInterest(FRANCE, legal({ formalNotice: notice, enforceableSince }), asOf);
				lateInterest(FRANCE, late({ dueDate: notice, openingJudgment: enforceableSince }), asOf);
			})
		);
	});
});

describe('compound interest', () => {
	const claim = { principalMinor: 1_000_000, rateBp: 500, agreedOrOrdered: true };

	it('bears interest on interest only when agreed or ordered', () => {
		expect(yearlyInterest(claim, 2, true)).toEqual({ years: [50_000, 52_500], totalMinor: 102_500, capitalised: true });
		expect(yearlyInterest({ ...claim, agreedOrOrdered: false }, 2, true).totalMinor).toBe(100_000);
		expect(yearlyInterest(claim, 2, false).totalMinor).toBe(100_000);
	});

	it('capitalises the interest of whole years only', () => {
		const asked = (days: number) => capitalisableInterest(FRANCE, claim, days, day('2026-11-21'));
		expect([364, 365, 729, 730].map(asked)).toEqual([0, 50_000, 50_000, 100_000].map((value) => ({ ok: true, value })));
		expect(capitalisableInterest(FRANCE, { ...claim, agreedOrOrdered: false }, 400, day('2026-11-21'))).toEqual({
			ok: true,
			value: 0
		});
		const pack = { ...FRANCE, parameters: { ...FRANCE.parameters, 'interest.capitalisation-days': [] } };
		expect(capitalisableInterest(pack, claim, 400, day('2026-11-21')).ok).toBe(false);
	});

	it('stops before amounts that no integer holds', () => {
		const huge = yearlyInterest({ ...claim, principalMinor: 2 ** 52, rateBp: 10_000 }, 1e9, true);
		expect(huge.years.length).toBeLessThan(5);
		expect(yearlyInterest({ ...claim, rateBp: 0 }, 1e9, true).years).toHaveLength(300);
	});
});

describe('a penalty clause', () => {
	it('is owed only if stipulated, and after a formal notice or a final non-performance', () => {
		const clause = {
			principalMinor: 128_071,
			rateBp: 1000,
			stipulated: true,
			formalNotice: true,
			finalNonPerformance: false
		};
		expect(penalty(clause)).toBe(12_807);
		expect(penalty({ ...clause, formalNotice: false })).toBe(0);
		expect(penalty({ ...clause, formalNotice: false, finalNonPerformance: true })).toBe(12_807);
		expect(penalty({ ...clause, stipulated: false })).toBe(0);
	});
});

describe('a line', () => {
	it('lasts from the day after the due date to the day of the statement', () => {
		const asOf = shiftDays(day('2025-03-31'), 1);
		expect(lateInterest(FRANCE, late({}), asOf).lines).toMatchObject([
			{ from: '2025-04-01', to: '2025-04-01', days: 1 }
		]);
	});
});
