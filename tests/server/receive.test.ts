// The sync from the server's side: pushes in order, repeated, out of order, forked and forged, and what they cost in round trips.
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { checkOperation } from '../../src/lib/core/chain';
import { signedBytesOfCountersignature } from '../../src/lib/core/chain';
import { fromBase64url } from '../../src/lib/core/base64url';
import { operationSchema } from '../../src/lib/core/wire';
import { sha256, verifier } from '../../src/lib/server/signature';
import { at, company, onRound } from './fixture';

describe('a push in the common case', () => {
	test('is applied, posted, projected and comes back with the dossier, in two round trips besides the session', async () => {
		const { c, phone, d, claims } = await onRound();
		const paid = await phone.pay(at(d), at(claims), 40_000);
		const answer = await phone.sync();
		expect(c.trips()).toBe(2);
		expect(answer.push).toBe('ok');
		expect(answer.outcomes).toMatchObject([{ id: paid.header.id, seq: 1, outcome: 'applied', codes: [] }]);
		expect(answer.head).toEqual({ seq: 1, hash: paid.hash });
		expect(answer.pull).toMatchObject({ mode: 'delta', through: 1, more: false, count: 3 });
		expect(answer.pull?.dossiers.map((dossier) => dossier.state.payments[0]?.minor)).toEqual([40_000]);
		expect(await c.rows('SELECT minor, component FROM ledger WHERE org = :org')).toEqual([
			{ minor: 40_000, component: 'principal' }
		]);
		expect(await c.rows('SELECT kind, minor, holder FROM cash_movement WHERE org = :org')).toEqual([
			{ kind: 'received', minor: 40_000, holder: c.ana.user.id }
		]);
		expect(await c.rows('SELECT minor, number, hour, status FROM payment WHERE org = :org')).toEqual([
			{ minor: 40_000, number: 1, hour: 12, status: 'recorded' }
		]);
		expect(await c.count('SELECT balance_minor FROM dossier WHERE org = :org AND id = :id', { id: at(d) })).toBe(
			60_000
		);
	});

	test('stores each operation so that anyone can check it again', async () => {
		const { c, phone, d } = await onRound();
		const place = { latE6: 47_394_144, lonE6: 684_840, accuracyM: 9, ageS: 2 };
		const sent = await phone.visit(at(d), 'met', { place });
		await phone.sync();
		const [row] = await c.rows(`SELECT b.body, b.salt, p.place, p.salt AS place_salt FROM operation o
			JOIN operation_body b ON b.operation = o.id JOIN operation_place p ON p.operation = o.id WHERE o.org = :org AND o.device = '${phone.id}'`);
		const json = v.pipe(v.string(), v.parseJson());
		const beside = { body: v.parse(json, row?.['body']), place: v.parse(json, row?.['place']) };
		const again = v.parse(operationSchema, { ...sent, ...beside });
		expect(await checkOperation(again, phone.keys.publicKey, { sha256, verify: verifier() })).toBe('ok');
	});

	test('is acknowledged by a countersignature over the head that the public key of the server verifies', async () => {
		const { c, phone, d } = await onRound();
		await phone.visit(at(d));
		const { countersignature, head } = await phone.sync();
		if (!countersignature) throw new Error('not countersigned');
		expect(countersignature).toMatchObject({ device: phone.id, epoch: 1, ...head });
		const signature = fromBase64url(countersignature.sig);
		const bytes = signedBytesOfCountersignature(countersignature);
		expect(signature && (await verifier()(c.ctx.env.serverKey.publicKey, bytes, signature))).toBe(true);
	});

	test('brings the pull with the last request of a backlog, with everything that the whole backlog did', async () => {
		const { c, phone, d, claims } = await onRound();
		await phone.visit(at(d), 'met');
		await phone.pay(at(d), at(claims), 10_000);
		await phone.pay(at(d, 1), at(claims, 1), 20_000);
		const [first, second, third] = phone.outbox;
		const early = await phone.sync(phone.who, [first]);
		expect(early).toMatchObject({
			push: 'ok',
			head: { seq: 1 },
			outcomes: [{ seq: 1, outcome: 'applied' }],
			pull: null
		});
		expect(early.countersignature?.seq).toBe(1);
		expect(c.trips()).toBe(2);
		const again = await phone.sync(phone.who, [first]);
		expect(again).toMatchObject({ head: { seq: 1 }, outcomes: early.outcomes, pull: null });
		const last = await phone.sync(phone.who, [second, third]);
		expect(last.pull).toMatchObject({ through: 3, more: false });
		const changed = new Map(last.pull?.dossiers.map(({ id, state }) => [id, state]));
		expect(changed.get(at(d))).toMatchObject({ visits: [{}], payments: [{ minor: 10_000 }] });
		expect(changed.get(at(d, 1))).toMatchObject({ payments: [{ minor: 20_000 }] });
		expect((await phone.sync(phone.who, [first])).pull).not.toBeNull();
	});

	test('a sync with nothing new reads twice at most, writes nothing and is under 1 KB both ways', async () => {
		const { c, phone } = await onRound();
		await phone.sync();
		c.trips();
		const before = await c.count('SELECT rev FROM meta WHERE org = :org');
		c.trips();
		const answer = await phone.sync();
		expect(c.trips()).toBe(1);
		expect(await c.count('SELECT rev FROM meta WHERE org = :org')).toBe(before);
		expect(JSON.stringify(phone.request()).length).toBeLessThan(1_024);
		expect(JSON.stringify(answer).length).toBeLessThan(1_024);
		expect(answer.pull).toMatchObject({ mode: 'delta', dossiers: [], rounds: [], removed: [] });
	});
});

