// What is reported at the door raises an alert that the gates read; only the office takes it away again.
import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/lib/core/decide';
import type { Dossier } from '../../../src/lib/core/dossier';
import { SITUATIONS, type Act } from '../../../src/lib/core/operation';
import { addDays } from '../../../src/lib/core/time';
import { act, claimId, COLLECTOR_STANDING, dossier, MANAGER, MANAGER_STANDING, operationId, TODAY } from './fixture';

const codes = (on: Dossier, made: Act, standing = COLLECTOR_STANDING) =>
	decide(on, made, standing).anomalies.map((anomaly) => anomaly.code);

function after(on: Dossier, made: Act, standing = COLLECTOR_STANDING): Dossier {
	const { state } = decide(on, made, standing);
	if (!state) throw new Error('the act touched no dossier');
	return { ...on, state };
}

const situation = (what: (typeof SITUATIONS)[number], since: typeof TODAY | null = null, id = 1) =>
	act('situation.reported', { round: null, situation: what, reference: 'BDF 2026-118', since, note: null }, { id });

describe('a situation that is reported', () => {
	it.each(SITUATIONS)('%s is an alert of the dossier, told to the manager and never refused', (what) => {
		const decision = decide(dossier(), situation(what), COLLECTOR_STANDING);
		expect(decision.anomalies).toEqual([{ code: 'situation-reported', data: { situation: what }, prevent: false }]);
		expect(decision.effects).toEqual([]);
		expect(decision.state?.alerts).toEqual([what]);
		expect(decision.state?.reports?.[0]).toMatchObject({ id: operationId(1), what, detail: 'BDF 2026-118' });
	});

	it('is one alert however often it is reported, and a report received twice changes nothing', () => {
		const once = after(dossier(), situation('danger'));
		const twice = after(once, situation('danger', null, 2));
		expect(twice.state.alerts).toEqual(['danger']);
		expect(twice.state.reports?.map(({ id }) => id)).toEqual([operationId(2), operationId(1)]);
		expect(after(twice, situation('danger')).state).toBe(twice.state);
	});

	it('cannot have begun in the future', () => {
		expect(codes(dossier(), situation('insolvency', TODAY))).toEqual(['situation-reported']);
		expect(codes(dossier(), situation('insolvency', addDays(TODAY, 1)))).toEqual(['report-in-future']);
	});

	it('keeps the last twenty reports', () => {
		let on = dossier();
		for (let id = 1; id <= 25; id += 1) on = after(on, situation('wrong-address', null, id));
		expect(on.state.reports).toHaveLength(20);
		expect(on.state.reports?.[0]?.id).toBe(operationId(25));
	});

	it('stops visits from then on, as the gate of the country says', () => {
		const left = after(dossier(), situation('do-not-come-back'));
		const visit = act(
			'visit.reported',
			{ round: null, outcome: 'met', cause: null, note: null, next: null, openedAt: null },
			{ id: 3 }
		);
		expect(codes(left, visit)).toContain('outside-gate');
	});
});

describe('a dispute', () => {
	const dispute = (claim: ReturnType<typeof claimId> | null) =>
		act(
			'dispute.reported',
			{
				round: null,
				claim,
				category: 'amount',
				minor: 12_000,
				pieces: ['Bon de retour'],
				note: 'Deux articles rendus'
			},
			{ id: 1 }
		);

	it('names the whole dossier or one of its claims', () => {
		expect(codes(dossier(), dispute(null))).toEqual(['dispute-reported']);
		expect(codes(dossier(), dispute(dossier().facts.claims[0]?.id ?? null))).toEqual(['dispute-reported']);
		expect(codes(dossier(), dispute(claimId(99)))).toEqual(['claim-unknown', 'dispute-reported']);
	});

	it('is an alert with its amount and category', () => {
		const { state } = after(dossier(), dispute(null));
		expect(state.alerts).toEqual(['disputed']);
		expect(state.reports?.[0]).toMatchObject({ what: 'disputed', detail: 'amount', minor: 12_000 });
	});
});

describe('the lifting of an alert', () => {
	const lifted = (alert: 'disputed' | 'danger') =>
		act('alert.lifted', { alert, reason: 'Réponse du créancier reçue' }, { id: 5, actor: MANAGER });

	it('takes the alert away and keeps the report', () => {
		const reported = after(after(dossier(), situation('danger')), situation('minor', null, 2));
		const { state } = after(reported, lifted('danger'), MANAGER_STANDING);
		expect(state.alerts).toEqual(['minor']);
		expect(state.reports?.map(({ what }) => what)).toEqual(['lifted', 'minor', 'danger']);
	});

	it('of an alert that is not there changes nothing and says so', () => {
		expect(codes(dossier(), lifted('disputed'), MANAGER_STANDING)).toEqual(['alert-unknown']);
		expect(codes(after(dossier(), situation('danger')), lifted('danger'))).toEqual(['role-not-allowed']);
	});
});
