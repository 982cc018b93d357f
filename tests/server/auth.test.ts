// Signing in and staying signed in, against a real sqld.
import { beforeEach, describe, expect, it } from 'vitest';
import { changePassword } from '../../src/lib/server/auth/change-password';
import { sha256Hex } from '../../src/lib/server/auth/digest';
import { demoAccounts } from '../../src/lib/server/auth/demo';
import { hashPassword, judgeNewPassword, verifyPassword } from '../../src/lib/server/auth/password';
import {
	closeSession,
	readSessions,
	revokeDeviceSessions,
	revokeSessions,
	linkSessionToDevice,
	SESSION_MS
} from '../../src/lib/server/auth/session';
import { delayAfter, signIn } from '../../src/lib/server/auth/sign-in';
import { deviceIdSchema, uuidV7 } from '../../src/lib/core/ids';
import * as v from 'valibot';
import { company, PASSWORD, type Company } from './auth-fixture';

let firm: Company;
let number = 0;
let collector = '';
let manager = '';

beforeEach(async () => {
	firm = await company();
	number += 1;
	collector = `ana${number}@example.com`;
	manager = `max${number}@example.com`;
	await firm.user(collector, 'collector');
	await firm.user(manager, 'manager');
});

const attempt = (email: string, password = PASSWORD, address = '203.0.113.7', proof: string | null = null) =>
	signIn(firm.ctx, { email, password, address, proof });

async function opened(email: string) {
	const session = await attempt(email);
	if (!session.ok) throw new Error(session.error.code);
	return session.value;
}

describe('passwords', () => {
	it('are kept with their parameters and never in clear', async () => {
		const hash = await hashPassword(PASSWORD);
		expect(hash.ok && hash.value).toMatch(/^scrypt\$ln=14,r=8,p=5\$[\w-]{22}\$[\w-]{43}$/);
		const [row] = await firm.rows('SELECT password_hash FROM user WHERE email = :email', { email: collector });
		expect(JSON.stringify(row)).not.toContain(PASSWORD);
	});

	it('are right only when they are the same, however the accents were typed', async () => {
		const hash = await hashPassword('élève appliqué');
		if (!hash.ok) throw new Error(hash.error.code);
		expect(await verifyPassword('e\u0301le\u0300ve applique\u0301', hash.value)).toEqual({ ok: true, value: true });
		expect(await verifyPassword('eleve applique', hash.value)).toEqual({ ok: true, value: false });
		expect(await verifyPassword('élève appliqué', null)).toEqual({ ok: true, value: false });
	});

	it('work for six people at once, two by two', async () => {
		const hash = await hashPassword(PASSWORD);
		if (!hash.ok) throw new Error(hash.error.code);
		const all = await Promise.all(Array.from({ length: 6 }, () => verifyPassword(PASSWORD, hash.value)));
		expect(all.every((result) => result.ok && result.value)).toBe(true);
	});

	it('must be long and not the e-mail address', () => {
		expect(judgeNewPassword('court', 'a@example.com')).toMatchObject({ error: { code: 'password-too-short' } });
		expect(judgeNewPassword('x'.repeat(257), 'a@example.com')).toMatchObject({ error: { code: 'password-too-long' } });
		expect(judgeNewPassword('Longue.Adresse@example.com', 'longue.adresse@example.com')).toMatchObject({
			error: { code: 'password-is-email' }
		});
	});

	it('change only with the current one, and every other session ends', async () => {
		const elsewhere = await opened(manager);
		const here = await opened(manager);
		const { office } = await readSessions(firm.ctx, { field: undefined, office: here.sessionId });
		if (!office) throw new Error('not signed in');
		const change = {
			current: 'pas le bon du tout',
			fresh: 'une phrase toute neuve',
			address: '203.0.113.7',
			proof: null
		};
		expect(await changePassword(firm.ctx, office, change)).toMatchObject({ error: { code: 'sign-in-failed' } });
		expect(await changePassword(firm.ctx, office, { ...change, current: PASSWORD })).toMatchObject({ ok: true });
		expect((await readSessions(firm.ctx, { field: undefined, office: elsewhere.sessionId })).office).toBeNull();
		expect((await readSessions(firm.ctx, { field: undefined, office: here.sessionId })).office).not.toBeNull();
		expect(await attempt(manager)).toMatchObject({ error: { code: 'sign-in-failed' } });
		expect(await attempt(manager, 'une phrase toute neuve')).toMatchObject({ ok: true });
	});
});

