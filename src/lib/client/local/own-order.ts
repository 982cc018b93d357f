// The order of stops that a collector keeps for a round: sealed like the round, laid over what was published when rounds are read.
import * as v from 'valibot';
import type { RoundId } from '$lib/core/ids';
import { inKeptOrder, keptOrderSchema, type KeptOrder } from '$lib/core/kept-order';
import type { Round } from '$lib/core/round';
import { deleteAll } from './bulk';
import type { PhoneDatabase, StoredMeta } from './database';
import type { Phone } from './phone';
import { openJson, sealJson } from './seal';

const sealedSchema = v.object({
	sealed: v.custom<Uint8Array<ArrayBuffer>>((input) => input instanceof Uint8Array)
});
const PREFIX = 'order:';
const keyOf = (round: RoundId): string => `${PREFIX}${round}`;

/** The order kept for a round; null when there is none, or it cannot be read: the manager's is then always there. */
export async function readOrder(phone: Phone, round: RoundId): Promise<KeptOrder | null> {
	return open(phone, await phone.db.meta.get(keyOf(round)));
}

/** Keeps the order of a round, or forgets it; orders of rounds that left the phone go with it. */
export async function writeOrder(phone: Phone, round: RoundId, kept: KeptOrder | null): Promise<void> {
	const { db, keys, ports } = phone;
	const key = keyOf(round);
	const value = kept && { sealed: await sealJson(ports, keys.snapshots, key, kept) };
	await db.transaction('rw', [db.meta, db.rounds], async () => {
		const rounds = new Set((await db.rounds.toCollection().primaryKeys()).map((id) => `${PREFIX}${id}`));
		const known = await db.meta.where('key').startsWith(PREFIX).primaryKeys();
		await deleteAll(
			db.meta,
			known.filter((each) => each === key || !rounds.has(each))
		);
		if (value) await db.meta.put({ key, value });
	});
}

/** Forgets every kept order, inside the caller's transaction on `meta`. */
export const forgetOrders = ({ meta }: PhoneDatabase): PromiseLike<number> =>
	meta.where('key').startsWith(PREFIX).delete();

/** Rounds with their stops as their collector goes through them. */
export async function inOwnOrder(phone: Phone, rounds: readonly Round[]): Promise<readonly Round[]> {
	const records = await phone.db.meta.bulkGet(rounds.map(({ id }) => keyOf(id)));
	if (records.every((record) => record === undefined)) return rounds;
	const kept = await Promise.all(records.map((record) => open(phone, record)));
	return rounds.map((round, index) => ({ ...round, stops: [...inKeptOrder(round.stops, kept[index] ?? null)] }));
}

async function open(phone: Phone, record: StoredMeta | undefined): Promise<KeptOrder | null> {
	const parsed = v.safeParse(sealedSchema, record?.value);
	if (!record || !parsed.success) return null;
	const { sealed } = parsed.output;
	const opened = await openJson(phone.ports, phone.keys.snapshots, record.key, sealed, keptOrderSchema);
	return opened.ok ? opened.value : null;
}
