// What becomes of an operation on the server: quarantined, flagged, reversed; and the promises that payments keep.
import { describe, expect, test } from 'vitest';
import { deviceIdSchema, dossierIdSchema } from '../../src/lib/core/ids';
import { addDays, instant } from '../../src/lib/core/time';
import { receive } from '../../src/lib/server/sync/receive';
import { actInOffice } from '../../src/lib/server/office/act';
import { at, company, newId, onRound, OWED, TODAY } from './fixture';

const promiseOn = (dueOn: string) => ({ round: null, minor: 100, currency: 'EUR', dueOn, means: null, by: null });

describe('what is stored without an effect', () => {
	test('an unknown kind is quarantined and reviewed', async () => {
		const { c, phone, d } = await onRound();
		await phone.act('future.kind', at(d), { anything: 1 });
		expect((await phone.sync()).outcomes).toMatchObject([{ outcome: 'quarantined', codes: ['unknown-kind'] }]);
		expect(await c.rows('SELECT codes, dossier FROM review WHERE org = :org')).toEqual([
			{ codes: '["unknown-kind"]', dossier: at(d) }
		]);
	});

	test('an unreadable body is quarantined', async () => {
		const { phone, d } = await onRound();
		await phone.act('visit.reported', at(d), { outcome: 'smiled' });
		expect((await phone.sync()).outcomes).toMatchObject([{ outcome: 'quarantined', codes: ['unreadable-body'] }]);
	});

	test('a body over 64 KiB is quarantined, and blocks nothing', async () => {
		const { phone, d } = await onRound();
		await phone.act('visit.reported', at(d), { note: 'é'.repeat(40_000) });
		await phone.visit(at(d));
		expect((await phone.sync()).outcomes).toMatchObject([
			{ outcome: 'quarantined', codes: ['body-too-large'] },
			{ outcome: 'applied' }
		]);
	});

	test.each(['zero', 'negative', 'wrong century'])('a payment of %s is quarantined as unreadable', async (what) => {
		const { c, phone, d, claims } = await onRound();
		if (what === 'wrong century') await phone.act('promise.made', at(d), promiseOn('0202-03-04'));
		else await phone.pay(at(d), at(claims), what === 'zero' ? 0 : -500);
		expect((await phone.sync()).outcomes).toMatchObject([{ outcome: 'quarantined', codes: ['unreadable-body'] }]);
		expect(await c.count('SELECT COUNT(*) FROM ledger WHERE org = :org')).toBe(0);
	});

	test('a dossier of another organisation is answered like one that does not exist', async () => {
		const { c, phone } = await onRound();
		const foreign = await company(1);
		await phone.visit(at(foreign.dossiers));
		await phone.visit(newId(dossierIdSchema));
		const { outcomes } = await phone.sync();
		expect(outcomes.map(({ outcome, codes }) => [outcome, codes])).toEqual([
			['quarantined', ['out-of-scope']],
			['quarantined', ['out-of-scope']]
		]);
		expect(await c.count('SELECT COUNT(*) FROM visit WHERE org = :org')).toBe(0);
	});

	test('a quarantined payment posts nothing, and its cash is counted with its receipt', async () => {
		const { c, phone, claims } = await onRound();
		const foreign = await company(1);
		await phone.pay(at(foreign.dossiers), at(claims), 5_000);
		expect((await phone.sync()).outcomes).toMatchObject([{ outcome: 'quarantined' }]);
		expect(await c.count('SELECT COUNT(*) FROM ledger WHERE org = :org')).toBe(0);
		expect(await c.rows('SELECT kind, minor FROM cash_movement WHERE org = :org')).toEqual([
			{ kind: 'received', minor: 5_000 }
		]);
		expect(await c.rows('SELECT status, number FROM payment WHERE org = :org')).toEqual([
			{ status: 'quarantined', number: 1 }
		]);
	});

	test('a role that may not do it is quarantined', async () => {
		const { c, phone } = await onRound();
		const body = {
			round: newId(dossierIdSchema),
			collector: c.ana.user.id,
			day: TODAY,
			target: 0,
			currency: 'EUR',
			stops: []
		};
		await phone.act('round.published', null, body);
		expect((await phone.sync()).outcomes).toMatchObject([{ outcome: 'quarantined', codes: ['role-not-allowed'] }]);
		expect(await c.count('SELECT COUNT(*) FROM round WHERE org = :org')).toBe(1);
	});

	test('a revoked device deposits into quarantine and reads nothing', async () => {
		const { c, phone, d } = await onRound();
		await c.write('UPDATE device SET revoked_ms = 1 WHERE org = :org AND id = :id', { id: phone.id });
		await phone.visit(at(d));
		const answer = await phone.sync();
		expect(answer.outcomes).toMatchObject([{ outcome: 'quarantined', codes: ['device-revoked'] }]);
		expect(answer.pull).toBeNull();
		expect(await receive(c.ctx, c.ana, phone.request([]))).toMatchObject({ error: { code: 'device-revoked' } });
	});

	test.each([
		['device-revoked', 'UPDATE device SET revoked_ms = 1 WHERE org = :org AND id = :id'],
		['user-disabled', 'UPDATE user SET disabled_ms = 1 WHERE org = :org AND id = :id']
	])('%s is told without a session only to who shows what the server last signed for it', async (code, shutOut) => {
		const { c, phone } = await onRound();
		// Signed for also before the first act: a phone may be lost on its first morning.
		expect(await phone.sync()).toMatchObject({ countersignature: { seq: 0 } });
		const asked = phone.request([]);
		const unknown = { error: { code: 'sign-in-needed' } };
		expect(await receive(c.ctx, null, asked)).toMatchObject(unknown);
		await c.write(shutOut, { id: code === 'device-revoked' ? phone.id : c.ana.user.id });
		expect(await receive(c.ctx, null, asked)).toMatchObject({ error: { code } });
		const { countersignature } = phone;
		if (!countersignature) throw new Error('nothing was signed');
		const forged = { ...countersignature, seq: countersignature.seq + 1 };
		const foreign = { ...countersignature, device: newId(deviceIdSchema) };
		for (const shown of [null, forged, foreign])
			expect(await receive(c.ctx, null, { ...asked, countersignature: shown })).toMatchObject(unknown);
		expect(await receive(c.ctx, null, { ...asked, device: foreign.device })).toMatchObject(unknown);
	});

	test('work of a disabled user is kept in quarantine', async () => {
		const { c, phone, d } = await onRound();
		await c.write('UPDATE user SET disabled_ms = 1 WHERE org = :org AND id = :id', { id: c.ana.user.id });
		await phone.visit(at(d));
		const answer = await phone.sync(null);
		expect(answer).toMatchObject({ push: 'ok', head: { seq: 1 }, pull: null });
		expect(await c.rows(`SELECT outcome, codes FROM operation WHERE device = '${phone.id}'`)).toEqual([
			{ outcome: 'quarantined', codes: '["user-disabled"]' }
		]);
	});
});

