// Two things that the phone checks before anything else: an answer is for this phone, and a chain goes up without a hole.
import { describe, expect, test } from 'vitest';
import { needDevice } from '$lib/client/local/phone';
import { nextChunk } from '$lib/client/sync/push';
import { syncPass } from '$lib/client/sync/pass';
import { json, newId } from './phone-fixture';
import { makeServer, pay, quiet, setting } from './server-fixture';

describe('the phone', () => {
	test('believes nothing of an answer that is for another device', async () => {
		const { world, phone, dossier } = await setting();
		await pay(phone, dossier, 1_000);
		const device = await phone.db.device.get('device');
		const answer = {
			wire: 1,
			magic: 'tournee',
			device: newId(),
			epoch: 1,
			head: device?.head,
			push: 'ok',
			outcomes: [],
			countersignature: null,
			now: 1_795_000_000_000,
			pull: null
		};
		world.answer(async () => json(answer));
		expect(await syncPass(phone, quiet)).toMatchObject({ error: { code: 'unexpected-answer' }, stored: false });
		expect(await phone.db.outbox.toArray()).toMatchObject([{ state: 'on-phone' }]);
	});

	test('sends nothing that comes after a record that cannot be read', async () => {
		const { phone, dossier } = await setting();
		await makeServer(phone);
		for (const minor of [1_000, 2_000, 3_000]) await pay(phone, dossier, minor);
		const [, second] = await phone.db.outbox.orderBy('[device+seq]').toArray();
		if (!second) throw new Error('nothing was saved');
		await phone.db.outbox.put({ ...second, hash: 'unreadable' });
		const device = await needDevice(phone);
		if (!device.ok) throw new Error(device.error.code);
		const chunk = await nextChunk(phone, device.value, 0);
		expect(chunk.ok && chunk.value.ops.map(({ header }) => header.seq)).toEqual([1]);
	});
});
