// Mandates, insurance and account: recorded by the office, they let an imported dossier be visited.
import { describe, expect, test } from 'vitest';
import { gateOf } from '../../src/lib/core/dossier-gate';
import { FRANCE } from '../../src/lib/core/country/fr/pack';
import { instant, localDate } from '../../src/lib/core/time';
import { readHouseRules } from '../../src/lib/server/db/house-rules';
import { listMandates, recordMandate, saveCover } from '../../src/lib/server/db/mandates';
import { company, NOON, type Company } from './fixture';

const COVER = {
	insurer: 'Mutuelle des agences',
	policy: 'RC-2027-11',
	insuredUntil: '2027-12-31',
	fundsIban: 'FR76 3000 6000 0112 3456 7890 189',
	declaredOn: '2020-01-02'
};

async function creditorOf(office: Company) {
	const { creditors } = await listMandates(office.ctx.db, office.org);
	const [creditor] = creditors;
	if (!creditor) throw new Error('no creditor');
	return creditor;
}

async function mandateFor(office: Company, change: Readonly<Record<string, unknown>> = {}) {
	const { id } = await creditorOf(office);
	const content = { creditor: id, ref: 'M-2026-77', signedOn: '2026-11-02', remitDays: 15, cover: true, ...change };
	return recordMandate(office.ctx, office.manager, content);
}

describe('a mandate', () => {
	test('covers the creditor’s dossiers without one, and the phones learn it at the next sync', async () => {
		const office = await company(2);
		await office.write('UPDATE dossier SET mandate = NULL WHERE org = :org');
		await office.publish(office.ana, office.dossiers);
		const phone = await office.phone(office.ana);
		await phone.sync();
		const reasons = () =>
			[...phone.snapshot.values()].map((dossier) =>
				gateOf(dossier, 'visit', instant(NOON), FRANCE).reasons.map(({ code }) => code)
			);
		for (const codes of reasons()) expect(codes).toContain('no-mandate');
		expect((await creditorOf(office)).without).toBe(2);
		expect(await mandateFor(office)).toEqual({ ok: true, value: 2 });
		expect((await phone.sync()).pull).toMatchObject({ mode: 'delta', count: 2 });
		for (const codes of reasons()) expect(codes).not.toContain('no-mandate');
		const { mandates } = await listMandates(office.ctx.db, office.org);
		expect(mandates.find(({ ref }) => ref === 'M-2026-77')).toMatchObject({
			signedOn: '2026-11-02',
			remitDays: 15,
			dossiers: 2
		});
	});

	test('leaves dossiers alone when it is not to cover them, and those that have one already', async () => {
		const office = await company(2);
		expect(await mandateFor(office, { cover: false })).toEqual({ ok: true, value: 0 });
		expect(await mandateFor(office, { ref: 'M-2026-78' })).toEqual({ ok: true, value: 0 });
	});

	test('is refused twice, in the future, without a reference, for a foreign creditor and by a collector', async () => {
		const [office, other] = [await company(1), await company(1)];
		await mandateFor(office);
		expect(await mandateFor(office)).toMatchObject({ error: { code: 'mandate-exists' } });
		expect(await mandateFor(office, { ref: 'M-9', signedOn: '2026-11-21' })).toMatchObject({
			error: { code: 'mandate-invalid' }
		});
		expect(await mandateFor(office, { ref: ' ' })).toMatchObject({ error: { code: 'mandate-invalid' } });
		const foreign = (await creditorOf(other)).id;
		expect(await mandateFor(office, { ref: 'M-9', creditor: foreign })).toMatchObject({ error: { code: 'not-found' } });
		expect(await recordMandate(office.ctx, office.ana, {})).toMatchObject({ error: { code: 'role-not-allowed' } });
	});
});

describe('the insurance and the account', () => {
	test('are kept with what was there before, and move the end of the insurance', async () => {
		const office = await company(1);
		expect(await saveCover(office.ctx, office.manager, COVER)).toEqual({ ok: true, value: null });
		expect((await listMandates(office.ctx.db, office.org)).cover).toEqual({
			...COVER,
			fundsIban: 'FR7630006000011234567890189'
		});
		expect((await readHouseRules(office.ctx.db, office.org)).insuredUntil).toBe(localDate('2027-12-31'));
		const audits = await office.rows(
			`SELECT json_extract(detail, '$.after.policy') AS policy FROM audit WHERE org = :org`
		);
		expect(audits).toEqual([{ policy: COVER.policy }]);
	});

	test('are refused with a wrong account or without an end', async () => {
		const office = await company(1);
		const save = (change: object) => saveCover(office.ctx, office.manager, { ...COVER, ...change });
		expect(await save({ fundsIban: 'FR7630006000011234567890188' })).toMatchObject({ error: { code: 'iban-invalid' } });
		expect(await save({ insuredUntil: '' })).toMatchObject({ error: { code: 'insurance-invalid' } });
		expect(await saveCover(office.ctx, office.ben, COVER)).toMatchObject({ error: { code: 'role-not-allowed' } });
		expect(await office.count('SELECT COUNT(*) FROM audit WHERE org = :org')).toBe(0);
	});
});
