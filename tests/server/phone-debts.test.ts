// What phones still owe: the head they tell, receipts that were shown before they came, files and holes; and the warning before they are cut off.
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { roundIdSchema } from '../../src/lib/core/ids';
import { isAlarm, RECEIPT_ALARM_MS } from '../../src/lib/core/phone-debt';
import { encodeReceiptToken, receiptTokenBytes } from '../../src/lib/core/receipt-token';
import { instant } from '../../src/lib/core/time';
import { readBoard } from '../../src/lib/server/board';
import { usersAndDevices } from '../../src/lib/server/db/people';
import { debtsOf } from '../../src/lib/server/db/phone-debts';
import { revokeDevice, setUserDisabled } from '../../src/lib/server/people/users';
import { signer } from '../../src/lib/server/signature';
import { receive } from '../../src/lib/server/sync/receive';
import { showReceipt } from '../../src/lib/server/verify';
import { at, company, onRound, TODAY, type Company, type OnRound } from './fixture';

const debts = async (c: Company) => (await usersAndDevices(c.ctx.db, c.org)).debts;

/** A phone that saved three visits, and could send the first only. */
async function owing(): Promise<OnRound> {
	const story = await onRound(1);
	const { phone, d } = story;
	for (let count = 0; count < 3; count += 1) await phone.visit(at(d));
	await phone.sync(phone.who, phone.outbox.slice(0, 1));
	return story;
}

/** The code of a receipt of the phone, as its QR holds it. */
async function tokenOf({ phone }: Pick<OnRound, 'phone'>, number: number, minor: number): Promise<string> {
	const bytes = receiptTokenBytes({
		device: phone.id,
		year: 2026,
		number,
		minor,
		currency: 'EUR',
		day: TODAY,
		nonce: new Uint8Array(8)
	});
	return encodeReceiptToken(bytes, await signer(phone.keys.privateKey)(bytes));
}

describe('operations', () => {
	test('beyond the head that came are owed since the phone first told of them', async () => {
		const { c, phone, d } = await owing();
		const since = c.ctx.now();
		c.wait(600_000);
		await phone.visit(at(d));
		await phone.sync(phone.who, []);
		expect(await debts(c)).toMatchObject([{ series: phone.series, operations: 3, owingMs: since, name: 'Ana Petit' }]);
		const { phones } = await readBoard(c.ctx.db, c.org, { day: TODAY, today: TODAY, rev: 0 });
		expect(phones).toMatchObject([{ operations: 3, owingMs: since, receipts: 0, files: 0 }]);
		await phone.sync();
		expect(await debts(c)).toEqual([]);
		expect(
			await c.rows('SELECT told_seq, owing_ms FROM device WHERE org = :org AND kind = :kind', { kind: 'field' })
		).toEqual([{ told_seq: 4, owing_ms: null }]);
	});

	test('are told again after the database was restored from a backup', async () => {
		const { c, phone } = await owing();
		await c.write(`UPDATE device SET told_seq = NULL, told_ms = NULL, owing_ms = NULL WHERE org = :org`);
		expect(await debts(c)).toEqual([]);
		await phone.sync(phone.who, []);
		expect(await debts(c)).toMatchObject([{ operations: 2, owingMs: c.ctx.now() }]);
	});

	test('are not believed from a stranger who sends again what he caught', async () => {
		const { c, phone, d } = await onRound(1);
		const visit = await phone.visit(at(d));
		await phone.sync();
		const caught = { ...phone.request([visit]), head: { seq: 900, hash: 'f'.repeat(64) } };
		expect(await receive(c.ctx, null, caught)).toMatchObject({ ok: true });
		expect(await debts(c)).toEqual([]);
	});
});

describe('receipts', () => {
	test('that were shown and did not come are an alarm after 48 hours, until their payment comes', async () => {
		const { c, phone, d, claims } = await onRound(1);
		await phone.pay(at(d), at(claims), 5_000);
		const token = await tokenOf({ phone }, 1, 5_000);
		const shownMs = c.ctx.now();
		expect(await showReceipt(c.ctx, token)).toMatchObject({ state: 'not-received' });
		c.wait(RECEIPT_ALARM_MS);
		await showReceipt(c.ctx, token);
		const debt = at(await debts(c));
		expect(debt).toMatchObject({ receipts: 1, shownMs, operations: 0 });
		expect(isAlarm(debt, c.ctx.now())).toBe(true);
		expect(isAlarm(debt, c.ctx.now() - 1)).toBe(false);
		await phone.sync();
		expect(await showReceipt(c.ctx, token)).toMatchObject({ state: 'received' });
		expect(await debts(c)).toEqual([]);
	});

	test('that nobody signed are never remembered', async () => {
		const { c, phone } = await onRound(1);
		const token = await tokenOf({ phone }, 1, 5_000);
		expect(await showReceipt(c.ctx, `${token.slice(0, -2)}AA`)).toEqual({ state: 'unknown' });
		expect(await c.count('SELECT COUNT(*) FROM receipt_shown WHERE org = :org')).toBe(0);
	});

	test('missing below a later one are a hole in the series', async () => {
		const { c, phone, d, claims } = await onRound(1);
		const first = await phone.pay(at(d), at(claims), 5_000);
		phone.outbox = [{ ...first, body: { touched: true } }];
		await phone.pay(at(d), at(claims), 1_000);
		await phone.sync();
		expect(await debts(c)).toMatchObject([{ holes: 1 }]);
		expect(isAlarm({ holes: 1, shownMs: null }, instant(0))).toBe(true);
	});
});

test('files that were announced are owed until they have come whole', async () => {
	const { c, phone, d } = await onRound(1);
	await phone.visit(at(d), 'met', { blobs: [{ sha256: 'ab'.repeat(32), size: 10, type: 'image/jpeg' }] });
	await phone.sync();
	expect(await debts(c)).toMatchObject([{ files: 1, operations: 0 }]);
	await c.write('UPDATE blob SET received = size, verified_ms = 1 WHERE org = :org');
	expect(await debts(c)).toEqual([]);
});

describe('cutting off', () => {
	test('a phone or an account that owes something asks for a tick first', async () => {
		const { c, phone } = await owing();
		expect(await revokeDevice(c.ctx, c.manager, phone.id)).toMatchObject({ error: { code: 'phone-owes' } });
		const close = (isConfirmed: boolean) => setUserDisabled(c.ctx, c.manager, c.ana.user.id, true, isConfirmed);
		expect(await close(false)).toMatchObject({ error: { code: 'phone-owes' } });
		expect(await c.count('SELECT COUNT(*) FROM device WHERE org = :org AND revoked_ms IS NOT NULL')).toBe(0);
		expect(await close(true)).toMatchObject({ ok: true });
		expect(await revokeDevice(c.ctx, c.manager, phone.id, true)).toMatchObject({ ok: true });
	});

	test('dossiers that leave a phone are those assigned, in scope, or taken from its round', async () => {
		const { c, d, phone } = await owing();
		const series = [{ series: phone.series }];
		expect(await debtsOf(c.ctx.db, c.org, { dossiers: [at(d)] })).toMatchObject(series);
		const [round] = await c.rows('SELECT id FROM round WHERE org = :org');
		const id = v.parse(roundIdSchema, round?.['id']);
		expect(await debtsOf(c.ctx.db, c.org, { round: id, kept: [] })).toMatchObject(series);
		expect(await debtsOf(c.ctx.db, c.org, { round: id, kept: [at(d)] })).toEqual([]);
		const stranger = await company(0);
		expect(await debtsOf(stranger.ctx.db, stranger.org, { dossiers: [at(d)] })).toEqual([]);
	});
});