describe('signing in', () => {
	it('gives who it is, whatever the case of the address', async () => {
		const session = await opened(` ${collector.toUpperCase()} `);
		expect(session.answer).toMatchObject({ role: 'collector', app: 'field', user: { email: collector } });
		expect(session.expiresMs).toBe(firm.ctx.now() + SESSION_MS.field);
	});

	it('answers a wrong password and an unknown user alike, with the same trips to the database', async () => {
		const before = firm.trips();
		const wrong = await attempt(collector, 'pas celui-là, non');
		const between = firm.trips();
		const unknown = await attempt(`nobody${number}@example.com`, 'pas celui-là, non');
		expect(wrong).toEqual(unknown);
		expect(wrong).toEqual({ ok: false, error: { code: 'sign-in-failed' } });
		expect(firm.trips() - between).toBe(between - before);
	});

	it('refuses a disabled user like a wrong password', async () => {
		await firm.change(`UPDATE user SET disabled_ms = 1 WHERE email = '${collector}'`);
		expect(await attempt(collector)).toEqual({ ok: false, error: { code: 'sign-in-failed' } });
	});

	it('takes three mistakes, then asks to wait longer each time, even for the right password', async () => {
		const unknown = `nobody${number}@example.com`;
		for (const email of [collector, unknown]) {
			for (let mistake = 1; mistake <= 4; mistake += 1)
				expect(await attempt(email, 'pas celui-là, non')).toMatchObject({ error: { code: 'sign-in-failed' } });
			expect(await attempt(email)).toEqual({
				ok: false,
				error: { code: 'sign-in-delayed', data: { seconds: delayAfter(4) / 1000 } }
			});
		}
		firm.wait(delayAfter(4));
		expect(await attempt(collector, 'pas celui-là, non')).toMatchObject({ error: { code: 'sign-in-failed' } });
		expect(await attempt(collector)).toMatchObject({ error: { data: { seconds: delayAfter(5) / 1000 } } });
		firm.wait(delayAfter(5));
		expect(await attempt(collector)).toMatchObject({ ok: true });
		expect(await attempt(collector, 'pas celui-là, non')).toMatchObject({ error: { code: 'sign-in-failed' } });
	});

	it('never waits more than a quarter of an hour, and forgets after a day', async () => {
		expect(delayAfter(3)).toBe(0);
		expect(delayAfter(40)).toBe(900_000);
		for (let mistake = 1; mistake <= 4; mistake += 1) await attempt(collector, 'pas celui-là, non');
		firm.wait(2 * 86_400_000);
		for (let mistake = 1; mistake <= 3; mistake += 1) await attempt(collector, 'pas celui-là, non');
		expect(await attempt(collector)).toMatchObject({ ok: true });
	});

	it('lets in a collector while someone elsewhere tries his account, also on the same network with a known phone', async () => {
		const phone = await opened(collector);
		for (let mistake = 1; mistake <= 5; mistake += 1) await attempt(collector, 'devine', '203.0.113.200');
		expect(await attempt(collector)).toMatchObject({ error: { code: 'sign-in-delayed' } });
		expect(await attempt(collector, PASSWORD, '198.51.100.1')).toMatchObject({ ok: true });
		expect(await attempt(collector, PASSWORD, '203.0.113.7', phone.proof)).toMatchObject({ ok: true });
	});

	it('takes no proof of another account, and no forged one', async () => {
		const other = await opened(manager);
		for (let mistake = 1; mistake <= 4; mistake += 1) await attempt(collector, 'pas celui-là, non');
		for (const proof of [other.proof, `${other.proof.slice(0, -4)}AAAA`, 'nonsense'])
			expect(await attempt(collector, PASSWORD, '203.0.113.7', proof)).toMatchObject({
				error: { code: 'sign-in-delayed' }
			});
	});

	it('leaves its trace in the audit, failures too', async () => {
		await attempt(collector, 'pas celui-là, non');
		await opened(collector);
		const rows = await firm.rows('SELECT action FROM audit WHERE org = :org ORDER BY id', { org: firm.org });
		expect(rows.map((row) => row['action'])).toEqual(['sign-in.failed', 'sign-in.opened']);
	});

	it('offers no account outside of a demo company', async () => {
		const accounts = await demoAccounts(firm.ctx);
		expect(accounts.filter(({ email }) => email === collector)).toEqual([]);
		expect(await demoAccounts({ ...firm.ctx, env: { ...firm.ctx.env, demo: false } })).toEqual([]);
	});
});

