// What `decide` does with every kind of act: the one judge of the phone and the server.
import { describe, expect, it } from 'vitest';
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import { decide, preventing } from '../../../src/lib/core/decide';
import { areTrivial } from '../../../src/lib/core/decide-protocol';
import { balanceOf } from '../../../src/lib/core/balance';
import type { Dossier } from '../../../src/lib/core/dossier';
import type { Act, Body } from '../../../src/lib/core/operation';
import { bindingPromise, promiseStatus } from '../../../src/lib/core/promise';
import { addDays, localDate } from '../../../src/lib/core/time';
import {
	act,
	ANA,
	claim,
	claimId,
	COLLECTOR_STANDING,
	dossier,
	dossierId,
	MANAGER,
	MANAGER_STANDING,
	operationId,
	payment,
	roundId,
	STROKES,
	TODAY
} from './fixture';

const codes = (on: Dossier | null, made: Act, standing = COLLECTOR_STANDING) =>
	decide(on, made, standing).anomalies.map((anomaly) => anomaly.code);

function after(on: Dossier, made: Act, standing = COLLECTOR_STANDING): Dossier {
	const { state } = decide(on, made, standing);
	if (!state) throw new Error('the act touched no dossier');
	return { ...on, state };
}

const visit = (changes: Partial<Body<'visit.reported'>> = {}): Body<'visit.reported'> => ({
	round: roundId(1),
	outcome: 'met',
	cause: null,
	note: null,
	next: null,
	openedAt: null,
	...changes
});

const promise = (changes: Partial<Body<'promise.made'>> = {}): Body<'promise.made'> => ({
	round: roundId(1),
	minor: 10_000,
	currency: 'EUR',
	dueOn: addDays(TODAY, 7),
	means: 'cash',
	by: null,
	...changes
});

function protocol(changes: Partial<Body<'protocol.signed'>['text']> = {}): Body<'protocol.signed'> {
	return {
		round: roundId(1),
		signer: { name: 'Camille Moreau', capacity: 'debtor' },
		mention: null,
		consentGiven: true,
		strokes: STROKES,
		shownMs: 40_000,
		text: {
			template: 'plan-apurement',
			version: 1,
			day: TODAY,
			agency: { name: 'Agence', address: 'Tours', siren: '732829320' },
			creditor: { name: 'Énergie du Cher', address: 'Tours' },
			debtor: { name: 'Camille Moreau', address: 'Tours', consumer: true },
			mandate: 'M-1',
			letter: null,
			dossier: 'D-0001',
			currency: 'EUR',
			claims: [],
			total: 50_000,
			totalWords: 'cinq cents euros',
			down: { minor: 10_000, dueOn: TODAY },
			instalments: [
				{ no: 1, contractOn: localDate('2026-12-21'), dueOn: localDate('2026-12-21'), minor: 20_000, after: 20_000 },
				{ no: 2, contractOn: localDate('2027-01-21'), dueOn: localDate('2027-01-21'), minor: 20_000, after: 0 }
			],
			clauses: [],
			consent: 'Je consens.',
			...changes
		}
	};
}