describe('a push whose dossiers are more than one answer of the database may hold', () => {
	test('is stored as far as there is room, and the rest when it is sent again', async () => {
		const { c, phone, d, claims } = await onRound();
		const long = JSON.stringify(Array.from({ length: 25_000 }, () => ({ note: 'x'.repeat(90) })));
		for (const id of d.slice(0, 2))
			await c.write(
				`UPDATE dossier SET state = json_set(state, '$.visits', json('${long}')) WHERE org = :org AND id = '${id}'`
			);
		await phone.pay(at(d), at(claims), 10_000);
		await phone.pay(at(d, 1), at(claims, 1), 20_000);
		await phone.visit(at(d, 2), 'met');
		const answer = await phone.sync();
		expect(answer).toMatchObject({ push: 'ok', head: { seq: 2 }, pull: null });
		expect(answer.outcomes.map(({ seq, outcome }) => [seq, outcome])).toEqual([
			[1, 'applied'],
			[2, 'applied']
		]);
		const stored = 'SELECT COUNT(*) FROM operation WHERE org = :org AND device = :device';
		expect(await c.count(stored, { device: phone.id })).toBe(2);
		for (const id of d.slice(0, 2))
			await c.write(
				`UPDATE dossier SET state = json_set(state, '$.visits', json('[]')) WHERE org = :org AND id = '${id}'`
			);
		expect(await phone.sync()).toMatchObject({ head: { seq: 3 }, outcomes: [{ seq: 3, outcome: 'applied' }] });
		expect(await c.count('SELECT SUM(minor) FROM ledger WHERE org = :org')).toBe(30_000);
	});
});

describe('the same operations again', () => {
	test('a payment sent twice is counted once and gets the same outcome', async () => {
		const { c, phone, d, claims } = await onRound();
		const paid = await phone.pay(at(d), at(claims), 40_000);
		const first = await phone.sync();
		const second = await phone.sync(phone.who, [paid]);
		expect(second.outcomes).toEqual(first.outcomes);
		expect(second.push).toBe('ok');
		expect(await c.count('SELECT SUM(minor) FROM ledger WHERE org = :org')).toBe(40_000);
	});

	test('an answer that was lost changes nothing: the next push finds the outcome', async () => {
		const { c, phone, d, claims } = await onRound();
		const paid = await phone.pay(at(d), at(claims), 40_000);
		c.meddle(null, (body) => body.includes('INSERT INTO operation '));
		await expect(phone.sync()).rejects.toThrow();
		c.meddle(null);
		await phone.visit(at(d), 'met');
		const answer = await phone.sync();
		expect(answer.outcomes.map(({ seq, outcome }) => [seq, outcome])).toEqual([
			[1, 'applied'],
			[2, 'applied']
		]);
		expect(answer.outcomes[0]?.id).toBe(paid.header.id);
		expect(await c.count('SELECT COUNT(*) FROM payment WHERE org = :org')).toBe(1);
	});

	test('the same operation twice in one push is one operation', async () => {
		const { c, phone, d } = await onRound();
		const visit = await phone.visit(at(d));
		const answer = await phone.sync(phone.who, [visit, visit]);
		expect(answer.push).toBe('ok');
		expect(await c.count('SELECT COUNT(*) FROM visit WHERE org = :org')).toBe(1);
	});

	test('two syncs of one push at once store it once', async () => {
		const { c, phone, d, claims } = await onRound();
		await phone.pay(at(d), at(claims), 40_000);
		const ops = [...phone.outbox];
		const answers = await Promise.all([
			phone.sync(phone.who, ops),
			phone.sync(phone.who, ops),
			phone.sync(phone.who, ops)
		]);
		for (const answer of answers) expect(answer.outcomes).toMatchObject([{ seq: 1, outcome: 'applied' }]);
		expect(await c.count('SELECT SUM(minor) FROM ledger WHERE org = :org')).toBe(40_000);
	});
});

