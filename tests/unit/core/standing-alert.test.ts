// The alerts of a dossier as the office reads them: since the first report after the last lifting, with what each stops.
import { describe, expect, it } from 'vitest';
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import { decide } from '../../../src/lib/core/decide';
import type { Dossier } from '../../../src/lib/core/dossier';
import type { Act, Body } from '../../../src/lib/core/operation';
import { standingAlerts } from '../../../src/lib/core/standing-alert';
import { act, ANA, dossier, MANAGER, MANAGER_STANDING, operationId } from './fixture';

const NOON = 1_795_000_000_000;

function after(on: Dossier, ...acts: readonly Act[]): Dossier {
	return acts.reduce((dossierNow, made) => {
		const { state } = decide(dossierNow, made, MANAGER_STANDING);
		if (!state) throw new Error('the act touched no dossier');
		return { ...dossierNow, state };
	}, on);
}

const danger = (id: number, at: number, note: string | null = null) =>
	act(
		'situation.reported',
		{ round: null, situation: 'danger', reference: null, since: null, note },
		{ id, at: NOON + at }
	);
const dispute = (id: number) =>
	act(
		'dispute.reported',
		{ round: null, claim: null, category: 'amount', minor: null, pieces: [], note: 'Deux articles' },
		{ id, at: NOON }
	);
const lifted = (id: number, at: number, alert: 'danger' | 'disputed' = 'danger') =>
	act('alert.lifted', { alert, reason: 'Vu avec lui' }, { id, at: NOON + at, actor: MANAGER });
const visit = (id: number, at: number, outcome: Body<'visit.reported'>['outcome']) =>
	act(
		'visit.reported',
		{ round: null, outcome, cause: null, note: null, next: null, openedAt: null },
		{ id, at: NOON + at }
	);

const shown = (on: Dossier) => standingAlerts(on, FRANCE.gates);

describe('the alerts of a dossier', () => {
	it('are none on a quiet dossier', () => {
		expect(shown(dossier())).toEqual([]);
	});

	it('say since when, by whom and with what words, from the first report on', () => {
		const [alert] = shown(after(dossier(), danger(1, 0, 'Chien lâché'), danger(2, 5)));
		expect(alert).toMatchObject({
			alert: 'danger',
			reported: true,
			inFile: false,
			since: { id: operationId(1), at: NOON, by: ANA, note: 'Chien lâché' }
		});
	});

	it('count from the first report after the last lifting', () => {
		const again = after(dossier(), danger(1, 0), lifted(2, 1), danger(3, 2), danger(4, 3));
		expect(shown(again)).toMatchObject([{ alert: 'danger', since: { id: operationId(3) } }]);
		expect(shown(after(again, lifted(5, 4)))).toEqual([]);
	});

	it('come from the outcome of a visit as from a report, and the earlier of both counts', () => {
		const seen = after(dossier(), visit(1, 0, 'danger'), danger(2, 1), visit(3, 2, 'absent'));
		expect(shown(seen)).toMatchObject([{ alert: 'danger', since: { id: operationId(1), detail: null } }]);
		const later = after(seen, lifted(4, 3), visit(5, 4, 'danger'));
		expect(shown(later)).toMatchObject([{ since: { id: operationId(5) } }]);
	});

	it('stand side by side; lifting one says nothing of another', () => {
		const both = after(dossier(), dispute(1), danger(2, 1), lifted(3, 2));
		expect(shown(both)).toMatchObject([{ alert: 'disputed', since: { detail: 'amount', note: 'Deux articles' } }]);
	});

	it('that only the file of the office names were reported by nobody', () => {
		const inFile = dossier(undefined, { alerts: ['danger', 'minor'] });
		expect(shown(inFile)).toMatchObject([
			{ alert: 'minor', inFile: true, reported: false, since: null },
			{ alert: 'danger', inFile: true, reported: false, since: null }
		]);
		expect(shown(after(inFile, danger(1, 0)))).toMatchObject([
			{ alert: 'minor' },
			{ alert: 'danger', inFile: true, reported: true, since: { id: operationId(1) } }
		]);
	});

	it('whose report the dossier no longer keeps stand without a day', () => {
		const on = dossier();
		expect(shown({ ...on, state: { ...on.state, alerts: ['insolvency'] } })).toMatchObject([{ since: null }]);
	});

	it('say what each stops, with the rule behind it', () => {
		const [alert] = shown(after(dossier(), dispute(1)));
		expect(alert?.effects).toMatchObject({ visit: 'block', 'propose-plan': 'block', 'collect-cash': 'warn' });
		expect(alert?.source).toContain('L121-7');
	});
});
