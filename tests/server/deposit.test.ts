// Syncs that are not the common case: another write in between, no session, no sync at all, a server restored from a backup.
import { describe, expect, test } from 'vitest';
import { organisationIdSchema } from '../../src/lib/core/ids';
import { EMPTY_HEAD, GENESIS_HASH } from '../../src/lib/core/wire';
import { countersign } from '../../src/lib/server/keys';
import { receive } from '../../src/lib/server/sync/receive';
import { at, company, newId, onRound, OWED } from './fixture';

describe('between reading and writing', () => {
	test('another write to the dossier makes the push be judged again', async () => {
		const { c, phone, d, claims } = await onRound();
		await c.publish(c.ben, [at(d)]);
		const ben = await c.phone(c.ben);
		await ben.syncAll();
		await ben.pay(at(d), at(claims), 90_000);
		await phone.pay(at(d), at(claims), 40_000);
		let done = false;
		c.meddle(async (body) => {
			if (done || !body.includes('INSERT INTO guard')) return;
			done = true;
			await ben.sync();
		});
		const answer = await phone.sync();
		c.meddle(null);
		expect(answer.outcomes[0]).toMatchObject({ outcome: 'flagged' });
		expect(answer.outcomes[0]?.codes).toContain('over-balance');
		expect(
			await c.rows('SELECT component, SUM(minor) AS minor FROM ledger WHERE org = :org GROUP BY 1 ORDER BY 1')
		).toEqual([
			{ component: 'credit', minor: 30_000 },
			{ component: 'principal', minor: 100_000 }
		]);
	});

	test('another write to the chain leaves one operation in each place of it', async () => {
		const { c, phone, d } = await onRound();
		const other = phone.clone();
		const real = await phone.visit(at(d));
		const forged = { ...(await other.visit(at(d))), sig: 'A'.repeat(86) };
		let done = false;
		c.meddle(async (body) => {
			if (done || !body.includes('INSERT INTO guard')) return;
			done = true;
			await phone.sync(phone.who, [real]);
		});
		expect((await other.sync(other.who, [forged])).head).toEqual({ seq: 1, hash: real.hash });
		c.meddle(null);
		const own = { device: phone.id };
		expect(await c.count('SELECT COUNT(*) FROM operation WHERE org = :org AND device = :device', own)).toBe(1);
		expect(await c.count('SELECT COUNT(*) FROM refused_operation WHERE org = :org AND device = :device', own)).toBe(0);
		expect(await c.rows('SELECT hash, standing FROM forked_operation WHERE org = :org')).toEqual([
			{ hash: forged.hash, standing: 'bad-signature' }
		]);
	});

	test('after five writes that were faster the phone is told to come back', async () => {
		const { c, phone, d } = await onRound();
		await phone.visit(at(d));
		let busy = false;
		c.meddle(async (body) => {
			if (busy || !body.includes('INSERT INTO guard')) return;
			busy = true;
			await c.write('UPDATE dossier SET rev = rev + 1 WHERE org = :org');
			busy = false;
		});
		expect(await receive(c.ctx, c.ana, phone.request())).toMatchObject({ error: { code: 'server-busy' } });
		c.meddle(null);
		expect((await phone.sync()).outcomes).toMatchObject([{ outcome: 'applied' }]);
	});
});

