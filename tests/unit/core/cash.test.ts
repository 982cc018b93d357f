// Cash once it was taken: counts, change, hand-overs between two people, deposits, and returned cheques.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeOf, countedTotal, denominationsOf, isCountOf } from '../../../src/lib/core/cash-count';
import { decide, preventing } from '../../../src/lib/core/decide';
import { cashAnomalies, settleCash } from '../../../src/lib/core/decide-cash';
import { CURRENCIES } from '../../../src/lib/core/money';
import type { Body } from '../../../src/lib/core/operation';
import { promiseStatus } from '../../../src/lib/core/promise';
import { splitPayment } from '../../../src/lib/core/payment-split';
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import { addDays, type LocalDate } from '../../../src/lib/core/time';
import { BEN, book, CASHIER, cheque, codes, confirm, deposit, handOver, paid } from './cash-fixture';
import {
	act,
	ANA,
	claim,
	claimId,
	COLLECTOR_STANDING,
	dossier,
	MANAGER_STANDING,
	operationId,
	STROKES,
	TODAY
} from './fixture';

describe('counting', () => {
	it.each(CURRENCIES)('gives change in %s that adds up, with at most the smallest coin left over', (currency) => {
		const [largest = 0] = denominationsOf(currency);
		fc.assert(
			fc.property(fc.nat(largest * 12), (minor) => {
				const { pieces, left } = changeOf(minor, currency);
				expect(countedTotal(pieces) + left).toBe(minor);
				expect(left).toBeLessThan(denominationsOf(currency).at(-1) ?? 0);
				expect(isCountOf(pieces, currency)).toBe(true);
			})
		);
	});

	it('gives nothing back for nothing or less', () => {
		expect(changeOf(-5, 'EUR')).toEqual({ pieces: [], left: 0 });
	});

	it('knows that a note counted in two lines, or one that does not exist, is no count', () => {
		const twice = [
			{ unit: 500, count: 1 },
			{ unit: 500, count: 2 }
		];
		expect(isCountOf(twice, 'EUR')).toBe(false);
		expect(isCountOf([{ unit: 300, count: 1 }], 'EUR')).toBe(false);
	});
});

describe('a hand-over', () => {
	it('is clean when the count is what was expected and two people signed', () => {
		expect(cashAnomalies(handOver())).toEqual([]);
		expect(decide(null, handOver(), { ...MANAGER_STANDING, role: 'cashier' })).toEqual({
			anomalies: [],
			effects: [],
			state: null
		});
	});

	it('takes two people', () => {
		expect(codes(cashAnomalies(handOver({}, ANA)))).toContain('cash-same-person');
	});

	it('is not done by a collector', () => {
		expect(preventing(decide(null, handOver(), COLLECTOR_STANDING))?.code).toBe('role-not-allowed');
	});

	it('needs a reason for every difference, and no reason for none', () => {
		const short = { counted: 5_000, denominations: [{ unit: 5_000, count: 1 }] };
		expect(codes(cashAnomalies(handOver(short)))).toEqual(['cash-variance-mismatch']);
		expect(cashAnomalies(handOver({ ...short, variance: { minor: -2_000, reason: 'Billet perdu' } }))).toEqual([]);
		expect(codes(cashAnomalies(handOver({ variance: { minor: 0, reason: 'Rien' } })))).toEqual([
			'cash-variance-mismatch'
		]);
	});

	it('does not believe a count that its notes do not make', () => {
		expect(codes(cashAnomalies(handOver({ denominations: [{ unit: 5_000, count: 1 }] })))).toEqual([
			'cash-count-mismatch'
		]);
		expect(codes(cashAnomalies(handOver({ denominations: [{ unit: 7_000, count: 1 }] })))).toEqual([
			'cash-count-mismatch'
		]);
	});

	it('of nothing at all, of a cheque twice, or with a dot for a signature is no hand-over', () => {
		const nothing = handOver({ expected: 0, counted: 0, denominations: [] });
		expect(codes(cashAnomalies(nothing))).toEqual(['cash-nothing']);
		expect(codes(cashAnomalies(handOver({ cheques: [operationId(5), operationId(5)] })))).toEqual([
			'cash-counted-twice'
		]);
		const dot = { height: 300, lines: [[1, 1]], durationMs: 1 };
		expect(codes(cashAnomalies(handOver({ signatures: { from: dot, to: STROKES } })))).toEqual(['strokes-trivial']);
		expect(codes(cashAnomalies(handOver({ signatures: { from: STROKES, to: dot } })))).toEqual(['strokes-trivial']);
	});

	it('moves what was counted, records the difference, and leaves nothing with the one who gave', () => {
		const short = handOver({
			counted: 5_000,
			denominations: [{ unit: 5_000, count: 1 }],
			variance: { minor: -2_000, reason: 'Billet perdu' }
		});
		const { movements, anomalies } = settleCash(short, book());
		expect(anomalies).toEqual([]);
		expect(movements).toEqual([
			{ holder: ANA, kind: 'handed-over', minor: -5_000 },
			{ holder: ANA, kind: 'variance', minor: -2_000 },
			{ holder: CASHIER, kind: 'handed-over', minor: 5_000 }
		]);
	});

	it('is counted again when what the collector holds has changed meanwhile', () => {
		expect(codes(settleCash(handOver(), book({ held: () => 9_000 })).anomalies)).toEqual(['cash-moved']);
	});

	it('moves only cheques that are really in the hands of who gives', () => {
		const given = handOver({ cheques: [operationId(5), operationId(6)] });
		const known = book({ cheques: new Map([cheque(5), cheque(6, BEN)]) });
		const { cheques, anomalies } = settleCash(given, known);
		expect(cheques).toEqual([{ payment: operationId(5), holder: CASHIER }]);
		expect(codes(anomalies)).toEqual(['cheque-not-held']);
	});
});

