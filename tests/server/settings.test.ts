// Settings and reviews: accounts and phones change with an audit, never across organisations, and a review is decided once.
import { describe, expect, test } from 'vitest';
import { readReviewsFilter } from '../../src/lib/core/reviews-filter';
import { listReviews } from '../../src/lib/server/db/reviews';
import { usersAndDevices } from '../../src/lib/server/db/people';
import { createUser, resetPassword, revokeDevice, setUserDisabled } from '../../src/lib/server/people/users';
import { verifyPassword } from '../../src/lib/server/auth/password';
import { at, company, onRound } from './fixture';

const person = (email: string) => ({
	email,
	name: 'Zoé Neuve',
	role: 'collector' as const,
	phone: '',
	cardNumber: 'C-9'
});

describe('users', () => {
	test('are created with a temporary password that opens the account', async () => {
		const c = await company(0);
		const created = await createUser(c.ctx, c.manager, person(`zoe-${c.org}@example.com`));
		if (!created.ok) throw new Error(created.error.code);
		expect(created.value).toMatch(/^([a-z0-9]{4}-){3}[a-z0-9]{4}$/);
		const [row] = await c.rows('SELECT password_hash AS hash FROM user WHERE org = :org AND name = :name', {
			name: 'Zoé Neuve'
		});
		expect(await verifyPassword(created.value, String(row?.['hash']))).toEqual({ ok: true, value: true });
		expect(await c.count("SELECT COUNT(*) FROM audit WHERE org = :org AND action = 'user.created'")).toBe(1);
	});

	test('cannot take an address that any organisation has, and nothing is left of the attempt', async () => {
		const c = await company(0);
		const other = await company(0);
		const taken = await createUser(c.ctx, c.manager, person(other.ana.user.email));
		expect(taken).toMatchObject({ error: { code: 'email-taken' } });
		expect(await c.count("SELECT COUNT(*) FROM audit WHERE org = :org AND action = 'user.created'")).toBe(0);
	});

	test('are closed and reopened by another person only, within the organisation only', async () => {
		const c = await company(0);
		const stranger = await company(0);
		expect(await setUserDisabled(c.ctx, c.manager, c.ana.user.id, true)).toMatchObject({ ok: true });
		expect(
			(await usersAndDevices(c.ctx.db, c.org)).users.find((user) => user.id === c.ana.user.id)?.disabledMs
		).not.toBeNull();
		expect(await setUserDisabled(c.ctx, c.manager, c.ana.user.id, false)).toMatchObject({ ok: true });
		expect(await setUserDisabled(c.ctx, c.manager, c.manager.user.id, true)).toMatchObject({
			error: { code: 'own-account' }
		});
		const foreign = await setUserDisabled(stranger.ctx, stranger.manager, c.ana.user.id, true);
		expect(foreign).toMatchObject({ error: { code: 'not-found' } });
		expect(await stranger.count('SELECT COUNT(*) FROM audit WHERE org = :org')).toBe(0);
	});

	test('of a demo keep their passwords; others get a new one and their sessions end', async () => {
		const c = await company(0);
		expect(await resetPassword(c.ctx, c.manager, c.ana.user.id)).toMatchObject({ error: { code: 'password-of-demo' } });
		const admin = { ...c.manager, organisation: { ...c.manager.organisation, demo: false } };
		await c.write(
			`INSERT INTO session (id_hash, org, user, app, created_ms, expires_ms) VALUES (:hash, :org, :user, 'field', 0, 9e15)`,
			{ hash: `h-${c.org}`, user: c.ana.user.id }
		);
		expect((await resetPassword(c.ctx, admin, c.ana.user.id)).ok).toBe(true);
		expect(await c.count('SELECT COUNT(*) FROM session WHERE org = :org')).toBe(0);
	});
});

test('a phone taken out of service keeps what it still sends, set aside', async () => {
	const { c, phone, d, claims } = await onRound(1);
	const stranger = await company(0);
	expect(await revokeDevice(stranger.ctx, stranger.manager, phone.id)).toMatchObject({ error: { code: 'not-found' } });
	expect(await revokeDevice(c.ctx, c.manager, phone.id)).toMatchObject({ ok: true });
	await phone.pay(at(d), at(claims), 1_000);
	const answer = await phone.sync(null);
	expect(answer.outcomes).toMatchObject([{ outcome: 'quarantined' }]);
	const { items, counts } = await listReviews(c.ctx.db, c.org, readReviewsFilter([]));
	expect(counts.open).toBe(1);
	expect(items).toMatchObject([
		{ kind: 'payment.recorded', outcome: 'quarantined', minor: 1_000, codes: ['device-revoked'] }
	]);
});