describe('a payment', () => {
	it('posts the printed split and lowers the balance', () => {
		const paid = decide(dossier(), act('payment.recorded', payment(10_000, 50_000)), COLLECTOR_STANDING);
		expect(paid.anomalies).toEqual([]);
		expect(paid.effects).toEqual([
			{ to: 'claim', posting: { claim: claimId(1), component: 'principal', minor: 10_000 }, sign: 1 }
		]);
		expect(balanceOf(after(dossier(), act('payment.recorded', payment(10_000, 50_000))), TODAY, FRANCE)).toBe(40_000);
	});

	it('pays the interest that runs by law before the principal, and the statement of the day says how much', () => {
		const business = dossier([claim(1, { kind: 'business', countedOn: localDate('2026-06-01') })], {
			debtor: { ...dossier().facts.debtor, kind: 'professional' }
		});
		const balance = balanceOf(business, TODAY, FRANCE);
		// Principal, two half-years of interest, and the indemnity of the day after the due date.
		expect(balance).toBe(50_000 + 483 + 2_446 + 4_000);
		const body = payment(10_000, balance, {
			allocation: [
				{ claim: claimId(1), component: 'interest', minor: 2_929 },
				{ claim: claimId(1), component: 'principal', minor: 7_071 }
			]
		});
		const paid = after(business, act('payment.recorded', body));
		expect(balanceOf(paid, TODAY, FRANCE)).toBe(balance - 10_000);
		expect(balanceOf(paid, addDays(TODAY, 30), FRANCE)).toBe(
			balance - 10_000 + Math.round((42_929 * 0.124 * 30) / 365)
		);
	});

	it('judged twice is counted once', () => {
		const made = act('payment.recorded', payment(10_000, 50_000));
		const once = after(dossier(), made);
		const twice = decide(once, made, COLLECTOR_STANDING);
		expect(twice).toEqual({ anomalies: [], effects: [], state: once.state });
	});

	it('keeps what exceeds the open claim as a credit and says so', () => {
		const made = act('payment.recorded', payment(60_000, 50_000, { after: -10_000 }));
		const decision = decide(dossier(), made, COLLECTOR_STANDING);
		expect(decision.anomalies.map((anomaly) => anomaly.code)).toContain('over-balance');
		expect(decision.effects).toContainEqual({ to: 'credit', minor: 10_000, sign: 1 });
		expect(decision.state?.credit).toBe(10_000);
	});

	it('of more than the debt is accepted without remark when the surplus is an explicit credit', () => {
		const body = payment(60_000, 50_000, {
			allocation: [{ claim: claimId(1), component: 'principal', minor: 50_000 }],
			credit: 10_000,
			after: 0
		});
		expect(codes(dossier(), act('payment.recorded', body))).toEqual([]);
	});

	it('whose split does not add up, names an unknown claim or uses another currency is stopped on the phone', () => {
		const wrong = payment(10_000, 50_000, { credit: 5 });
		expect(codes(dossier(), act('payment.recorded', wrong))).toContain('allocation-mismatch');
		const unknown = payment(10_000, 50_000, {
			allocation: [{ claim: claimId(9), component: 'principal', minor: 10_000 }]
		});
		expect(codes(dossier(), act('payment.recorded', unknown))).toContain('claim-unknown');
		const foreign = payment(10_000, 50_000, { currency: 'CHF' });
		expect(preventing(decide(dossier(), act('payment.recorded', foreign), COLLECTOR_STANDING))?.code).toBe(
			'currency-mismatch'
		);
	});

	it('in cash is stopped above the ceiling on the whole debt, also when the debt is cut into small payments', () => {
		const large = dossier([claim(1, { principal: 150_000 })]);
		const part = decide(large, act('payment.recorded', payment(10_000, 150_000)), COLLECTOR_STANDING);
		expect(preventing(part)).toMatchObject({ code: 'cash-ceiling', data: { maxCash: 0, ceiling: 100_000 } });
		const cheque = payment(10_000, 150_000, {
			detail: { means: 'cheque', number: '1234567', bank: 'Banque', drawer: 'C. Moreau' }
		});
		expect(codes(large, act('payment.recorded', cheque))).toEqual([]);
		const twice = payment(10_000, 140_000, {
			receipt: { series: 'T01', year: 2026, number: 2, token: 'A'.repeat(147) }
		});
		const taken = { ...large, state: part.state ?? large.state };
		expect(codes(taken, act('payment.recorded', twice, { id: 2 }))).toContain('cash-ceiling');
		const surplus = payment(110_000, 50_000, {
			allocation: [{ claim: claimId(1), component: 'principal', minor: 50_000 }],
			credit: 60_000,
			after: 0
		});
		expect(codes(dossier(), act('payment.recorded', surplus))).toEqual(['cash-ceiling']);
	});

	it('in cash goes on where no ceiling is known for the day', () => {
		const parameters = { ...FRANCE.parameters, 'cash.ceiling-resident': [] };
		const standing = { ...COLLECTOR_STANDING, pack: { ...FRANCE, parameters } };
		expect(codes(dossier(), act('payment.recorded', payment(10_000, 50_000)), standing)).toEqual([]);
	});

	it('printed with a balance that was stale is kept and flagged, not stopped', () => {
		const stale = decide(
			dossier(),
			act('payment.recorded', payment(10_000, 70_000, { after: 60_000 })),
			COLLECTOR_STANDING
		);
		expect(stale.anomalies.map((anomaly) => anomaly.code)).toEqual(['balance-differs']);
		expect(preventing(stale)).toBeUndefined();
	});

	it('never reuses a receipt number, nor takes one of another phone', () => {
		const made = act('payment.recorded', payment(10_000, 50_000));
		const used = codes(dossier(), made, { ...COLLECTOR_STANDING, lastReceipt: 1 });
		expect(used).toContain('receipt-already-used');
		expect(codes(dossier(), made, { ...COLLECTOR_STANDING, series: 'T07' })).toContain('receipt-device-mismatch');
	});

	it('may not split the same claim beyond what is open by naming it twice', () => {
		const line = { claim: claimId(1), component: 'principal', minor: 30_000 } as const;
		const body = payment(60_000, 50_000, { allocation: [line, line], after: -10_000 });
		const decision = decide(dossier(), act('payment.recorded', body), COLLECTOR_STANDING);
		expect(decision.state?.payments[0]?.postings.map((posting) => posting.minor)).toEqual([30_000, 20_000]);
		expect(decision.state?.credit).toBe(10_000);
	});
});

