// A plan after its signature: payments fill it, states follow the calendar, a manager decides.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import type { ParameterName } from '../../../src/lib/core/country/parameters';
import {
	allocateToPlan,
	INSTALMENT_STATES,
	instalmentState,
	PLAN_STATES,
	planState,
	planTerms,
	type PlanPayment,
	type PlanTerms
} from '../../../src/lib/core/plan-follow-up';
import { dateOfEpochDay, localDate } from '../../../src/lib/core/time';

const day = localDate;
const TERMS: PlanTerms = { graceDays: 5, noticeDays: 30, tolerance: 0, seriousInstalments: 2, seriousDivisor: 3 };
const FOUR = ['2026-01-05', '2026-02-05', '2026-03-05', '2026-04-06'].map((dueOn) => ({
	dueOn: day(dueOn),
	minor: 25_000
}));
const paid = (on: string, minor: number): PlanPayment => ({ on: day(on), minor });

const anyDay = fc.integer({ min: 20_000, max: 21_000 }).map(dateOfEpochDay);
const anyPlan = fc.array(fc.record({ dueOn: anyDay, minor: fc.integer({ min: 0, max: 100_000 }) }), { maxLength: 24 });
const anyPayments = fc.array(fc.record({ on: anyDay, minor: fc.integer({ min: -50, max: 100_000 }) }), {
	maxLength: 24
});

describe('payments on a plan', () => {
	it('fill the oldest instalment first, go forward, and leave a surplus as a credit', () => {
		const allocation = allocateToPlan(FOUR, [paid('2026-02-01', 90_000), paid('2026-01-05', 20_000)]);
		expect(allocation.left).toEqual([0, 0, 0, 0]);
		expect(allocation.settledOn).toEqual(['2026-02-01', '2026-02-01', '2026-02-01', '2026-02-01']);
		expect(allocation.parts[0]).toEqual([paid('2026-01-05', 20_000), paid('2026-02-01', 5_000)]);
		expect(allocation).toMatchObject({ credit: 10_000, planLeft: 0 });
	});

	it('leave out payments of nothing or less', () => {
		expect(allocateToPlan(FOUR, [paid('2026-01-01', -500), paid('2026-01-01', 0)])).toMatchObject({
			credit: 0,
			planLeft: 100_000
		});
	});

	it('conserve money: what was paid is on the instalments or in the credit', () => {
		fc.assert(
			fc.property(anyPlan, anyPayments, (plan, payments) => {
				const allocation = allocateToPlan(plan, payments);
				const received = payments.reduce((sum, payment) => sum + Math.max(0, payment.minor), 0);
				const total = plan.reduce((sum, row) => sum + row.minor, 0);
				expect(total - allocation.planLeft + allocation.credit).toBe(received);
				expect(allocation.left.every((minor) => minor >= 0)).toBe(true);
			})
		);
	});
});

describe('the state of an instalment', () => {
	const state = (asOf: string, payments: readonly PlanPayment[], notice: string | null = null) =>
		instalmentState(
			{ dueOn: day('2026-03-05'), minor: 25_000 },
			payments,
			notice === null ? null : day(notice),
			day(asOf),
			TERMS
		).state;

	it('is upcoming until its day has passed', () => {
		expect(state('2026-03-05', [])).toBe('upcoming');
		expect(state('2026-03-06', [])).toBe('grace');
	});

	it('needs the whole amount, in one payment or several', () => {
		expect(state('2026-03-20', [paid('2026-03-01', 24_999)])).toBe('broken');
		expect(state('2026-03-20', [paid('2026-03-04', 1), paid('2026-03-01', 24_999)])).toBe('kept');
		expect(state('2026-03-20', [paid('2026-03-10', 25_000)])).toBe('kept-late');
	});

	it('ignores payments and notices that come after the day asked', () => {
		expect(state('2026-03-12', [paid('2026-03-13', 25_000)])).toBe('broken');
		expect(state('2026-03-12', [], '2026-03-13')).toBe('broken');
	});

	it('runs through the notice until acceleration may be declared, unless it is cured in time', () => {
		expect(state('2026-04-11', [], '2026-03-12')).toBe('notice-running');
		expect(state('2026-04-12', [], '2026-03-12')).toBe('acceleration-possible');
		expect(state('2026-04-20', [paid('2026-04-11', 25_000)], '2026-03-12')).toBe('broken-cured');
		expect(state('2026-04-20', [paid('2026-04-12', 25_000)], '2026-03-12')).toBe('acceleration-possible');
		expect(state('2026-04-20', [paid('2026-04-12', 25_000)])).toBe('broken-cured');
	});

	it('tolerates what is missing within the tolerance', () => {
		const verdict = instalmentState(
			{ dueOn: day('2026-03-05'), minor: 25_000 },
			[paid('2026-03-05', 24_900)],
			null,
			day('2026-04-01'),
			{ ...TERMS, tolerance: 100 }
		);
		expect(verdict).toEqual({ state: 'kept', graceEndsOn: '2026-03-10', noticeEndsOn: null });
	});
});

