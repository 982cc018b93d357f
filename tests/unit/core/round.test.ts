// A round's progress and money, derived from its dossiers.
import { expect, it } from 'vitest';
import { decide } from '../../../src/lib/core/decide';
import type { Dossier } from '../../../src/lib/core/dossier';
import type { Outcome } from '../../../src/lib/core/operation';
import { collectedOn, nextStop, stopProgress, type Round } from '../../../src/lib/core/round';
import { act, ANA, COLLECTOR_STANDING, dossier, dossierId, payment, roundId, TODAY } from './fixture';

const round: Round = {
	id: roundId(1),
	rev: 1,
	day: TODAY,
	collector: ANA,
	status: 'published',
	target: 100_000,
	currency: 'EUR',
	stops: [1, 2].map((number) => ({ dossier: dossierId(number), pinned: false, window: null, override: null }))
};

function visited(outcome: Outcome, inRound = roundId(1)): Dossier {
	const body = { round: inRound, outcome, cause: null, note: null, next: null, openedAt: null };
	const { state } = decide(dossier(), act('visit.reported', body), COLLECTOR_STANDING);
	return { ...dossier(), state: state ?? dossier().state };
}

function paid(): Dossier {
	const { state } = decide(dossier(), act('payment.recorded', payment(10_000, 50_000)), COLLECTOR_STANDING);
	return { ...dossier(), state: state ?? dossier().state };
}

it('a stop is to do until something of this round happened there', () => {
	expect(stopProgress(round, undefined)).toBe('to-do');
	expect(stopProgress(round, dossier())).toBe('to-do');
	expect(stopProgress(round, visited('met', roundId(9)))).toBe('to-do');
	expect(stopProgress(round, visited('met'))).toBe('done');
	expect(stopProgress(round, visited('refusal'))).toBe('done');
	expect(stopProgress(round, paid())).toBe('done');
	for (const outcome of ['absent', 'wrong-address', 'danger'] as const)
		expect(stopProgress(round, visited(outcome))).toBe('prevented');
});

it('the next stop is the first that is still to do', () => {
	expect(nextStop(round, new Map([[dossierId(1), dossier()]]))?.dossier).toBe(dossierId(1));
	expect(nextStop(round, new Map([[dossierId(1), visited('absent')]]))?.dossier).toBe(dossierId(2));
});

it('money of the round counts once, without what was reversed', () => {
	const one = paid();
	const reversed: Dossier = {
		...one,
		state: { ...one.state, payments: one.state.payments.map((entry) => ({ ...entry, status: 'reversed' })) }
	};
	expect(collectedOn(round, [one, dossier()])).toBe(10_000);
	expect(collectedOn(round, [reversed])).toBe(0);
	expect(stopProgress(round, reversed)).toBe('to-do');
});