describe('what the law says of the creditor and the debtor', () => {
	const { creditor } = dossier().facts;
	const person: Dossier['facts']['creditor'] = { ...creditor, person: 'private' };

	it('gives a creditor acting privately the higher legal rate', () => {
		const counted = claim(1, { kind: 'civil', countedOn: localDate('2026-06-30') });
		const facts = { noticeOn: localDate('2026-06-30') };
		const interest = (on: Dossier) => balanceOf(on, TODAY, FRANCE) - 50_000;
		const [company, individual] = [dossier([counted], facts), dossier([counted], { ...facts, creditor: person })];
		expect(interest(company)).toBeGreaterThan(0);
		expect(interest(individual)).toBeGreaterThan(2 * interest(company));
	});

	it('adds nothing to the debt of someone who is over-indebted or insolvent', () => {
		for (const alert of ['over-indebted', 'insolvency'] as const)
			for (const countedOn of [null, localDate('2026-06-30')]) {
				const counted = claim(1, { kind: 'civil', countedOn, interest: 700 });
				const on = dossier([counted], { noticeOn: localDate('2026-06-15'), alerts: [alert] });
				expect(balanceOf(on, TODAY, FRANCE)).toBe(50_700);
			}
	});

	it('sets no ceiling to cash between individuals', () => {
		const between = (facts: Partial<Dossier['facts']>) =>
			codes(dossier([claim(1, { principal: 150_000 })], facts), act('payment.recorded', payment(120_000, 150_000)));
		expect(between({})).toEqual(['cash-ceiling']);
		expect(between({ creditor: person })).toEqual([]);
	});
});

describe('a visit', () => {
	it('is added once, newest first, and a danger stays as an alert', () => {
		const first = after(dossier(), act('visit.reported', visit(), { id: 1 }));
		const second = after(first, act('visit.reported', visit({ outcome: 'danger' }), { id: 2 }));
		const replayed = after(second, act('visit.reported', visit({ outcome: 'danger' }), { id: 2 }));
		expect(replayed.state.visits.map((entry) => entry.outcome)).toEqual(['danger', 'met']);
		expect(replayed.state.alerts).toEqual(['danger']);
		expect(after(replayed, act('visit.reported', visit({ outcome: 'danger' }), { id: 3 })).state.alerts).toEqual([
			'danger'
		]);
	});

	it('cannot plan its next action in the past', () => {
		const body = visit({ next: { action: 'visit', on: addDays(TODAY, -1) } });
		expect(codes(dossier(), act('visit.reported', body))).toEqual(['visit-date-in-past']);
	});
});

