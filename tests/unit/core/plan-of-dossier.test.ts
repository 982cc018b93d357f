// What a debtor is expected to pay next, from the plan that runs or the promise that binds.
import { describe, expect, test } from 'vitest';
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import type { Dossier, DossierState, PaymentEntry } from '../../../src/lib/core/dossier';
import { nextDue, runningPlan } from '../../../src/lib/core/plan-of-dossier';
import { localDate } from '../../../src/lib/core/time';
import { ANA, claim, dossier, operationId } from './fixture';

const at = Date.UTC(2026, 10, 1, 9);
const protocol: DossierState['protocols'][number] = {
	id: operationId(1),
	round: null,
	signedOn: localDate('2026-11-01'),
	at,
	by: ANA,
	template: 'plan-apurement',
	version: 1,
	total: 50_000,
	down: { minor: 10_000, dueOn: localDate('2026-11-01') },
	instalments: [
		{ no: 1, contractOn: localDate('2026-12-01'), dueOn: localDate('2026-12-01'), minor: 20_000, after: 20_000 },
		{ no: 2, contractOn: localDate('2027-01-01'), dueOn: localDate('2027-01-02'), minor: 20_000, after: 0 }
	],
	replaced: false
};
const payment = (number: number, minor: number, change: Partial<PaymentEntry> = {}): PaymentEntry => ({
	id: operationId(number),
	round: null,
	day: localDate('2026-11-01'),
	at: at + number,
	by: ANA,
	minor,
	means: 'cash',
	receipt: `Q-2026-T01-00000${number}`,
	postings: [],
	credit: 0,
	status: 'recorded',
	request: null,
	...change
});
const promise: DossierState['promises'][number] = {
	id: operationId(9),
	madeOn: localDate('2026-11-01'),
	at,
	by: ANA,
	minor: 5_000,
	dueOn: localDate('2026-11-20'),
	means: 'cash',
	replaced: false
};
const TODAY = localDate('2026-11-21');

function withState(state: Partial<DossierState>): Dossier {
	const base = dossier([claim(1)]);
	return { ...base, state: { ...base.state, ...state } };
}

describe('what is expected next', () => {
	test('is nothing without a plan or a promise', () => {
		expect(nextDue(withState({}), TODAY, FRANCE)).toBeNull();
	});

	test('is the down payment of a plan that was just signed', () => {
		expect(nextDue(withState({ protocols: [protocol] }), TODAY, FRANCE)).toEqual({
			from: 'plan',
			minor: 10_000,
			dueOn: '2026-11-01'
		});
	});

	test('is what is left of the oldest open instalment; a payment before the signature or a reversed one pays nothing', () => {
		const payments = [
			payment(2, 15_000),
			payment(3, 90_000, { at: at - 1 }),
			payment(4, 90_000, { status: 'reversed' })
		];
		expect(nextDue(withState({ protocols: [protocol], payments }), TODAY, FRANCE)).toEqual({
			from: 'plan',
			minor: 15_000,
			dueOn: '2026-12-01'
		});
	});

	test('is nothing once the plan is settled, even with an old promise', () => {
		const state = { protocols: [protocol], payments: [payment(2, 50_000)], promises: [{ ...promise, replaced: true }] };
		expect(nextDue(withState(state), TODAY, FRANCE)).toBeNull();
	});

	test('is the promise that binds when no plan runs, also after its day', () => {
		const state = { protocols: [{ ...protocol, replaced: true }], promises: [promise] };
		expect(nextDue(withState(state), TODAY, FRANCE)).toEqual({ from: 'promise', minor: 5_000, dueOn: '2026-11-20' });
	});
});

describe('the running plan', () => {
	test('has the down payment as its first line, in step with the verdicts', () => {
		const plan = runningPlan(withState({ protocols: [protocol], payments: [payment(2, 10_000)] }), TODAY, FRANCE);
		if (!plan.ok || !plan.value) throw new Error('no plan');
		expect(plan.value.lines.map((line) => line.no)).toEqual([0, 1, 2]);
		expect(plan.value.verdict.instalments.map((instalment) => instalment.state)).toEqual([
			'kept',
			'upcoming',
			'upcoming'
		]);
	});

	test('without a down payment starts with its first instalment', () => {
		const plan = runningPlan(withState({ protocols: [{ ...protocol, down: null }] }), TODAY, FRANCE);
		expect(plan.ok && plan.value?.lines.map((line) => line.no)).toEqual([1, 2]);
	});

	test('is not judged while the house has no term for the day; what is expected is then the promise', () => {
		const pack = { parameters: { ...FRANCE.parameters, 'plan.grace-days': [] } };
		const state = withState({ protocols: [protocol], promises: [promise] });
		expect(runningPlan(state, TODAY, pack)).toEqual({
			ok: false,
			error: { code: 'parameter-not-known', data: { parameter: 'plan.grace-days', day: TODAY } }
		});
		expect(nextDue(state, TODAY, pack)).toEqual({ from: 'promise', minor: 5_000, dueOn: '2026-11-20' });
	});
});