describe('a deposit', () => {
	it('of a collector takes from what he holds', () => {
		const { movements, anomalies } = settleCash(deposit({}, ANA), book());
		expect(anomalies).toEqual([]);
		expect(movements).toEqual([{ holder: ANA, kind: 'deposited', minor: -7_000 }]);
	});

	it('of hand-overs is their sum, in their currency, each once', () => {
		const handOvers = new Map([[operationId(50), { counted: 7_000, currency: 'EUR' as const }]]);
		const known = book({ held: () => 7_000, handOvers });
		const listed = (body: Partial<Body<'cash.deposited'>>) =>
			codes(settleCash(deposit({ handOvers: [operationId(50)], ...body }), known).anomalies);
		expect(listed({})).toEqual([]);
		expect(listed({ cash: 6_000 })).toEqual(['deposit-mismatch']);
		expect(listed({ currency: 'CHF' })).toEqual(['hand-over-unknown']);
		expect(listed({ handOvers: [operationId(51)] })).toEqual(['hand-over-unknown']);
		expect(codes(cashAnomalies(deposit({ handOvers: [operationId(50), operationId(50)] })))).toEqual([
			'cash-counted-twice'
		]);
	});

	it('of more than is held is a fact that somebody must explain', () => {
		const { movements, anomalies } = settleCash(deposit({ cash: 9_000 }, ANA), book());
		expect(codes(anomalies)).toEqual(['cash-over-held']);
		expect(movements).toEqual([{ holder: ANA, kind: 'deposited', minor: -9_000 }]);
	});

	it('of cheques alone moves no cash and leaves the cheques in nobody’s hands', () => {
		const only = deposit({ cash: 0, cheques: [operationId(5)] }, ANA);
		expect(cashAnomalies(only)).toEqual([]);
		const { movements, cheques } = settleCash(only, book({ cheques: new Map([cheque(5)]) }));
		expect(movements).toEqual([]);
		expect(cheques).toEqual([{ payment: operationId(5), holder: null }]);
		expect(codes(cashAnomalies(deposit({ cash: 0 })))).toEqual(['cash-nothing']);
	});
});

describe('a deposit seen on the account', () => {
	const known = book({ deposits: new Map([[operationId(60), { by: CASHIER, cash: 7_000 }]]) });

	it('is confirmed by somebody else, for the amount or with a reason for the difference', () => {
		expect(settleCash(confirm(), known)).toEqual({ anomalies: [], movements: [], cheques: [] });
		expect(cashAnomalies(confirm())).toEqual([]);
		const less = { credited: 6_980, variance: { minor: -20, reason: 'Pièce refusée' } };
		expect(settleCash(confirm(less), known).anomalies).toEqual([]);
		expect(codes(settleCash(confirm({ credited: 6_980 }), known).anomalies)).toEqual(['cash-variance-mismatch']);
		expect(codes(settleCash(confirm({}, CASHIER), known).anomalies)).toEqual(['cash-same-person']);
	});

	it('cannot be one that is unknown or confirmed already', () => {
		expect(codes(settleCash(confirm(), book()).anomalies)).toEqual(['deposit-unknown']);
	});
});