describe('the state of a plan', () => {
	it('is running while nothing is late and proposes nothing', () => {
		expect(planState(FOUR, [], null, day('2026-01-05'), TERMS)).toMatchObject({ state: 'running', proposals: [] });
	});

	it('proposes a reminder in the grace period', () => {
		expect(planState(FOUR, [], null, day('2026-01-08'), TERMS)).toMatchObject({
			state: 'late',
			serious: false,
			proposals: [{ kind: 'remind', instalment: 1, left: 25_000 }]
		});
	});

	it('only reminds of a default that is not serious', () => {
		const verdict = planState(FOUR, [paid('2026-01-05', 20_000)], null, day('2026-01-20'), TERMS);
		expect(verdict).toMatchObject({
			state: 'broken',
			serious: false,
			proposals: [{ kind: 'remind', instalment: 1, left: 5_000 }]
		});
	});

	it('proposes a notice for a serious default, and acceleration only after its end', () => {
		const payments = [paid('2026-01-05', 10_000)];
		expect(planState(FOUR, payments, null, day('2026-02-20'), TERMS)).toMatchObject({
			state: 'broken',
			serious: true,
			proposals: [{ kind: 'send-notice', instalments: [1, 2], left: 40_000 }]
		});
		const noticed = (asOf: string) => planState(FOUR, payments, day('2026-02-20'), day(asOf), TERMS);
		expect(noticed('2026-03-01')).toMatchObject({ state: 'notice-running', proposals: [] });
		expect(noticed('2026-03-23')).toMatchObject({
			state: 'acceleration-possible',
			proposals: [
				{ kind: 'send-notice', instalments: [3], left: 25_000 },
				{ kind: 'declare-acceleration', instalments: [1, 2], left: 90_000 }
			]
		});
	});

	it('counts several small defaults as a serious one', () => {
		const small = FOUR.map((row) => ({ ...row, minor: 100 }));
		const payments = [paid('2026-01-05', 100), paid('2026-02-05', 90)];
		expect(planState(small, payments, null, day('2026-03-20'), TERMS).serious).toBe(true);
	});

	it('does not propose acceleration for an instalment paid after the notice', () => {
		const verdict = planState(
			FOUR.slice(0, 2),
			[paid('2026-03-20', 25_000)],
			day('2026-01-12'),
			day('2026-02-05'),
			TERMS
		);
		expect(verdict.state).toBe('notice-running');
		const late = planState(FOUR.slice(0, 2), [paid('2026-03-20', 25_000)], day('2026-01-12'), day('2026-03-20'), TERMS);
		expect(late.instalments[0]?.state).toBe('acceleration-possible');
		expect(late.proposals.some((proposal) => proposal.kind === 'declare-acceleration')).toBe(false);
	});

	it('is settled when nothing is left beyond the tolerance', () => {
		expect(planState(FOUR, [paid('2026-01-05', 100_000)], null, day('2026-05-01'), TERMS).state).toBe('settled');
	});

	it('answers for any plan, any payments and any day', () => {
		fc.assert(
			fc.property(anyPlan, anyPayments, fc.option(anyDay), anyDay, (plan, payments, notice, asOf) => {
				const verdict = planState(plan, payments, notice, asOf, TERMS);
				expect(PLAN_STATES).toContain(verdict.state);
				expect(verdict.instalments.every(({ state }) => INSTALMENT_STATES.includes(state))).toBe(true);
			})
		);
	});
});

describe('the terms of a plan', () => {
	it('give consumers a longer notice than professionals', () => {
		expect(planTerms(FRANCE, 'consumer', day('2026-11-21'))).toMatchObject({ ok: true, value: { noticeDays: 30 } });
		expect(planTerms(FRANCE, 'professional', day('2026-11-21'))).toMatchObject({ ok: true, value: { noticeDays: 15 } });
	});

	const needed: readonly ParameterName[] = [
		'plan.grace-days',
		'plan.notice-days-consumer',
		'plan.tolerance',
		'plan.serious-default-instalments',
		'plan.serious-default-divisor'
	];
	it.each(needed)('are refused when %s is not known', (name) => {
		const unknown = { parameters: { ...FRANCE.parameters, [name]: [] } };
		expect(planTerms(unknown, 'consumer', day('2026-11-21'))).toMatchObject({
			ok: false,
			error: { data: { parameter: name } }
		});
	});
});