describe('what is flagged', () => {
	test('more than the balance is posted as far as the claim is open, the rest is credit', async () => {
		const { c, phone, d, claims } = await onRound();
		await phone.pay(at(d), at(claims), OWED + 500);
		const [outcome] = (await phone.sync()).outcomes;
		expect(outcome?.outcome).toBe('flagged');
		expect(outcome?.codes).toContain('over-balance');
		expect(await c.rows('SELECT component, minor FROM ledger WHERE org = :org ORDER BY line')).toEqual([
			{ component: 'principal', minor: OWED },
			{ component: 'credit', minor: 500 }
		]);
		expect(await c.count('SELECT COUNT(*) FROM review WHERE org = :org AND decided_ms IS NULL')).toBe(1);
	});

	test('a clock ten years off is accepted and flagged', async () => {
		const { c, phone, d } = await onRound();
		const late = instant(c.ctx.now() + 10 * 365 * 86_400_000);
		const skew = late - c.ctx.now();
		await phone.visit(at(d), 'met', { at: { ms: late, utcOffset: 60, day: TODAY, skew } });
		expect((await phone.sync()).outcomes).toMatchObject([{ outcome: 'flagged', codes: ['clock-skew'] }]);
	});

	test('a receipt number used twice is flagged, the money is counted', async () => {
		const { c, phone, d, claims } = await onRound();
		await phone.pay(at(d), at(claims), 1_000, { number: 7 });
		await phone.pay(at(d), at(claims), 1_000, { number: 7, before: OWED - 1_000 });
		const { outcomes } = await phone.sync();
		expect(outcomes.map(({ codes }) => codes.includes('receipt-already-used'))).toEqual([false, true]);
		expect(await c.count('SELECT SUM(minor) FROM ledger WHERE org = :org')).toBe(2_000);
	});
});

