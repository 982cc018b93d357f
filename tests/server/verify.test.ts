// The page behind a receipt's QR: every state, and nothing for a number alone.
import { describe, expect, test } from 'vitest';
import { encodeReceiptToken, receiptTokenBytes, type ReceiptClaim } from '../../src/lib/core/receipt-token';
import { actInOffice } from '../../src/lib/server/office/act';
import { signer } from '../../src/lib/server/signature';
import { checkReceipt } from '../../src/lib/server/verify';
import { company, TODAY, type Phone } from './fixture';

async function tokenOf(phone: Phone, more: Partial<ReceiptClaim> = {}): Promise<string> {
	const nonce = crypto.getRandomValues(new Uint8Array(8));
	const claim = { device: phone.id, year: 2026, number: 1, minor: 10_000, currency: 'EUR' as const, day: TODAY, nonce };
	const signed = receiptTokenBytes({ ...claim, ...more });
	return encodeReceiptToken(signed, await signer(phone.keys.privateKey)(new Uint8Array(signed)));
}

async function paid() {
	const c = await company(1);
	const [dossier] = c.dossiers;
	const [claim] = c.claims;
	if (!dossier || !claim) throw new Error('no dossier');
	await c.publish(c.ana, c.dossiers);
	const phone = await c.phone(c.ana);
	await phone.syncAll();
	const payment = await phone.pay(dossier, claim, 10_000);
	return { c, phone, dossier, payment, check: async () => checkReceipt(c.ctx.db, await tokenOf(phone)) };
}

describe('a genuine receipt', () => {
	test('is authentic before the payment arrives, and received after', async () => {
		const { phone, check } = await paid();
		expect(await check()).toEqual({
			state: 'not-received',
			number: `Q-2026-${phone.series}-000001`,
			minor: 10_000,
			currency: 'EUR',
			day: TODAY,
			agency: { name: 'Essai', phone: '' }
		});
		await phone.sync();
		expect(await check()).toMatchObject({ state: 'received' });
	});

	test('says when a cancellation was requested, and when it was approved', async () => {
		const { c, phone, dossier, payment, check } = await paid();
		const asked = await phone.act('payment.reversal-requested', dossier, {
			payment: payment.header.id,
			reason: 'Erreur'
		});
		await phone.sync();
		expect(await check()).toMatchObject({ state: 'cancellation-requested' });
		const body = { payment: payment.header.id, request: asked.header.id, reason: 'Accord' };
		await actInOffice(c.ctx, c.manager, 'payment.reversed', dossier, body);
		expect(await check()).toMatchObject({ state: 'cancelled' });
	});

	test('of a cheque says when the bank returned it unpaid', async () => {
		const { c, phone, dossier } = await paid();
		const [claim] = c.claims;
		if (!claim) throw new Error('no claim');
		const detail = { means: 'cheque', number: '0001234', bank: 'BNP', drawer: 'Paul Durand' };
		const cheque = await phone.pay(dossier, claim, 20_000, { detail });
		await phone.sync();
		const check = async () => checkReceipt(c.ctx.db, await tokenOf(phone, { number: 2, minor: 20_000 }));
		expect(await check()).toMatchObject({ state: 'received' });
		const body = { payment: cheque.header.id, reason: 'no-funds' as const, on: TODAY, note: null };
		expect(await actInOffice(c.ctx, c.manager, 'cheque.returned', dossier, body)).toMatchObject({ ok: true });
		expect(await check()).toMatchObject({ state: 'cheque-unpaid', minor: 20_000 });
	});

	test('of a revoked device warns unless the payment arrived', async () => {
		const { c, phone, check } = await paid();
		await c.write('UPDATE device SET revoked_ms = 1 WHERE org = :org AND id = :id', { id: phone.id });
		expect(await check()).toMatchObject({ state: 'device-revoked' });
	});
});

describe('anything else is unknown', () => {
	test('a receipt of another amount than the one stored is not the stored one', async () => {
		const { c, phone } = await paid();
		await phone.sync();
		expect(await checkReceipt(c.ctx.db, await tokenOf(phone, { minor: 99_900 }))).toMatchObject({
			state: 'not-received'
		});
	});

	test('a touched token, a number alone, an empty text, a device that is not ours', async () => {
		const { c, phone } = await paid();
		const token = await tokenOf(phone);
		const touched = `${token.slice(0, 32)}${token[32] === 'A' ? 'B' : 'A'}${token.slice(33)}`;
		const foreign = await tokenOf(phone, { device: c.ana.user.id });
		for (const text of [touched, 'Q-2026-T01-000001', '', '1', token.slice(0, 100), foreign])
			expect(await checkReceipt(c.ctx.db, text)).toEqual({ state: 'unknown' });
	});
});