describe('without a session', () => {
	test('signed operations are appended, nothing is told', async () => {
		const { c, phone, d, claims } = await onRound();
		await phone.pay(at(d), at(claims), OWED + 1);
		const answer = await phone.sync(null);
		expect(answer).toMatchObject({ push: 'ok', pull: null, head: { seq: 1 } });
		expect(answer.outcomes).toMatchObject([{ seq: 1, codes: [], rev: null }]);
		expect(answer.countersignature?.seq).toBe(1);
		expect(await c.count('SELECT SUM(minor) FROM ledger WHERE org = :org')).toBe(OWED + 1);
	});

	test('a forged operation stops the deposit and moves no head', async () => {
		const { c, phone, d } = await onRound();
		const forged = { ...(await phone.visit(at(d))), sig: 'A'.repeat(86) };
		expect(await phone.sync(null, [forged])).toMatchObject({ push: 'stopped', head: EMPTY_HEAD, outcomes: [] });
		expect(await c.count('SELECT COUNT(*) FROM refused_operation WHERE org = :org')).toBe(0);
	});

	test('nothing to deposit is a sync that needs a session', async () => {
		const { c, phone } = await onRound();
		expect(await receive(c.ctx, null, phone.request())).toMatchObject({ error: { code: 'sign-in-needed' } });
	});

	test('the session of another user of the phone only deposits', async () => {
		const { c, phone, d } = await onRound();
		await phone.visit(at(d));
		expect(await phone.sync(c.ben)).toMatchObject({ push: 'ok', pull: null });
		expect(await receive(c.ctx, c.ben, phone.request([]))).toMatchObject({ error: { code: 'not-found' } });
	});
});

describe('what is no sync', () => {
	test('an unknown device and one of another organisation are both not found', async () => {
		const { c, phone } = await onRound();
		const foreign = await company(1);
		const request = { ...phone.request([]), device: newId(organisationIdSchema) };
		expect(await receive(c.ctx, c.ana, request)).toMatchObject({ error: { code: 'not-found' } });
		expect(await receive(foreign.ctx, foreign.ana, phone.request([]))).toMatchObject({ error: { code: 'not-found' } });
	});

	test.each([[null], ['text'], [{}], [{ wire: 1 }], [{ ops: [{}] }]])('%j is malformed', async (request) => {
		const { c, phone } = await onRound();
		const sent =
			typeof request === 'object' && request && 'ops' in request ? { ...phone.request(), ...request } : request;
		expect(await receive(c.ctx, c.ana, sent)).toMatchObject({ error: { code: 'malformed' } });
	});
});

describe('a server restored from a backup', () => {
	test('is found out by the countersignature: a new epoch, a fresh snapshot, and the phone sends again what was lost', async () => {
		const { c, phone, d, claims } = await onRound();
		await phone.visit(at(d));
		await phone.sync();
		const lost = await phone.pay(at(d), at(claims), 40_000);
		// What a phone holds whose server went back: a genuine countersignature ahead of the head.
		phone.countersignature = await countersign(c.ctx.env.serverKey, {
			org: c.org,
			device: phone.id,
			epoch: 1,
			seq: 2,
			hash: lost.hash
		});
		const answer = await phone.sync(phone.who, []);
		expect(answer).toMatchObject({ epoch: 2, push: 'gap', head: { seq: 1 }, pull: { mode: 'snapshot', count: 3 } });
		const again = await phone.sync(phone.who, [lost]);
		expect(again).toMatchObject({ epoch: 2, push: 'ok', head: { seq: 2 } });
		expect(again.outcomes).toMatchObject([{ outcome: 'applied' }]);
	});

	test('is found out too where a copy of the phone has meanwhile put another operation in the place that was signed for', async () => {
		const { c, phone, d } = await onRound();
		await phone.visit(at(d));
		await phone.sync();
		const signed = await countersign(c.ctx.env.serverKey, {
			org: c.org,
			device: phone.id,
			epoch: 1,
			seq: 1,
			hash: GENESIS_HASH
		});
		phone.countersignature = signed;
		expect(await phone.sync()).toMatchObject({ epoch: 2, head: { seq: 1 }, pull: { mode: 'snapshot' } });
		phone.countersignature = signed;
		expect(await phone.sync()).toMatchObject({ epoch: 2, push: 'ok' });
	});

	test('a countersignature that the server never made opens nothing', async () => {
		const { phone, c } = await onRound();
		phone.countersignature = {
			kid: c.ctx.env.serverKey.kid,
			org: c.org,
			device: phone.id,
			epoch: 1,
			seq: 9,
			hash: GENESIS_HASH,
			sig: 'A'.repeat(86)
		};
		expect(await phone.sync()).toMatchObject({ epoch: 1, push: 'ok' });
	});
});