describe('a chain that does not fit', () => {
	test('a gap is answered with the head of the server, and nothing after it is stored', async () => {
		const { c, phone, d } = await onRound();
		await phone.visit(at(d));
		await phone.sync();
		await phone.visit(at(d));
		const third = await phone.visit(at(d));
		const answer = await phone.sync(phone.who, [third]);
		expect(answer).toMatchObject({ push: 'gap', head: { seq: 1 }, outcomes: [] });
		expect(await c.count('SELECT COUNT(*) FROM visit WHERE org = :org')).toBe(1);
		expect(phone.outbox).toHaveLength(2);
		expect((await phone.sync()).push).toBe('ok');
	});

	test('a fork keeps the other branch verbatim, acknowledges nothing of it and marks the device', async () => {
		const { c, phone, d, claims } = await onRound();
		const other = phone.clone();
		await phone.visit(at(d));
		await phone.sync();
		const lost = await other.pay(at(d), at(claims), 40_000);
		const answer = await other.sync();
		expect(answer).toMatchObject({ push: 'forked', outcomes: [], head: { seq: 1, hash: phone.head.hash } });
		const [kept] = await c.rows('SELECT operation, verbatim FROM forked_operation WHERE org = :org');
		expect(kept?.['operation']).toBe(lost.header.id);
		expect(JSON.parse(String(kept?.['verbatim']))).toEqual(lost);
		expect(await c.count('SELECT forked_ms IS NOT NULL FROM device WHERE id = :id', { id: phone.id })).toBe(1);
		expect(await c.count('SELECT COUNT(*) FROM ledger WHERE org = :org')).toBe(0);
	});

	test('a fork is told each time and kept once; its device stores no more work in its chain', async () => {
		const { c, phone, d } = await onRound();
		const other = phone.clone();
		await phone.visit(at(d));
		await phone.sync();
		const lost = await other.visit(at(d));
		await other.sync(other.who, [lost]);
		await other.sync(other.who, [lost]);
		await phone.visit(at(d));
		expect((await phone.sync()).push).toBe('forked');
		expect(await c.count('SELECT COUNT(*) FROM forked_operation WHERE org = :org')).toBe(2);
		expect(await c.count('SELECT COUNT(*) FROM visit WHERE org = :org')).toBe(1);
	});
});

