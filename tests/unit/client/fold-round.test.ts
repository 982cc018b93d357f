// A round on the phone says at once what its collector did, before any server knows of it.
import { describe, expect, test } from 'vitest';
import { closeRound } from '$lib/client/actions/close-round';
import { startRound } from '$lib/client/actions/start-round';
import { PhoneReader } from '$lib/client/state/phone-reader';
import { load, makeDossier, makePhone, makeRound, makeWorld } from './phone-fixture';

async function statusAfter(...acts: readonly ('start' | 'close')[]) {
	const phone = await makePhone(makeWorld());
	const dossier = makeDossier();
	const round = makeRound(phone, [dossier]);
	await load(phone, [dossier], [round]);
	for (const act of acts) {
		const saved = act === 'start' ? await startRound(phone, round.id) : await closeRound(phone, round.id);
		expect(saved.ok).toBe(true);
	}
	const read = await new PhoneReader(phone).read();
	if (!read.ok) throw new Error(read.error.code);
	return read.value.rounds[0]?.status;
}

describe('a round on the phone', () => {
	test('is published until the collector leaves', async () => {
		expect(await statusAfter()).toBe('published');
	});

	test('is under way as soon as the collector left, without a network', async () => {
		expect(await statusAfter('start')).toBe('under-way');
	});

	test('is closed as soon as the collector closed it, and stays closed', async () => {
		expect(await statusAfter('start', 'close')).toBe('closed');
		expect(await statusAfter('close', 'start')).toBe('closed');
	});
});
