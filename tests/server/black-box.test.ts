// A black box from a phone's seal to the server's ledger: opened with the recovery code only, fed through the same door, twice without harm.
import { describe, expect, test } from 'vitest';
import { toBase64url } from '../../src/lib/core/base64url';
import {
	BLACK_BOX_INFO,
	blackBoxAad,
	blackBoxSalt,
	writeBlackBox,
	type BlackBoxHeader
} from '../../src/lib/core/black-box';
import type { Operation, PublicKey } from '../../src/lib/core/wire';
import { openBlackBox } from '../../src/lib/office/black-box/open';
import { createRecoveryKey, type RecoveryKey } from '../../src/lib/office/black-box/recovery';
import { inPieces, sendBlackBox } from '../../src/lib/office/black-box/send';
import { importBlackBox } from '../../src/lib/server/office/import-black-box';
import { recoveryState, setRecoveryKey } from '../../src/lib/server/office/recovery-key';
import { problem } from '../../src/lib/server/http/problem';
import type { SignedIn } from '../../src/app';
import { at, company, onRound, type Company, type Phone } from './fixture';

const CURVE = { name: 'ECDH', namedCurve: 'P-256' };

/** Seals operations as the format says, written down a second time so that the phone's own writer is not its only reader. */
async function seal(phone: Phone, operations: readonly Operation[], recovery: PublicKey): Promise<string> {
	const { subtle } = crypto;
	const pair = await subtle.generateKey(CURVE, true, ['deriveBits']);
	const { x = '', y = '' } = await subtle.exportKey('jwk', pair.publicKey);
	const iv = crypto.getRandomValues(new Uint8Array(12));
	const header: BlackBoxHeader = {
		org: phone.who.organisation.id,
		device: phone.id,
		series: phone.series,
		count: operations.length,
		first: at(operations).header.seq,
		last: at(operations, operations.length - 1).header.seq,
		madeMs: phone.ctx.now(),
		recovery,
		ephemeral: { x, y },
		iv: toBase64url(iv)
	};
	const jwk = { kty: 'EC', crv: 'P-256', ...recovery };
	const theirs = await subtle.importKey('jwk', jwk, CURVE, false, []);
	const bits = await subtle.deriveBits({ name: 'ECDH', public: theirs }, pair.privateKey, 256);
	const secret = await subtle.importKey('raw', bits, 'HKDF', false, ['deriveKey']);
	const info = new TextEncoder().encode(BLACK_BOX_INFO);
	const key = await subtle.deriveKey(
		{ name: 'HKDF', hash: 'SHA-256', salt: blackBoxSalt(header), info },
		secret,
		{ name: 'AES-GCM', length: 256 },
		false,
		['encrypt']
	);
	const json = JSON.stringify({ epoch: phone.epoch, head: phone.head, operations });
	const packed = await new Response(new Blob([json]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
	const sealed = await subtle.encrypt({ name: 'AES-GCM', iv, additionalData: blackBoxAad(header) }, key, packed);
	return writeBlackBox(header, new Uint8Array(sealed));
}

/** The endpoint as the browser meets it; files are tested with the phone's own. */
const server =
	(c: Company, who: SignedIn): typeof fetch =>
	async (_input, init) => {
		const imported = await importBlackBox(c.ctx, who, JSON.parse(String(init?.body)));
		return imported.ok ? Response.json(imported.value) : problem(imported.error);
	};

async function imported(c: Company, text: string, key: RecoveryKey, who = c.manager) {
	const opened = await openBlackBox(text, key.code, c.org);
	if (!opened.ok) throw new Error(opened.error.code);
	return sendBlackBox(opened.value, server(c, who));
}

async function unsent() {
	const story = await onRound(2);
	const { phone, d, claims } = story;
	await phone.pay(at(d), at(claims), 5_000);
	await phone.visit(at(d, 1));
	await phone.pay(at(d), at(claims), 1_000, { before: 95_000 });
	const key = await createRecoveryKey();
	return { ...story, key, text: await seal(phone, phone.outbox, key.publicKey) };
}

describe('what a phone could not send', () => {
	test('arrives with its file, and importing it twice harms nothing', async () => {
		const { c, key, text, phone } = await unsent();
		const first = await imported(c, text, key);
		expect(first).toMatchObject({ ok: true, value: { push: 'ok' } });
		if (!first.ok) throw new Error(first.error.code);
		expect(first.value.items).toMatchObject([
			{ seq: 1, kind: 'payment.recorded', outcome: 'applied', isNew: true, minor: 5_000, currency: 'EUR' },
			{ seq: 2, kind: 'visit.reported', outcome: 'applied', isNew: true, minor: null },
			{ seq: 3, outcome: 'applied', minor: 1_000 }
		]);
		const again = await imported(c, text, key, c.otherManager);
		if (!again.ok) throw new Error(again.error.code);
		expect(again.value.items.map(({ outcome, isNew }) => [outcome, isNew])).toEqual([
			['applied', false],
			['applied', false],
			['applied', false]
		]);
		expect(await c.count('SELECT SUM(minor) FROM ledger WHERE org = :org')).toBe(6_000);
		expect(await c.count(`SELECT COUNT(*) FROM audit WHERE org = :org AND action = 'black-box.imported'`)).toBe(2);
		expect((await phone.sync()).outcomes.map(({ outcome }) => outcome)).toEqual(['applied', 'applied', 'applied']);
		expect(await c.count('SELECT SUM(minor) FROM ledger WHERE org = :org')).toBe(6_000);
	});

	test('is set aside where its phone was taken out of service', async () => {
		const { c, key, text, phone } = await unsent();
		await c.write('UPDATE device SET revoked_ms = 1 WHERE org = :org AND id = :id', { id: phone.id });
		const report = await imported(c, text, key);
		if (!report.ok) throw new Error(report.error.code);
		expect(report.value.items).toMatchObject([
			{ outcome: 'quarantined', codes: ['device-revoked'] },
			{ outcome: 'quarantined' },
			{ outcome: 'quarantined' }
		]);
	});

	test('waits for what comes before it', async () => {
		const { c, phone, key } = await unsent();
		const report = await imported(c, await seal(phone, phone.outbox.slice(1), key.publicKey), key);
		expect(report).toMatchObject({
			ok: true,
			value: { push: 'gap', items: [{ outcome: 'left' }, { outcome: 'left' }] }
		});
		expect(await c.count('SELECT COUNT(*) FROM ledger WHERE org = :org')).toBe(0);
	});

	test('is not taken where it is not the phone’s own', async () => {
		const { c, phone, key } = await unsent();
		const forged = phone.outbox.map((operation) => ({ ...operation, body: { minor: 1 } }));
		const report = await imported(c, await seal(phone, forged, key.publicKey), key);
		expect(report).toMatchObject({ ok: true, value: { push: 'stopped' } });
		expect(
			await c.count('SELECT COUNT(*) FROM operation WHERE org = :org AND kind <> :k', { k: 'round.published' })
		).toBe(0);
	});
});

describe('a file that cannot be opened', () => {
	const problemOf = async (text: string, code: string, org: string) => {
		const opened = await openBlackBox(text, code, org);
		return opened.ok ? null : opened.error.code;
	};

	test('says which it is: another organisation, another key, a slip of the pen, changed on its way', async () => {
		const { c, key, text } = await unsent();
		const other = await createRecoveryKey();
		expect(await problemOf(text, key.code, (await company(0)).org)).toBe('black-box-other-organisation');
		expect(await problemOf(text, other.code, c.org)).toBe('black-box-wrong-key');
		expect(
			await problemOf(
				text,
				key.code.replace(/^./, (letter) => (letter === '7' ? '8' : '7')),
				c.org
			)
		).toBe('recovery-code-malformed');
		expect(await problemOf(text.slice(0, text.length / 2), key.code, c.org)).toBe('black-box-truncated');
		const lines = text.split('\n');
		const touched = lines
			.with(
				2,
				at(lines, 2).replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A'))
			)
			.join('\n');
		expect(await problemOf(touched, key.code, c.org)).toBe('black-box-damaged');
		expect(await problemOf(text.replace('"count":3', '"count":2'), key.code, c.org)).toBe('black-box-damaged');
		expect(await problemOf('Bonjour', key.code, c.org)).toBe('black-box-unreadable');
	});
});

describe('the endpoint', () => {
	test('takes nothing of another organisation, and nothing that names no operation', async () => {
		const { c, phone } = await unsent();
		const stranger = await company(0);
		const request = { device: phone.id, epoch: 1, head: phone.head, operations: phone.outbox };
		const code = async (who: SignedIn, body: unknown) => {
			const answer = await importBlackBox(c.ctx, who, body);
			return answer.ok ? null : answer.error.code;
		};
		expect(await code(stranger.manager, request)).toBe('not-found');
		expect(await code(c.manager, { ...request, device: stranger.org })).toBe('not-found');
		const foreign = phone.outbox.map(({ header, ...rest }) => ({ ...rest, header: { ...header, org: stranger.org } }));
		expect(await code(c.manager, { ...request, operations: foreign })).toBe('not-found');
		expect(await code(c.manager, { ...request, operations: [{}] })).toBe('black-box-damaged');
		expect(await code(c.manager, { ...request, operations: [...phone.outbox, {}] })).toBe('black-box-damaged');
		expect(await code(c.manager, { ...request, operations: [] })).toBe('malformed');
		expect(await code(c.manager, null)).toBe('malformed');
	});

	test('gets a long file in pieces that fit', () => {
		const operations = Array.from({ length: 1_200 }, (_, seq) => ({ seq }));
		expect(inPieces(operations).map((piece) => piece.length)).toEqual([500, 500, 200]);
		expect(inPieces(Array.from({ length: 3 }, () => 'x'.repeat(300_000))).map((piece) => piece.length)).toEqual([
			1, 1, 1
		]);
	});

	test('that cannot be reached says so', async () => {
		const { c, key, text } = await unsent();
		const opened = await openBlackBox(text, key.code, c.org);
		if (!opened.ok) throw new Error(opened.error.code);
		const answers: readonly [() => Promise<Response>, string][] = [
			[() => Promise.reject(new TypeError('offline')), 'offline'],
			[() => Promise.resolve(new Response('<html>')), 'sign-in-needed'],
			[() => Promise.resolve(Response.json({}, { status: 500 })), 'server-error'],
			[() => Promise.resolve(problem({ code: 'server-busy', data: { seconds: 1 } })), 'server-busy']
		];
		for (const [answer, code] of answers)
			expect(await sendBlackBox(opened.value, answer)).toMatchObject({ ok: false, error: { code } });
	});
});

test('a new recovery key reaches phones with their next pull, once, and those that do not read it are spared', async () => {
	const { c, phone } = await onRound(1);
	expect(await recoveryState(c.ctx, c.manager)).toEqual({ publicKey: null, madeMs: null, demoCode: null });
	const { publicKey } = await createRecoveryKey();
	await setRecoveryKey(c.ctx, c.manager, publicKey);
	expect((await recoveryState(c.ctx, c.manager)).publicKey).toEqual(publicKey);
	expect((await phone.sync()).pull?.recoveryKey).toEqual(publicKey);
	expect((await phone.sync()).pull).not.toHaveProperty('recoveryKey');
	phone.cursor = null;
	expect((await phone.syncAll()).pull?.recoveryKey).toEqual(publicKey);
});
