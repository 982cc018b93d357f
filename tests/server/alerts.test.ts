// Alerts on the real database: reported at a door, read and lifted in the office, and what the phone learns of it at its next pull.
import { expect, test } from 'vitest';
import { FRANCE } from '../../src/lib/core/country/fr/pack';
import { standingAlerts } from '../../src/lib/core/standing-alert';
import { dossierFile } from '../../src/lib/server/db/dossier-file';
import { actInOffice } from '../../src/lib/server/office/act';
import { at, onRound, type OnRound } from './fixture';

const REASON = 'Vu avec le débiteur au téléphone';

async function reported(): Promise<OnRound> {
	const on = await onRound(1);
	const body = {
		round: null,
		situation: 'do-not-come-back',
		reference: null,
		since: null,
		note: 'Il l’a dit deux fois'
	};
	await on.phone.act('situation.reported', at(on.d), body);
	expect((await on.phone.sync()).outcomes).toMatchObject([{ outcome: 'flagged', codes: ['situation-reported'] }]);
	return on;
}

const alertsOf = async ({ c, d }: OnRound) => {
	const file = await dossierFile(c.ctx.db, c.org, at(d));
	return file ? standingAlerts(file.dossier, FRANCE.gates) : [];
};

const lift = ({ c, d }: OnRound, who = c.manager) =>
	actInOffice(c.ctx, who, 'alert.lifted', at(d), { alert: 'do-not-come-back', reason: REASON });

test('an alert that was reported at a door stands in the office with its author and words until it is lifted', async () => {
	const on = await reported();
	expect(await alertsOf(on)).toMatchObject([
		{
			alert: 'do-not-come-back',
			reported: true,
			inFile: false,
			since: { by: on.c.ana.user.id, note: 'Il l’a dit deux fois' }
		}
	]);
	expect(await lift(on)).toMatchObject({ ok: true, value: { outcome: 'applied', codes: [] } });
	expect(await alertsOf(on)).toEqual([]);
});

test('a lifted alert leaves the phone at its next pull, with the reason in the history of the dossier', async () => {
	const on = await reported();
	const shown = () => on.phone.snapshot.get(at(on.d))?.state;
	expect(shown()?.alerts).toEqual(['do-not-come-back']);
	await lift(on);
	await on.phone.sync();
	expect(shown()?.alerts).toEqual([]);
	expect(shown()?.reports).toMatchObject([
		{ what: 'lifted', detail: 'do-not-come-back', note: REASON, by: on.c.manager.user.id },
		{ what: 'do-not-come-back' }
	]);
	expect((await on.phone.visit(at(on.d), 'absent')).header.kind).toBe('visit.reported');
	expect((await on.phone.sync()).outcomes).toMatchObject([{ outcome: 'applied' }]);
});

test('only who may lifts an alert, once, and never one that nobody reported', async () => {
	const on = await reported();
	expect(await lift(on, on.c.ana)).toMatchObject({ error: { code: 'role-not-allowed' } });
	const both = await Promise.all([lift(on), lift(on, on.c.otherManager)]);
	expect(both.map((answer) => (answer.ok ? 'lifted' : answer.error.code)).sort()).toEqual(['alert-unknown', 'lifted']);
	const none = await actInOffice(on.c.ctx, on.c.manager, 'alert.lifted', at(on.d), { alert: 'minor', reason: REASON });
	expect(none).toMatchObject({ error: { code: 'alert-unknown' } });
});
