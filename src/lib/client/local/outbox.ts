// The own operations of this phone: sealed, in the order of the chain, kept until I5 lets them go.
import * as v from 'valibot';
import type { DeviceId, DossierId, OperationId } from '$lib/core/ids';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, type Result } from '$lib/core/result';
import { operationSchema, type Operation } from '$lib/core/wire';
import { utf8 } from './bytes';
import type { PhoneDatabase, StoredOutbox } from './database';
import type { Phone } from './phone';
import { outboxRecordSchema, type OutboxRecord } from './records';
import { openJson, outboxPlace, sealBytes } from './seal';

/** Days that an acknowledged operation stays on the phone (I5). */
export const RETENTION_DAYS = 30;

/** A new operation as it is stored: sealed before any transaction is opened. */
export async function sealOperation(phone: Phone, operation: Operation): Promise<StoredOutbox> {
	const { header } = operation;
	const bytes = utf8(JSON.stringify(operation));
	return {
		id: header.id,
		device: header.device,
		seq: header.seq,
		hash: operation.hash,
		dossier: header.dossier,
		state: 'on-phone',
		outcome: null,
		codes: [],
		bytes: bytes.length,
		confirmedMs: null,
		sealed: await sealBytes(phone.ports, phone.keys.outbox, outboxPlace(header.id), bytes)
	};
}

/** Opens the operation of a record; refuses one whose inside is not what its outside says. */
export async function openOperation(phone: Phone, record: OutboxRecord): Promise<Result<Operation, Refusal>> {
	const opened = await openJson(phone.ports, phone.keys.outbox, outboxPlace(record.id), record.sealed, operationSchema);
	if (!opened.ok) return opened;
	const { header, hash } = opened.value;
	if (header.id !== record.id || header.seq !== record.seq || hash !== record.hash)
		return err(refusal('unexpected-content', { place: outboxPlace(record.id) }));
	return opened;
}

export type OutboxRead = {
	/** In the order of the chain. */
	readonly records: readonly OutboxRecord[];
	/** Keys of records that the schema does not know; they stay where they are. */
	readonly broken: readonly string[];
};

/** Every record of the outbox, whatever its state. */
export async function readOutbox(phone: Phone): Promise<OutboxRead> {
	return judgeRecords(await phone.db.outbox.toArray());
}

/** Records of one dossier, in the order of the chain. */
export async function readOutboxOf(phone: Phone, dossier: DossierId): Promise<OutboxRead> {
	return judgeRecords(await phone.db.outbox.where('dossier').equals(dossier).toArray());
}

/** Records of one chain from a seq on, in order, at most `limit`. */
export async function readChain(phone: Phone, device: DeviceId, fromSeq: number, limit: number): Promise<OutboxRead> {
	const rows = await phone.db.outbox
		.where('[device+seq]')
		.between([device, fromSeq], [device, Infinity])
		.limit(limit)
		.toArray();
	return judgeRecords(rows);
}

/** How many own operations no answer of the server covers. */
export async function countUnsent(phone: Phone): Promise<number> {
	return phone.db.outbox.where('state').equals('on-phone').count();
}

/** Marks what no answer covers, of a chain that was continued elsewhere, as needing a person; inside the caller's transaction. */
export async function setAsideUnsent(db: PhoneDatabase, device: string): Promise<void> {
	const open = await db.outbox.where('state').anyOf('on-phone', 'sent').toArray();
	for (const record of open)
		if (record.device === device) await db.outbox.put({ ...record, state: 'attention', codes: ['forked'] });
}

/** One record by the id of its operation. */
export async function findOutbox(phone: Phone, id: OperationId): Promise<OutboxRecord | null> {
	const parsed = v.safeParse(outboxRecordSchema, await phone.db.outbox.get(id));
	return parsed.success ? parsed.output : null;
}

function judgeRecords(rows: readonly StoredOutbox[]): OutboxRead {
	const records: OutboxRecord[] = [];
	const broken: string[] = [];
	for (const row of rows) {
		const parsed = v.safeParse(outboxRecordSchema, row);
		if (parsed.success) records.push(parsed.output);
		else broken.push(String(row.id));
	}
	return { records: records.sort((a, b) => a.seq - b.seq), broken };
}
