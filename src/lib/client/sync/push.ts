// The way up: which own operations go next, and what an answer says about them.
import { signedBytesOfCountersignature } from '$lib/core/chain';
import type { OperationId } from '$lib/core/ids';
import { fromBase64url } from '$lib/core/base64url';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import {
	MAX_PUSH_BYTES,
	MAX_PUSH_OPERATIONS,
	type Countersignature,
	type Operation,
	type SyncAnswer
} from '$lib/core/wire';
import { putAll } from '../local/bulk';
import type { StoredOutbox } from '../local/database';
import { openOperation, readChain, setAsideUnsent } from '../local/outbox';
import type { Phone } from '../local/phone';
import type { DeviceRecord, OutboxRecord } from '../local/records';

/** Room for what surrounds the operations in a request. */
const ENVELOPE_BYTES = 8_192;

export type Chunk = {
	readonly ops: readonly Operation[];
	readonly ids: ReadonlySet<OperationId>;
	/** Own operations remain after this chunk. */
	readonly more: boolean;
};

/** The next own operations after a seq, in order, as many as one request may hold: at most `most`. */
export async function nextChunk(
	phone: Phone,
	device: DeviceRecord,
	after: number,
	most = MAX_PUSH_OPERATIONS
): Promise<Result<Chunk, Refusal>> {
	const { records, broken } = await readChain(phone, device.id, after + 1, most);
	const ops: Operation[] = [];
	let room = MAX_PUSH_BYTES - ENVELOPE_BYTES;
	for (const record of records) {
		// A chain is sent without a hole or not at all: what follows an unreadable record waits for help.
		if (record.seq !== after + ops.length + 1) break;
		room -= record.bytes + 1;
		if (room < 0 && ops.length > 0) break;
		const opened = await openOperation(phone, record);
		if (!opened.ok) break;
		ops.push(opened.value);
	}
	if (ops.length === 0 && after < device.head.seq)
		return err(refusal('outbox-unreadable', { seq: after + 1, count: Math.max(1, broken.length) }));
	const ids = new Set(ops.map((operation) => operation.header.id));
	return ok({ ops, ids, more: after + ops.length < device.head.seq });
}

/** Says whether the server's signature over a head is genuine: 'unknown-key' when the phone does not have that key. */
export async function checkCountersignature(
	phone: Phone,
	device: DeviceRecord,
	signed: Countersignature
): Promise<'genuine' | 'forged' | 'unknown-key'> {
	const key = device.serverKeys.find((candidate) => candidate.kid === signed.kid);
	if (!key) return 'unknown-key';
	const { sig, ...fields } = signed;
	const signature = fromBase64url(sig);
	if (!signature || signed.device !== device.id || signed.org !== device.organisation.id) return 'forged';
	return (await phone.ports.crypto.verify(key.publicKey, signedBytesOfCountersignature(fields), signature))
		? 'genuine'
		: 'forged';
}

/**
 * Says whether the server's head lies on this phone's own chain. False for a head beyond it, or another operation at the same
 * seq: then the chain was continued elsewhere. What was pruned was on the chain when it was.
 */
export async function isOnChain(phone: Phone, device: DeviceRecord, head: SyncAnswer['head']): Promise<boolean> {
	if (head.seq === 0) return true;
	if (head.seq > device.head.seq) return false;
	if (head.seq === device.head.seq) return head.hash === device.head.hash;
	const { records } = await readChain(phone, device.id, head.seq, 1);
	const record = records[0];
	return record?.seq === head.seq ? record.hash === head.hash : true;
}

/** Writes what the answer says of each operation, and the signed head, in one transaction; it never adds or deletes a record. */
export async function markOutcomes(
	phone: Phone,
	device: DeviceRecord,
	answer: SyncAnswer,
	signed: Countersignature | null
): Promise<void> {
	const { db } = phone;
	const outcomes = new Map<string, SyncAnswer['outcomes'][number]>(
		answer.outcomes.map((outcome) => [outcome.id, outcome])
	);
	const covered = signed?.seq ?? 0;
	await db.transaction('rw', [db.outbox, db.meta], async () => {
		const open = await db.outbox.where('state').anyOf('on-phone', 'sent').toArray();
		const own = open.filter((record) => record.device === device.id);
		const marked = own.map((record) =>
			nextRecord(record, outcomes.get(record.id), record.seq <= covered ? answer.now : null)
		);
		await putAll(
			db.outbox,
			marked.filter((record) => record !== null)
		);
		if (signed) await db.meta.put({ key: 'ack', value: { countersignature: signed } });
	});
}

/** Marks the chain as continued elsewhere and everything that is not confirmed as needing a person. */
export async function markForked(phone: Phone, device: DeviceRecord): Promise<void> {
	const { db } = phone;
	await db.transaction('rw', [db.device, db.outbox], async () => {
		const current = await db.device.get('device');
		if (current?.id !== device.id) return;
		await db.device.put({ ...current, forked: true });
		await setAsideUnsent(db, device.id);
	});
}

/** After a restore of the server, what it lost is sent again: everything this phone kept beyond the server's head, and every file. */
export async function reopenAfter(phone: Phone, device: DeviceRecord, seq: number): Promise<void> {
	const { db } = phone;
	await db.transaction('rw', [db.outbox, db.blobs], async () => {
		// Also files of what it still has: they may have been verified after the backup.
		for (const file of await db.blobs.where('state').anyOf('sending', 'refused', 'verified').toArray())
			await db.blobs.put({ ...file, state: 'waiting', sent: 0, code: null });
		const later = await db.outbox
			.where('[device+seq]')
			.between([device.id, seq + 1], [device.id, Infinity])
			.toArray();
		for (const record of later)
			await db.outbox.put({ ...record, state: 'on-phone', outcome: null, codes: [], confirmedMs: null });
	});
}

function nextRecord(
	record: StoredOutbox,
	outcome: SyncAnswer['outcomes'][number] | undefined,
	confirmedMs: number | null
): StoredOutbox | null {
	if (!outcome && confirmedMs === null) return null;
	const setAside = outcome?.outcome === 'quarantined' || outcome?.outcome === 'refused';
	const settled: OutboxRecord['state'] = confirmedMs === null ? 'sent' : 'confirmed';
	return {
		...record,
		state: setAside ? 'attention' : settled,
		outcome: outcome?.outcome ?? record.outcome,
		codes: outcome?.codes ?? record.codes,
		confirmedMs
	};
}