describe('what is not authentic', () => {
	test.each([
		['a forged signature', 'bad-signature', { sig: 'A'.repeat(86) }],
		['another hash', 'bad-hash', { hash: 'f'.repeat(64) }],
		['another body', 'bad-body-hash', { body: { round: null } }]
	])('%s is refused, kept verbatim, and the queue goes on behind it', async (_title, code, forged) => {
		const { c, phone, d } = await onRound();
		const bad = { ...(await phone.visit(at(d))), ...forged };
		phone.head = { seq: 1, hash: bad.hash };
		const good = await phone.visit(at(d), 'met');
		const answer = await phone.sync(phone.who, [bad, good]);
		expect(answer.push).toBe('ok');
		expect(answer.outcomes).toMatchObject([
			{ seq: 1, outcome: 'refused', codes: [code], rev: null },
			{ seq: 2, outcome: 'applied' }
		]);
		const [kept] = await c.rows('SELECT verbatim FROM refused_operation WHERE org = :org');
		expect(JSON.parse(String(kept?.['verbatim']))).toEqual(bad);
		const again = await phone.sync(phone.who, [bad, good]);
		expect(again.outcomes).toEqual(answer.outcomes);
	});

	test('a malformed operation is refused and the ones around it are stored', async () => {
		const { phone, d } = await onRound();
		const bad = await phone.visit(at(d));
		const good = await phone.visit(at(d), 'met');
		const answer = await phone.sync(phone.who, [{ ...bad, header: { ...bad.header, at: 'yesterday' } }, good]);
		expect(answer.outcomes).toMatchObject([{ outcome: 'refused', codes: ['malformed'] }, { outcome: 'applied' }]);
	});

	test('an operation in the name of someone else is refused: identity comes from the device', async () => {
		const { c, phone, d } = await onRound();
		await phone.visit(at(d), 'met', { actor: c.ben.user.id });
		expect((await phone.sync()).outcomes).toMatchObject([{ outcome: 'refused', codes: ['foreign-identity'] }]);
	});

	test('an operation in the name of another organisation is refused, and blocks nothing', async () => {
		const { phone, d } = await onRound();
		await phone.visit(at(d), 'met', { org: (await company(0)).org });
		await phone.visit(at(d), 'met');
		expect((await phone.sync()).outcomes).toMatchObject([
			{ outcome: 'refused', codes: ['foreign-identity'] },
			{ outcome: 'applied' }
		]);
	});

	test('a forgery at a place that is taken forks nothing', async () => {
		const { c, phone, d } = await onRound();
		const first = await phone.visit(at(d));
		await phone.sync();
		const answer = await phone.sync(phone.who, [{ ...first, hash: 'e'.repeat(64) }]);
		expect(answer).toMatchObject({ push: 'ok', head: { seq: 1, hash: first.hash } });
		expect(await c.count('SELECT forked_ms IS NULL FROM device WHERE id = :id', { id: phone.id })).toBe(1);
		const kept = await c.rows('SELECT seq, standing FROM forked_operation WHERE org = :org');
		expect(kept).toMatchObject([{ seq: 1, standing: 'bad-hash' }]);
	});

	test('what is stored, sent again under another number, forks nothing', async () => {
		const { c, phone, d } = await onRound();
		const stored = await phone.visit(at(d));
		await phone.sync();
		const moved = { ...stored, header: { ...stored.header, seq: 700 }, body: { note: 'Faux' } };
		expect(await phone.sync(phone.who, [moved])).toMatchObject({ push: 'ok', head: { seq: 1 } });
		expect(await phone.sync(null, [moved])).toMatchObject({ push: 'stopped' });
		expect(await c.count('SELECT forked_ms IS NULL FROM device WHERE id = :id', { id: phone.id })).toBe(1);
		const kept = await c.rows('SELECT seq, standing FROM forked_operation WHERE org = :org');
		expect(kept).toEqual([{ seq: 700, standing: 'bad-hash' }]);
	});

	test('a forgery that copied a hash does not stand in the way of the authentic operation', async () => {
		const { c, phone, d } = await onRound();
		const real = await phone.visit(at(d));
		expect((await phone.sync(phone.who, [{ ...real, sig: 'A'.repeat(86) }])).push).toBe('ok');
		expect((await phone.sync(phone.who, [real])).push).toBe('forked');
		expect((await phone.sync(phone.who, [{ ...real, bodySalt: 'A'.repeat(22) }])).push).toBe('forked');
		const kept = await c.rows('SELECT standing, verbatim FROM forked_operation WHERE org = :org');
		expect(kept.map(({ standing, verbatim }) => [standing, JSON.parse(String(verbatim))])).toEqual([['ok', real]]);
		expect(await c.count('SELECT COUNT(*) FROM refused_operation WHERE org = :org')).toBe(1);
	});

	test('a branch is kept beside a forgery that bore its hash before', async () => {
		const { c, phone, d } = await onRound();
		const other = phone.clone();
		await phone.visit(at(d));
		await phone.sync();
		const lost = await other.visit(at(d));
		await phone.sync(phone.who, [{ ...lost, sig: 'A'.repeat(86) }]);
		expect((await other.sync(other.who, [lost])).push).toBe('forked');
		const kept = await c.rows('SELECT standing FROM forked_operation WHERE org = :org AND hash = :hash ORDER BY id', {
			hash: lost.hash
		});
		expect(kept.map(({ standing }) => standing)).toEqual(['bad-signature', 'ok']);
	});
});
