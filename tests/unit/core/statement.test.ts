// The statement of a claim as at a day: components apart, lines that add up, payments taken as they came.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMPONENTS } from '../../../src/lib/core/country/pack';
import { components, totalOf } from '../../../src/lib/core/allocation';
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import { lateInterest } from '../../../src/lib/core/interest';
import { dueOf, dueOver, statementOf, type StatementClaim } from '../../../src/lib/core/statement';
import { localDate } from '../../../src/lib/core/time';
import { anyClaim, anyDay, plainClaim, ratedDay } from './arbitrary';

const day = localDate;
const statement = (over: Partial<StatementClaim>, asOf: string) => statementOf(FRANCE, plainClaim(over), day(asOf));
const paid = (date: string, minor: number) => ({ date: day(date), minor, split: null });

describe('a statement between professionals', () => {
	it('shows principal, interest and indemnity apart', () => {
		expect(statement({}, '2025-05-15')).toMatchObject({
			regime: 'late-payment',
			dayCount: 'ACT/365',
			through: '2025-05-15',
			refusal: null,
			principal: { incurredMinor: 100_000, paidMinor: 0, dueMinor: 100_000 },
			interest: { incurredMinor: 1621, paidMinor: 0, dueMinor: 1621 },
			indemnity: { incurredMinor: 4000, paidMinor: 0, dueMinor: 4000 },
			penalty: { dueMinor: 0 },
			costs: { dueMinor: 0 },
			totalDueMinor: 105_621
		});
	});

	it('allocates each payment to the interest of its day first', () => {
		const found = statement({ payments: [paid('2025-05-15', 51_621)] }, '2025-06-30');
		expect(found.allocations).toEqual([
			{
				date: '2025-05-15',
				minor: 51_621,
				applied: components({ interest: 1621, principal: 50_000 }),
				unappliedMinor: 0
			}
		]);
		expect(found.lines.map((line) => [line.to, line.principalMinor])).toEqual([
			['2025-05-15', 100_000],
			['2025-06-30', 50_000]
		]);
		expect(found.interest.paidMinor).toBe(1621);
	});

	it('follows a printed split, and keeps as credit what does not fit', () => {
		const split = components({ principal: 60_000, interest: 10_000 });
		const found = statement({ payments: [{ date: day('2025-05-15'), minor: 70_000, split }] }, '2025-05-15');
		expect(found).toMatchObject({ principal: { dueMinor: 40_000 }, interest: { dueMinor: 0 }, creditMinor: 8379 });
	});

	it('owes no indemnity for what was paid in time, and none twice', () => {
		expect(statement({ payments: [paid('2025-03-31', 100_000)] }, '2026-01-01').totalDueMinor).toBe(0);
		const late = [paid('2025-04-10', 1000), paid('2025-04-20', 1000)];
		expect(statement({ payments: late }, '2026-01-01').indemnity.incurredMinor).toBe(4000);
	});

	it('goes on from what the creditor already counted', () => {
		const entrusted = { on: day('2025-06-30'), interestMinor: 3000, penaltyMinor: 500, indemnityMinor: 4000 };
		const found = statement({ entrusted }, '2025-07-31');
		expect(found.lines).toMatchObject([{ from: '2025-07-01', to: '2025-07-31' }]);
		expect(found.carriedInterestMinor).toBe(3000);
		expect(found).toMatchObject({ penalty: { dueMinor: 500 }, indemnity: { dueMinor: 4000 } });
	});

	it('adds later what the law adds later, where the creditor counted none', () => {
		const entrusted = { on: day('2025-03-31'), interestMinor: 0, penaltyMinor: 0, indemnityMinor: 0 };
		const noticed = { entrusted, formalNotice: day('2025-06-01'), penalClauseBp: 1000 };
		expect(statement(noticed, '2025-07-31')).toMatchObject({
			penalty: { dueMinor: 10_000 },
			indemnity: { dueMinor: 4000 }
		});
		const counted = { ...entrusted, penaltyMinor: 700, indemnityMinor: 100 };
		expect(statement({ ...noticed, entrusted: counted }, '2025-07-31')).toMatchObject({
			penalty: { dueMinor: 700 },
			indemnity: { dueMinor: 100 }
		});
	});

	it("adds no indemnity to a claim in another currency than the country's", () => {
		expect(statement({ currency: 'XOF' }, '2025-05-15').indemnity.dueMinor).toBe(0);
	});

	it('says when a contract rate was lifted to the floor', () => {
		expect(statement({ contractRateBp: 500 }, '2026-01-01').raisedToFloor).toBe(true);
		expect(statement({ contractRateBp: 5000 }, '2026-01-01').raisedToFloor).toBe(false);
	});

	it('stops interest at the judgment or at the admission to over-indebtedness, not the statement', () => {
		const judged = statement({ openingJudgment: day('2025-05-16') }, '2026-01-01');
		expect(judged).toMatchObject({ interest: { dueMinor: 1621 }, through: '2026-01-01' });
		const frozen = statement({ interestFrozenFrom: day('2025-05-16') }, '2026-01-01');
		expect(frozen.interest.dueMinor).toBe(1621);
	});

	it('runs to the last known day when a rate is not known, and the payment goes on', () => {
		const found = statement({ payments: [paid('2027-02-01', 200_000)] }, '2027-03-01');
		expect(found).toMatchObject({
			through: '2026-12-31',
			refusal: { code: 'RATE_NOT_KNOWN' },
			principal: { dueMinor: 0 },
			asOf: '2027-03-01'
		});
		expect(found.creditMinor).toBeGreaterThan(0);
	});

	it('agrees with late interest when nothing was paid', () => {
		fc.assert(
			fc.property(ratedDay, ratedDay, fc.integer({ min: 1, max: 10_000_000 }), (dueDate, asOf, principalMinor) => {
				const claim = plainClaim({ dueDate, principalMinor });
				const late = lateInterest(FRANCE, { ...claim, payments: [], dayCount: 'ACT/365' }, asOf);
				const found = statementOf(FRANCE, claim, asOf);
				expect(found.lines).toEqual(late.lines);
				expect(found.totalDueMinor).toBe(late.totalDueMinor);
			})
		);
	});
});

