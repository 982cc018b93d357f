// The sync from the server's side: every outcome, every bad input, and what each costs in round trips.
import { describe, expect, test } from 'vitest';
import { checkOperation } from '../../src/lib/core/chain';
import { signedBytesOfCountersignature } from '../../src/lib/core/chain';
import { dossierIdSchema, organisationIdSchema } from '../../src/lib/core/ids';
import { fromBase64url } from '../../src/lib/core/receipt-token';
import { addDays, instant } from '../../src/lib/core/time';
import { EMPTY_HEAD, GENESIS_HASH } from '../../src/lib/core/wire';
import { countersign } from '../../src/lib/server/keys';
import { receive } from '../../src/lib/server/sync/receive';
import { actInOffice } from '../../src/lib/server/office/act';
import { sha256, verifier } from '../../src/lib/server/signature';
import { company, newId, OWED, TODAY, type Company, type Phone } from './fixture';

/** Ana's phone after its first sync, with every dossier of the company on today's round. */
async function onRound(
	size = 3
): Promise<{ c: Company; phone: Phone; d: Company['dossiers']; claims: Company['claims'] }> {
	const c = await company(size);
	await c.publish(c.ana, c.dossiers);
	const phone = await c.phone(c.ana);
	await phone.syncAll();
	c.trips();
	return { c, phone, d: c.dossiers, claims: c.claims };
}

const at = <T>(list: readonly T[], index = 0): T => {
	const item = list[index];
	if (item === undefined) throw new Error(`nothing at ${index}`);
	return item;
};

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
		const again = { ...sent, body: JSON.parse(String(row?.['body'])), place: JSON.parse(String(row?.['place'])) };
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

	test('a forgery at a place that is taken forks nothing', async () => {
		const { c, phone, d } = await onRound();
		const first = await phone.visit(at(d));
		await phone.sync();
		const answer = await phone.sync(phone.who, [{ ...first, hash: 'e'.repeat(64) }]);
		expect(answer).toMatchObject({ push: 'ok', head: { seq: 1, hash: first.hash } });
		expect(await c.count('SELECT forked_ms IS NULL FROM device WHERE id = :id', { id: phone.id })).toBe(1);
	});
});

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
		if (what === 'wrong century') await phone.promise(at(d), 100, '0202-03-04' as typeof TODAY);
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

	test.each([[null], ['text'], [{}], [{ wire: 2 }], [{ ops: [{}] }]])('%j is malformed', async (request) => {
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
