// Sends what a demo phone did to the server's own door, a few hundred operations at a time.
import * as v from 'valibot';
import type { Result } from '$lib/core/result';
import type { Refusal } from '$lib/core/refusal';
import { instant, type Instant } from '$lib/core/time';
import { EMPTY_HEAD, WIRE_VERSION, type Head, type Operation, type Place, type SyncAnswer } from '$lib/core/wire';
import type { Act } from '$lib/core/operation';
import type { ServerContext } from '$lib/server/context';
import { statement } from '$lib/server/db/connection';
import { readRow } from '$lib/server/db/read-rows';
import { receive } from '$lib/server/sync/receive';
import type { SignedIn } from '../../src/app';
import { ORG, type Collector } from './company';
import { signAct, type PhoneKey } from './phone';

const CHUNK = 250;

/** A phone of the demo as the server knows it. */
export type ChainEnd = { readonly head: Head; readonly receipt: { readonly year: number; readonly number: number } };

/** Where the chain of a phone ends on the server: an interrupted start goes on from there. */
export async function chainEnd({ db }: ServerContext, { device }: Collector): Promise<ChainEnd> {
	const [found] = await db.readBatch([
		statement(ORG, 'SELECT seq, hash, receipt_year, receipt_number FROM device WHERE org = :org AND id = :device', {
			device
		})
	]);
	const row = readRow(found, endRow);
	if (!row) throw new Error(`the demo phone ${device} is missing`);
	return { head: { seq: row.seq, hash: row.hash }, receipt: { year: row.receipt_year, number: row.receipt_number } };
}

const endRow = v.object({ seq: v.number(), hash: v.string(), receipt_year: v.number(), receipt_number: v.number() });

export type Sending = {
	readonly collector: Collector;
	readonly key: PhoneKey;
	readonly head: Head;
	readonly base: { readonly epoch: number; readonly rev: number };
	readonly acts: readonly Act[];
	readonly placeOf: (act: Act) => Place | null;
	/** The session; null appends without asking anything back. */
	readonly signedIn: SignedIn | null;
	/** How many operations the phone says it has beyond these: a phone that could not send everything. */
	readonly kept?: number;
	/** When the last chunk arrives; earlier ones arrive shortly after their last act. */
	readonly arrivesAt: Instant | null;
};

/** Signs the acts as one chain and hands them over; throws when the server finds anything wrong with them. */
export async function send(ctx: ServerContext, sending: Sending): Promise<void> {
	const { collector, key, acts, base, placeOf, signedIn, kept = 0 } = sending;
	let { head } = sending;
	for (let from = 0; from < acts.length; from += CHUNK) {
		const ops: Operation[] = [];
		const chunk = acts.slice(from, from + CHUNK);
		for (const act of chunk) {
			const chain = { org: ORG, device: collector.device, head, sign: key.sign };
			const operation = await signAct({ act, base, place: placeOf(act) }, chain, ctx.random);
			ops.push(operation);
			head = { seq: operation.header.seq, hash: operation.hash };
		}
		const isLast = from + CHUNK >= acts.length;
		const at = (isLast ? sending.arrivesAt : null) ?? instant((chunk.at(-1)?.at ?? ctx.now()) + 240_000);
		const answer = await sync(
			{ ...ctx, now: () => at },
			{
				...{ collector, signedIn, ops, epoch: base.epoch },
				head: isLast ? { ...head, seq: head.seq + kept } : head
			}
		);
		if (!answer.ok) throw new Error(`the demo's operations were refused: ${answer.error.code}`);
		const wrong = answer.value.outcomes.find(({ outcome }) => outcome !== 'applied');
		if (wrong || answer.value.push !== 'ok')
			throw new Error(`${collector.series}: ${answer.value.push} ${JSON.stringify(wrong)}`);
	}
}

/** One sync of a demo phone, as the real one does it. */
export function sync(
	ctx: ServerContext,
	asked: {
		readonly collector: Collector;
		readonly signedIn: SignedIn | null;
		readonly head: Head;
		readonly ops: readonly Operation[];
		readonly epoch: number;
	}
): Promise<Result<SyncAnswer, Refusal>> {
	return receive(ctx, asked.signedIn, {
		wire: WIRE_VERSION,
		device: asked.collector.device,
		epoch: asked.epoch,
		head: asked.head.seq === 0 ? EMPTY_HEAD : asked.head,
		countersignature: null,
		ops: asked.ops,
		cursor: null
	});
}
