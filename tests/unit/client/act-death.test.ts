// A phone that dies while saving an act, at every step: the act is whole or nothing of it is.
import { describe, expect, it } from 'vitest';
import { recordPayment } from '$lib/client/actions/record-payment';
import { writeDraft } from '$lib/client/local/drafts';
import type { Phone } from '$lib/client/local/phone';
import { webCrypto } from '$lib/client/local/web-crypto';
import type { CryptoPort } from '$lib/client/ports';
import { cash } from './acts-fixture';
import { load, makeDossier, makePhone, makeWorld } from './phone-fixture';

/** Everything that is stored, for comparing before and after a death. */
const contents = async ({ db }: Phone) => ({
	head: (await db.device.get('device'))?.head,
	receipt: (await db.device.get('device'))?.receipt,
	outbox: await db.outbox.toCollection().primaryKeys(),
	drafts: await db.drafts.toCollection().primaryKeys()
});

describe('a phone that dies while saving', () => {
	it('holds all of the act or nothing of it, at every step before the end', async () => {
		const steps = await countSteps();
		expect(steps).toBeGreaterThan(5);
		for (let step = 1; step <= steps; step += 1) {
			const { phone, dossier, die } = await mortalPhone();
			const before = await contents(phone);
			die(step);
			// What cannot be opened any more is refused; everything else ends there.
			const died = await recordPayment(phone, cash(dossier, 5_000, { draft: 'pay:1' })).catch(() => null);
			expect(died?.ok ?? false).toBe(false);
			expect(await contents(phone)).toEqual(before);
			die(0);
			// The next start goes on where it was: same number, same seq, and the draft is still there to be saved.
			const again = await recordPayment(phone, cash(dossier, 5_000, { draft: 'pay:1' }));
			expect(again).toMatchObject({ ok: true, value: { seq: 1, receipt: 'Q-2026-T03-000001' } });
		}
	});

	it('holds nothing when a write inside the transaction fails', async () => {
		for (const table of ['outbox', 'device', 'drafts'] as const) {
			const phone = await makePhone(makeWorld());
			const dossier = makeDossier();
			await load(phone, [dossier]);
			await writeDraft(phone, 'pay:1', { amount: '50' });
			const before = await contents(phone);
			const fail = () => {
				throw new Error('dies');
			};
			phone.db[table].hook('creating', fail);
			phone.db[table].hook('updating', fail);
			phone.db[table].hook('deleting', fail);
			await expect(recordPayment(phone, cash(dossier, 5_000, { draft: 'pay:1' }))).rejects.toThrow();
			for (const event of ['creating', 'updating', 'deleting'] as const) phone.db[table].hook(event).unsubscribe(fail);
			expect(await contents(phone)).toEqual(before);
		}
	});

	it('says that the storage is full instead of "saved"', async () => {
		const phone = await makePhone(makeWorld());
		const dossier = makeDossier();
		await load(phone, [dossier]);
		phone.db.outbox.hook('creating', () => {
			throw new DOMException('full', 'QuotaExceededError');
		});
		expect(await recordPayment(phone, cash(dossier, 5_000))).toMatchObject({
			ok: false,
			error: { code: 'storage-full' }
		});
	});
});

/** A phone whose n-th use of cryptography or the clock after `die(n)` throws, as if the process ended there. */
async function mortalPhone() {
	let left = 0;
	let used = 0;
	const step = () => {
		used += 1;
		if (left > 0 && (left -= 1) === 0) throw new Error('dies');
	};
	const real = webCrypto();
	const crypto: CryptoPort = {
		...real,
		sha256: async (bytes) => (step(), real.sha256(bytes)),
		sign: async (key, bytes) => (step(), real.sign(key, bytes)),
		seal: async (key, nonce, context, bytes) => (step(), real.seal(key, nonce, context, bytes)),
		open: async (key, nonce, context, sealed) => (step(), real.open(key, nonce, context, sealed))
	};
	const world = makeWorld({ crypto });
	const phone = await makePhone(world);
	const dossier = makeDossier();
	await load(phone, [dossier]);
	await writeDraft(phone, 'pay:1', { amount: '50' });
	return {
		phone,
		dossier,
		die: (after: number) => {
			left = after;
			used = 0;
		},
		used: () => used
	};
}

async function countSteps(): Promise<number> {
	const { phone, dossier, die, used } = await mortalPhone();
	die(0);
	await recordPayment(phone, cash(dossier, 5_000));
	return used();
}
