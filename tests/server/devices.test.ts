// Enrolment: one series a device, the same answer when asked again, nothing without the key.
import { describe, expect, test } from 'vitest';
import { signedBytesOfProof } from '../../src/lib/core/chain';
import { deviceIdSchema } from '../../src/lib/core/ids';
import { toBase64url } from '../../src/lib/core/base64url';
import { enrol } from '../../src/lib/server/devices';
import { signer } from '../../src/lib/server/signature';
import type { SignedIn } from '../../src/app';
import { company, keys, newId, type Keys } from './fixture';

async function request(who: SignedIn, pair: Keys, id = newId(deviceIdSchema)) {
	const proof = await signer(pair.privateKey)(signedBytesOfProof(id, pair.publicKey, who.user.id));
	return { id, publicKey: pair.publicKey, name: 'Pixel 8', proof: toBase64url(proof) };
}

describe('enrolment', () => {
	test('gives each device a series of its own, the epoch and the keys of the server', async () => {
		const c = await company(0);
		const first = await enrol(c.ctx, c.ana, await request(c.ana, await keys()));
		const second = await enrol(c.ctx, c.ana, await request(c.ana, await keys()));
		expect(first).toMatchObject({ ok: true, value: { series: 'T01', epoch: 1, recoveryKey: null } });
		expect(second).toMatchObject({ ok: true, value: { series: 'T02' } });
		const { kid, publicKey } = c.ctx.env.serverKey;
		expect(first.ok && first.value.serverKeys).toContainEqual({ kid, publicKey });
	});

	test('asked again with the same id and key answers the same, and is audited once', async () => {
		const c = await company(0);
		const asked = await request(c.ana, await keys());
		const first = await enrol(c.ctx, c.ana, asked);
		expect(await enrol(c.ctx, c.ana, asked)).toEqual(first);
		expect(await c.count('SELECT next_series FROM meta WHERE org = :org')).toBe(2);
		expect(await c.count('SELECT COUNT(*) FROM audit WHERE org = :org')).toBe(1);
	});

	test('a series that comes back after a restore, and those before it, are given to nobody else', async () => {
		const c = await company(0);
		const back = { ...(await request(c.ana, await keys())), series: 'T05' };
		expect(await enrol(c.ctx, c.ana, back)).toMatchObject({ ok: true, value: { series: 'T05' } });
		const next = await enrol(c.ctx, c.ana, await request(c.ana, await keys()));
		expect(next).toMatchObject({ ok: true, value: { series: 'T06' } });
	});

	test('an id with another key, another user or in another organisation is taken', async () => {
		const c = await company(0);
		const foreign = await company(0);
		const pair = await keys();
		const asked = await request(c.ana, pair);
		await enrol(c.ctx, c.ana, asked);
		for (const who of [c.ben, foreign.ana])
			expect(await enrol(c.ctx, who, await request(who, pair, asked.id))).toMatchObject({
				error: { code: 'device-taken' }
			});
		expect(await enrol(c.ctx, c.ana, await request(c.ana, await keys(), asked.id))).toMatchObject({
			error: { code: 'device-taken' }
		});
	});

	test('a key that was not shown to be held enrols nothing', async () => {
		const c = await company(0);
		const asked = await request(c.ana, await keys());
		expect(await enrol(c.ctx, c.ben, asked)).toMatchObject({ error: { code: 'proof-wrong' } });
		expect(await enrol(c.ctx, c.ana, { ...asked, proof: 'A'.repeat(86) })).toMatchObject({
			error: { code: 'proof-wrong' }
		});
		expect(await enrol(c.ctx, c.ana, { ...asked, name: '' })).toMatchObject({ error: { code: 'malformed' } });
		expect(await c.count(`SELECT COUNT(*) FROM device WHERE org = :org AND kind = 'field'`)).toBe(0);
	});

	test('a revoked device stays revoked', async () => {
		const c = await company(0);
		const asked = await request(c.ana, await keys());
		await enrol(c.ctx, c.ana, asked);
		await c.write('UPDATE device SET revoked_ms = 1 WHERE org = :org AND id = :id', { id: asked.id });
		expect(await enrol(c.ctx, c.ana, asked)).toMatchObject({ error: { code: 'device-revoked' } });
	});
});