describe('a statement of a consumer', () => {
	const consumer = { debtorKind: 'consumer', principalMinor: 250_000, dueDate: day('2025-09-30') } as const;

	it('bears nothing before a formal notice', () => {
		expect(statement(consumer, '2026-11-21')).toMatchObject({ regime: 'legal', totalDueMinor: 250_000, lines: [] });
	});

	it('bears legal interest from the notice, at the rate of the creditor, with the penalty clause of the contract', () => {
		const noticed = { ...consumer, formalNotice: day('2025-11-10'), penalClauseBp: 1000 };
		expect(statement(noticed, '2026-11-21')).toMatchObject({
			interest: { dueMinor: 6924 },
			penalty: { dueMinor: 25_000 },
			indemnity: { dueMinor: 0 }
		});
		expect(statement({ ...noticed, creditorKind: 'individual' }, '2026-11-21').interest.dueMinor).toBe(17_338);
	});

	it('bears nothing before the due date even when the notice is older', () => {
		const early = { ...consumer, formalNotice: day('2025-01-01') };
		expect(statement(early, '2025-10-01').lines).toMatchObject([{ from: '2025-10-01', to: '2025-10-01' }]);
	});

	it('takes the increase two months after an enforceable decision', () => {
		const titled = { ...consumer, formalNotice: day('2025-12-31'), enforceableSince: day('2026-01-31') };
		expect(statement(titled, '2026-06-30').lines.map((line) => line.rateBp)).toEqual([262, 762]);
	});

	it('says that a legal rate is not known', () => {
		const noticed = { ...consumer, formalNotice: day('2026-12-30') };
		expect(statement(noticed, '2027-01-10')).toMatchObject({
			through: '2026-12-31',
			refusal: { code: 'RATE_NOT_KNOWN' }
		});
	});
});

describe('any statement', () => {
	it('adds up: incurred = paid + due, lines = interest, payments = applied + credit', () => {
		fc.assert(
			fc.property(anyClaim(ratedDay), ratedDay, (claim, asOf) => {
				const found = statementOf(FRANCE, claim, asOf);
				const ofLines = found.lines.reduce((sum, line) => sum + line.interestMinor, 0);
				expect(found.interest.incurredMinor).toBe(found.carriedInterestMinor + ofLines);
				const appliedSum = found.allocations.reduce((sum, one) => sum + totalOf(one.applied), 0);
				const received = found.allocations.reduce((sum, one) => sum + one.minor, 0);
				expect(appliedSum + found.creditMinor).toBe(received);
				const paidSum = COMPONENTS.reduce((sum, component) => sum + found[component].paidMinor, 0);
				expect(paidSum).toBe(appliedSum);
				expect(found.totalDueMinor).toBe(totalOf(dueOf(found)));
			})
		);
	});

	it('never throws, whatever the days', () => {
		fc.assert(
			fc.property(anyClaim(anyDay), anyDay, (claim, asOf) => {
				expect(statementOf(FRANCE, claim, asOf).asOf).toBe(asOf);
			})
		);
	});

	it('sums up with others by component', () => {
		const found = [statement({}, '2025-05-15'), statement({}, '2025-05-15')];
		expect(dueOver(found)).toEqual(components({ principal: 200_000, interest: 3242, indemnity: 8000 }));
		expect(dueOver([])).toEqual(components({}));
	});
});