describe('a promise', () => {
	it('takes the place of the one before', () => {
		const first = after(dossier(), act('promise.made', promise(), { id: 1 }));
		const second = after(first, act('promise.made', promise({ minor: 20_000 }), { id: 2 }));
		expect(second.state.promises.map((entry) => entry.replaced)).toEqual([false, true]);
		expect(bindingPromise(second.state, TODAY)?.promise.id).toBe(operationId(2));
		expect(after(second, act('promise.made', promise({ minor: 20_000 }), { id: 2 })).state).toEqual(second.state);
	});

	it('must be of this debt, this currency and a plausible date', () => {
		expect(codes(dossier(), act('promise.made', promise({ minor: 60_000 })))).toEqual(['promise-over-balance']);
		expect(codes(dossier(), act('promise.made', promise({ currency: 'XOF' })))).toEqual(['currency-mismatch']);
		expect(codes(dossier(), act('promise.made', promise({ dueOn: addDays(TODAY, -1) })))).toEqual(['promise-in-past']);
		expect(codes(dossier(), act('promise.made', promise({ dueOn: addDays(TODAY, 400) })))).toEqual(['promise-too-far']);
	});

	it('is kept, partly kept or broken by the payments that follow, never by hand', () => {
		const promised = after(dossier(), act('promise.made', promise(), { id: 1, at: 1 }));
		const [entry] = promised.state.promises;
		if (!entry) throw new Error('no promise');
		const late = addDays(TODAY, 8);
		expect(promiseStatus(entry, promised.state, TODAY)).toBe('open');
		expect(promiseStatus(entry, promised.state, late)).toBe('broken');
		const part = after(promised, act('payment.recorded', payment(4_000, 50_000), { id: 2, at: 2 }));
		expect(promiseStatus(entry, part.state, late)).toBe('partly');
		const next = payment(6_000, 46_000, { receipt: { series: 'T01', year: 2026, number: 2, token: 'A'.repeat(147) } });
		const whole = after(part, act('payment.recorded', next, { id: 3, at: 3 }));
		expect(promiseStatus(entry, whole.state, late)).toBe('kept');
		expect(bindingPromise(whole.state, late)).toBeNull();
		expect(promiseStatus({ ...entry, replaced: true }, promised.state, late)).toBe('replaced');
	});
});

describe('a protocol', () => {
	it('replaces open promises and earlier protocols', () => {
		const promised = after(dossier(), act('promise.made', promise(), { id: 1 }));
		const signed = after(promised, act('protocol.signed', protocol(), { id: 2 }));
		const again = after(signed, act('protocol.signed', protocol(), { id: 3 }));
		expect(again.state.promises[0]?.replaced).toBe(true);
		expect(again.state.protocols.map((entry) => entry.replaced)).toEqual([false, true]);
		expect(after(again, act('protocol.signed', protocol(), { id: 3 })).state).toEqual(again.state);
	});

	it('must add up, fit the debt, and run forwards in time', () => {
		expect(codes(dossier(), act('protocol.signed', protocol()))).toEqual([]);
		expect(codes(dossier(), act('protocol.signed', protocol({ down: null })))).toEqual(['protocol-total-mismatch']);
		expect(codes(dossier([claim(1, { principal: 40_000 })]), act('protocol.signed', protocol()))).toEqual([
			'protocol-over-balance'
		]);
		expect(codes(dossier(), act('protocol.signed', protocol({ currency: 'CHF' })))).toEqual(['currency-mismatch']);
		const backwards = protocol().text.instalments.map((row) => ({ ...row, dueOn: localDate('2026-12-21') }));
		expect(codes(dossier(), act('protocol.signed', protocol({ instalments: backwards })))).toEqual(['protocol-dates']);
	});

	it('is not signed by a blank pad, a dot or a dash', () => {
		const dash = Array.from({ length: 20 }, (_, index) => [index * 30, 200]).flat();
		expect(areTrivial({ height: 400, durationMs: 0, lines: [] })).toBe(true);
		expect(areTrivial({ height: 400, durationMs: 10, lines: [[10, 10]] })).toBe(true);
		expect(areTrivial({ height: 400, durationMs: 10, lines: [dash] })).toBe(true);
		expect(areTrivial(STROKES)).toBe(false);
		const blank = { ...protocol(), strokes: { height: 400, durationMs: 0, lines: [] } };
		expect(codes(dossier(), act('protocol.signed', blank))).toEqual(['strokes-trivial']);
	});
});

