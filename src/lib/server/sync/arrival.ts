// What arrived from a device, operation by operation: one that cannot be read is still something that must be kept.
import * as v from 'valibot';
import { checkOperation, type Authenticity, type CheckPorts } from '$lib/core/chain';
import { operationIdSchema, type DossierId, type OperationId, type RoundId, type UserId } from '$lib/core/ids';
import { actOf } from '$lib/core/act';
import type { Act } from '$lib/core/operation';
import type { Refusal } from '$lib/core/refusal';
import { err, type Result } from '$lib/core/result';
import { refusal } from '$lib/core/refusal';
import {
	headSchema,
	MAX_BODY_BYTES,
	MAX_PUSH_OPERATIONS,
	operationSchema,
	syncRequestSchema,
	type Operation,
	type PublicKey
} from '$lib/core/wire';
import { cashWantedBy, type CashWanted } from '../db/cash-book';

/** The least that an operation must say of itself so that the chain can go on behind it. */
const outlineSchema = v.object({
	header: v.object({ id: operationIdSchema, seq: v.pipe(headSchema.entries.seq, v.minValue(1)) }),
	hash: headSchema.entries.hash
});

/** The request with its operations still unread: a bad one must not refuse the others. What a newer phone adds is let pass. */
export const envelopeSchema = v.object({
	...syncRequestSchema.entries,
	ops: v.pipe(v.array(v.unknown()), v.maxLength(MAX_PUSH_OPERATIONS))
});
export type Envelope = v.InferOutput<typeof envelopeSchema>;

export type Arrival = {
	readonly id: OperationId;
	readonly seq: number;
	readonly hash: string;
	/** Null when it is not an operation of this version of the wire. */
	readonly operation: Operation | null;
	/** The act, or why it cannot be read; a forged one is never looked at. */
	readonly act: Result<Act, Refusal>;
	/** The body as it is stored; empty when the operation cannot be read. */
	readonly bodyText: string;
	/** What came, for the table of what was refused or forked. */
	readonly raw: unknown;
};

/** Why an arrival is not an authentic operation of its device. */
export type Standing = Authenticity | 'malformed' | 'foreign-identity';

/** Reads the operations of an envelope; null when one does not even say its id, seq and hash. */
export function readArrivals(ops: readonly unknown[]): readonly Arrival[] | null {
	const arrivals: Arrival[] = [];
	for (const op of ops) {
		const read = v.safeParse(operationSchema, op);
		if (read.success) {
			arrivals.push(arrivalOf(read.output));
			continue;
		}
		const outline = v.safeParse(outlineSchema, op);
		if (!outline.success) return null;
		const { header, hash } = outline.output;
		const act = err(refusal('malformed'));
		arrivals.push({ id: header.id, seq: header.seq, hash, operation: null, act, bodyText: '', raw: op });
	}
	return arrivals;
}

/** The arrival of an operation that is well formed. */
export function arrivalOf(operation: Operation): Arrival {
	const { header, hash, body } = operation;
	const bodyText = JSON.stringify(body);
	const bytes = bodyBytes(bodyText);
	const act = bytes > MAX_BODY_BYTES ? err(refusal('body-too-large', { bytes })) : actOf(operation);
	return { id: header.id, seq: header.seq, hash, operation, act, bodyText, raw: operation };
}

/** Checks the hashes and the signature of an arrival by a key. */
export const authenticityOf = async (
	{ operation }: Arrival,
	key: PublicKey,
	ports: CheckPorts
): Promise<Authenticity | 'malformed'> => (operation ? checkOperation(operation, key, ports) : 'malformed');

/** Says whether an authentic arrival is what its device's row says it must be; never what it says of itself. */
export function isOwn(
	{ operation }: Arrival,
	device: { readonly id: string; readonly org: string },
	actor: UserId
): boolean {
	const header = operation?.header;
	return header?.org === device.org && header.device === device.id && header.actor === actor;
}

/** What the judge must have read before: the places in the chain, and the dossiers, rounds and collectors that acts name. */
export type Wanted = {
	readonly places: readonly (readonly [id: OperationId, seq: number])[];
	readonly judged: readonly DossierId[];
	readonly planned: readonly DossierId[];
	readonly rounds: readonly RoundId[];
	readonly collectors: readonly UserId[];
	/** Operations that were decided about. */
	readonly reviewed: readonly OperationId[];
	readonly cash: CashWanted | null;
};

/** What judging these arrivals wants to know. */
export function wantedBy(arrivals: readonly Arrival[]): Wanted {
	const acts = arrivals.flatMap(({ act }) => (act.ok ? [act.value] : []));
	return { ...wantedByActs(acts), places: arrivals.map(({ id, seq }) => [id, seq]) };
}

/** What judging these acts wants to know, before they have a place in a chain. */
export function wantedByActs(acts: readonly Act[]): Wanted {
	const judged = new Set<DossierId>();
	const planned = new Set<DossierId>();
	const rounds = new Set<RoundId>();
	const collectors = new Set<UserId>();
	const reviewed = new Set<OperationId>();
	for (const { kind, dossier, body } of acts) {
		if (dossier) judged.add(dossier);
		if (kind === 'round.started' || kind === 'round.closed' || kind === 'round.published') rounds.add(body.round);
		if (kind === 'review.decided') reviewed.add(body.operation);
		if (kind !== 'round.published') continue;
		collectors.add(body.collector);
		for (const stop of body.stops) planned.add(stop.dossier);
	}
	return {
		places: [],
		judged: [...judged],
		planned: [...planned],
		rounds: [...rounds],
		collectors: [...collectors],
		reviewed: [...reviewed],
		cash: cashWantedBy(acts)
	};
}

const bodyBytes = (text: string): number =>
	text.length * 3 <= MAX_BODY_BYTES ? text.length : new TextEncoder().encode(text).length;