describe('a session', () => {
	it('is kept by the hash of its id alone', async () => {
		const { sessionId } = await opened(collector);
		const rows = await firm.rows('SELECT * FROM session WHERE org = :org', { org: firm.org });
		expect(rows).toHaveLength(1);
		expect(rows[0]?.['id_hash']).toBe(await sha256Hex(sessionId));
		expect(JSON.stringify(rows)).not.toContain(sessionId);
	});

	it('of a collector and of a manager live side by side and are read in one trip', async () => {
		const [field, office] = [await opened(collector), await opened(manager)];
		const before = firm.trips();
		const read = await readSessions(firm.ctx, { field: field.sessionId, office: office.sessionId });
		expect(firm.trips() - before).toBe(1);
		expect(read.field?.user.email).toBe(collector);
		expect(read.office?.user.email).toBe(manager);
	});

	it('opens only its own app, and no cookie costs no trip', async () => {
		const { sessionId } = await opened(collector);
		expect(await readSessions(firm.ctx, { field: undefined, office: sessionId })).toEqual({
			field: null,
			office: null
		});
		const before = firm.trips();
		expect(await readSessions(firm.ctx, { field: undefined, office: undefined })).toEqual({
			field: null,
			office: null
		});
		expect(firm.trips()).toBe(before);
	});

	it('ends when its time is over, however much it was used', async () => {
		const { sessionId } = await opened(manager);
		firm.wait(SESSION_MS.office - 1);
		expect((await readSessions(firm.ctx, { field: undefined, office: sessionId })).office).not.toBeNull();
		firm.wait(1);
		expect((await readSessions(firm.ctx, { field: undefined, office: sessionId })).office).toBeNull();
	});

	it('ends at sign-out, and a made-up id opens nothing', async () => {
		const { sessionId } = await opened(manager);
		await closeSession(firm.ctx, sessionId);
		expect((await readSessions(firm.ctx, { field: undefined, office: sessionId })).office).toBeNull();
		expect((await readSessions(firm.ctx, { field: 'made up', office: undefined })).field).toBeNull();
	});

	it('ends when the user is disabled or changes to the other app', async () => {
		const { sessionId } = await opened(manager);
		await firm.change(`UPDATE user SET role = 'collector' WHERE email = '${manager}'`);
		expect((await readSessions(firm.ctx, { field: sessionId, office: sessionId })).office).toBeNull();
		await firm.change(`UPDATE user SET role = 'manager', disabled_ms = 1 WHERE email = '${manager}'`);
		expect((await readSessions(firm.ctx, { field: undefined, office: sessionId })).office).toBeNull();
	});

	it('ends with all others of the user, or with the device it belongs to', async () => {
		const [first, second] = [await opened(collector), await opened(collector)];
		const device = v.parse(deviceIdSchema, uuidV7(1, firm.ctx.random));
		await firm.ctx.db.writeBatch([
			linkSessionToDevice(firm.org, await sha256Hex(first.sessionId), device),
			revokeDeviceSessions(firm.org, device)
		]);
		expect((await readSessions(firm.ctx, { field: first.sessionId, office: undefined })).field).toBeNull();
		const read = await readSessions(firm.ctx, { field: second.sessionId, office: undefined });
		if (!read.field) throw new Error('the other session ended too');
		await firm.ctx.db.writeBatch([revokeSessions(firm.org, read.field.user.id)]);
		expect((await readSessions(firm.ctx, { field: second.sessionId, office: undefined })).field).toBeNull();
	});
});