describe('a returned cheque', () => {
	const detail = { means: 'cheque' as const, number: '12', bank: 'Banque du Cher', drawer: 'Camille Moreau' };
	const returned = (body: Partial<Body<'cheque.returned'>> = {}, id = 80) =>
		act(
			'cheque.returned',
			{ payment: operationId(1), reason: 'no-funds', on: TODAY, note: null, ...body },
			{ id, actor: CASHIER }
		);
	const cashier = { ...MANAGER_STANDING, role: 'cashier' as const };
	const paidBy = (more: Parameters<typeof paid>[1]) => {
		const start = dossier();
		const made = act(
			'promise.made',
			{ round: null, minor: 5_000, currency: 'EUR', dueOn: addDays(TODAY, 3), means: null, by: null },
			{ id: 40, at: 1 }
		);
		const promised = { ...start, state: decide(start, made, COLLECTOR_STANDING).state ?? start.state };
		const { state } = decide(promised, paid(5_000, more), COLLECTOR_STANDING);
		return { ...promised, state: state ?? promised.state };
	};

	it('takes back what it paid, reopens the promise, and is marked with its reason', () => {
		const before = paidBy({ detail });
		const { state, effects, anomalies } = decide(before, returned(), cashier);
		expect(anomalies).toEqual([]);
		expect(effects.map(({ sign }) => sign)).toEqual([-1]);
		expect(state?.paid).toEqual({
			[before.facts.claims[0]?.id ?? '']: { interest: 0, penalty: 0, indemnity: 0, principal: 0 }
		});
		expect(state?.payments[0]).toMatchObject({ status: 'reversed', returned: { reason: 'no-funds', on: TODAY } });
		const [promise] = before.state.promises;
		if (!promise || !state) throw new Error('no promise');
		expect(promiseStatus(promise, before.state, TODAY)).toBe('kept');
		expect(promiseStatus(promise, state, TODAY)).toBe('open');
	});

	it('changes nothing when it comes twice, and is refused for what is reversed already', () => {
		const before = paidBy({ detail });
		const { state } = decide(before, returned(), cashier);
		if (!state) throw new Error('no state');
		const after = { ...before, state };
		expect(decide(after, returned(), cashier)).toEqual({ anomalies: [], effects: [], state });
		expect(codes(decide(after, returned({}, 81), cashier).anomalies)).toEqual(['reversal-already']);
	});

	it('is a cheque that is on the dossier, on a day that can be', () => {
		expect(codes(decide(dossier(), returned(), cashier).anomalies)).toEqual(['reversal-payment-unknown']);
		expect(codes(decide(paidBy({}), returned(), cashier).anomalies)).toEqual(['cheque-not-a-cheque']);
		const early = decide(paidBy({ detail }), returned({ on: addDays(TODAY, -1) }), cashier);
		expect(codes(early.anomalies)).toEqual(['cheque-return-day']);
		const late = decide(paidBy({ detail }), returned({ on: addDays(TODAY, 1) }), cashier);
		expect(codes(late.anomalies)).toEqual(['cheque-return-day']);
	});
});

describe('money that arrived before it was recorded', () => {
	it('is dated on the day of its arrival, and keeps a promise that was due since', () => {
		const valueOn = addDays(TODAY, -2);
		const { state, anomalies } = decide(dossier(), paid(5_000, { valueOn }), COLLECTOR_STANDING);
		expect(anomalies).toEqual([]);
		expect(state?.payments[0]?.day).toBe(valueOn);
	});

	it('stops the interest on the day it arrived, and goes to the claim that the debtor chose', () => {
		const two = dossier([claim(1), claim(2, { interest: 1_000 })]);
		const split = (valueOn: LocalDate) =>
			splitPayment(two, { minor: 60_000, directedTo: claimId(2), valueOn }, TODAY, FRANCE);
		expect(new Set(split(TODAY).allocation.map(({ claim: id }) => id))).toEqual(new Set([claimId(2), claimId(1)]));
		const [first] = split(TODAY).allocation.filter(({ claim: id }) => id === claimId(2));
		expect(first).toMatchObject({ component: 'interest', minor: 1_000 });
		expect(split(addDays(TODAY, -9)).credit).toBe(0);
	});

	it('cannot arrive tomorrow', () => {
		const { anomalies } = decide(dossier(), paid(5_000, { valueOn: addDays(TODAY, 1) }), COLLECTOR_STANDING);
		expect(codes(anomalies)).toContain('value-day-in-future');
	});
});