describe('reversals', () => {
	test('only a second person reverses, once, and the cash goes back', async () => {
		const { c, phone, d, claims } = await onRound();
		const paid = await phone.pay(at(d), at(claims), 40_000);
		const asked = await phone.act('payment.reversal-requested', at(d), {
			payment: paid.header.id,
			reason: 'Erreur de saisie'
		});
		await phone.sync();
		expect(await c.rows('SELECT status, request FROM payment WHERE org = :org')).toEqual([
			{ status: 'reversal-requested', request: asked.header.id }
		]);
		const body = { payment: paid.header.id, request: asked.header.id, reason: 'Accord du responsable' };
		const done = await actInOffice(c.ctx, c.manager, 'payment.reversed', at(d), body);
		expect(done).toMatchObject({ ok: true, value: { outcome: 'applied' } });
		expect(await c.count('SELECT SUM(minor) FROM ledger WHERE org = :org')).toBe(0);
		expect(await c.count('SELECT SUM(minor) FROM cash_movement WHERE org = :org')).toBe(0);
		expect(
			await c.count(`SELECT COUNT(*) FROM payment WHERE org = :org AND status = 'reversed' AND reversal IS NOT NULL`)
		).toBe(1);
		expect(await actInOffice(c.ctx, c.otherManager, 'payment.reversed', at(d), body)).toMatchObject({
			ok: false,
			error: { code: 'reversal-already' }
		});
		const after = await phone.sync();
		expect(after.pull?.dossiers[0]?.state.payments[0]?.status).toBe('reversed');
	});

	test('the manager who asked may not approve; nothing is stored', async () => {
		const { c, phone, d, claims } = await onRound();
		const paid = await phone.pay(at(d), at(claims), 40_000);
		await phone.sync();
		const asked = await actInOffice(c.ctx, c.manager, 'payment.reversal-requested', at(d), {
			payment: paid.header.id,
			reason: 'Doublon'
		});
		if (!asked.ok) throw new Error(asked.error.code);
		const body = { payment: paid.header.id, request: asked.value.id, reason: 'Accord' };
		expect(await actInOffice(c.ctx, c.manager, 'payment.reversed', at(d), body)).toMatchObject({
			error: { code: 'reversal-same-person' }
		});
		expect(await c.count('SELECT SUM(minor) FROM ledger WHERE org = :org')).toBe(40_000);
	});
});

test('promises are kept, replaced and opened again by what follows them', async () => {
	const { c, phone, d, claims } = await onRound();
	const due = addDays(TODAY, 7);
	await phone.promise(at(d), 10_000, due);
	await phone.promise(at(d), 20_000, due);
	const paid = await phone.pay(at(d), at(claims), 20_000);
	await phone.sync();
	const statuses = 'SELECT status FROM promise WHERE org = :org ORDER BY minor';
	expect((await c.rows(statuses)).map((row) => row['status'])).toEqual(['kept', 'kept']);
	const asked = await phone.act('payment.reversal-requested', at(d), { payment: paid.header.id, reason: 'Erreur' });
	await phone.sync();
	const body = { payment: paid.header.id, request: asked.header.id, reason: 'Accord' };
	await actInOffice(c.ctx, c.manager, 'payment.reversed', at(d), body);
	expect((await c.rows(statuses)).map((row) => row['status'])).toEqual(['replaced', 'open']);
});