describe('a round', () => {
	const stop = { dossier: dossierId(1), pinned: false, window: null, override: null };
	const published = (changes: Partial<Body<'round.published'>> = {}) =>
		act(
			'round.published',
			{ round: roundId(1), collector: ANA, day: TODAY, target: 100_000, currency: 'EUR', stops: [stop], ...changes },
			{ actor: MANAGER, dossier: null }
		);

	it('names each dossier once and a day that is not past', () => {
		expect(codes(null, published(), MANAGER_STANDING)).toEqual([]);
		expect(codes(null, published({ stops: [stop, stop] }), MANAGER_STANDING)).toEqual(['round-dossier-twice']);
		expect(codes(null, published({ day: addDays(TODAY, -1) }), MANAGER_STANDING)).toEqual(['round-day-in-past']);
	});

	it('is published by a manager, not by a collector', () => {
		expect(codes(null, published())).toEqual(['role-not-allowed']);
	});

	it('starts and closes without touching a dossier', () => {
		const started = act('round.started', { round: roundId(1), count: 3, digest: 'a'.repeat(64) }, { dossier: null });
		expect(decide(null, started, COLLECTOR_STANDING)).toEqual({ anomalies: [], effects: [], state: null });
		const closed = act('round.closed', { round: roundId(1) }, { dossier: null });
		expect(decide(null, closed, COLLECTOR_STANDING)).toEqual({ anomalies: [], effects: [], state: null });
	});
});

it('an act on a dossier that is not there is kept and flagged', () => {
	expect(codes(null, act('visit.reported', visit()))).toEqual(['dossier-missing']);
	expect(codes(dossier(), act('visit.reported', visit(), { dossier: dossierId(2) }))).toEqual(['dossier-missing']);
});

describe('an act outside a gate', () => {
	const body = visit();

	it('is recorded and flagged with the reasons, never stopped', () => {
		const unannounced = dossier([claim(1)], { letter: null, mandate: null });
		const decision = decide(unannounced, act('visit.reported', body), COLLECTOR_STANDING);
		expect(decision.anomalies).toEqual([
			{ code: 'outside-gate', data: { reasons: 'no-mandate letter-not-sent' }, prevent: false }
		]);
		expect(decision.state?.visits).toHaveLength(1);
	});

	it('is not flagged for the hour at which the report was written', () => {
		const midnight = localDate('2026-11-22');
		expect(codes(dossier(), act('visit.reported', body, { day: midnight, at: Date.UTC(2026, 10, 22, 23) }))).toEqual(
			[]
		);
	});

	it('on a prescribed claim is flagged, unless a part payment gave the claim a new delay', () => {
		const old = claim(1, { dueOn: localDate('2024-06-01') });
		expect(codes(dossier([old]), act('visit.reported', body))).toEqual(['outside-gate']);
		const paid = after(
			dossier([old]),
			act('payment.recorded', payment(10_000, 50_000), { day: localDate('2025-12-01') })
		);
		expect(codes(paid, act('visit.reported', body, { id: 2 }))).toEqual([]);
		expect(codes(dossier([old, claim(2)]), act('visit.reported', body))).toEqual([]);
	});
});
