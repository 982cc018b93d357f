// The order of a round on the phone: sealed, read back with the rounds, gone with its round, and never an obstacle.
import { expect, test } from 'vitest';
import { inOwnOrder, readOrder, writeOrder } from '$lib/client/local/own-order';
import { sealRound } from '$lib/client/local/snapshot';
import { PhoneReader } from '$lib/client/state/phone-reader';
import type { KeptOrder } from '$lib/core/kept-order';
import { dossierId, roundId, TODAY, ANA } from '../core/fixture';
import type { Round } from '$lib/core/round';
import { makePhone, makeWorld } from './phone-fixture';

const round = (number: number, stops: readonly number[]): Round => ({
	id: roundId(number),
	rev: 1,
	day: TODAY,
	collector: ANA,
	status: 'published',
	target: 100_000,
	currency: 'EUR',
	stops: stops.map((stop) => ({ dossier: dossierId(stop), pinned: false, window: null, override: null }))
});
const kept: KeptOrder = {
	by: 'hand',
	order: [3, 1, 2].map(dossierId),
	pins: { [dossierId(1)]: true },
	windows: { [dossierId(2)]: { from: 540, to: 600 } },
	stay: null
};
const order = (rounds: readonly Round[]) => rounds.map(({ stops }) => stops.map(({ dossier }) => dossier));

async function phoneWithRounds(...rounds: readonly Round[]) {
	const phone = await makePhone(makeWorld());
	for (const each of rounds) await phone.db.rounds.put(await sealRound(phone, each));
	return phone;
}

test('survives a restart, and every reading of the phone goes by it', async () => {
	const phone = await phoneWithRounds(round(1, [1, 2, 3]));
	await writeOrder(phone, roundId(1), kept);
	expect(await readOrder(phone, roundId(1))).toEqual(kept);
	const read = await new PhoneReader(phone).read();
	expect(read.ok && order(read.value.rounds)).toEqual([kept.order]);
});

test('stays when the round is published anew with other stops', async () => {
	const phone = await phoneWithRounds(round(1, [1, 2, 3]));
	await writeOrder(phone, roundId(1), kept);
	await phone.db.rounds.put(await sealRound(phone, { ...round(1, [1, 4, 3]), rev: 2 }));
	const read = await new PhoneReader(phone).read();
	expect(read.ok && order(read.value.rounds)).toEqual([[3, 1, 4].map(dossierId)]);
});

test('names no dossier in clear', async () => {
	const phone = await phoneWithRounds(round(1, [1, 2, 3]));
	await writeOrder(phone, roundId(1), kept);
	const record = await phone.db.meta.get(`order:${roundId(1)}`);
	expect(record).toBeDefined();
	expect(JSON.stringify(record)).not.toContain(dossierId(1));
	expect(JSON.stringify(record)).not.toContain('windows');
});

test('is forgotten when it is given up, and with its round', async () => {
	const phone = await phoneWithRounds(round(1, [1, 2, 3]), round(2, [1, 2]));
	await writeOrder(phone, roundId(1), kept);
	await writeOrder(phone, roundId(2), kept);
	await phone.db.rounds.delete(roundId(1));
	await writeOrder(phone, roundId(2), null);
	expect(await phone.db.meta.where('key').startsWith('order:').count()).toBe(0);
});

test('that cannot be read leaves the manager’s', async () => {
	const phone = await phoneWithRounds(round(1, [1, 2, 3]));
	for (const value of [{ sealed: Uint8Array.of(1, 2, 3) }, { sealed: 'text' }, null, 'order']) {
		await phone.db.meta.put({ key: `order:${roundId(1)}`, value });
		expect(await readOrder(phone, roundId(1))).toBeNull();
		expect(order(await inOwnOrder(phone, [round(1, [1, 2, 3])]))).toEqual([[1, 2, 3].map(dossierId)]);
	}
});
