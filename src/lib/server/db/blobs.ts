// Files of operations in the database: who announced them, how much of each has arrived, and which an operation still waits for.
import type { ResultSet } from '@libsql/client/http';
import * as v from 'valibot';
import { blobState, type BlobState, type BlobType } from '$lib/core/blob';
import {
	dossierIdSchema,
	operationIdSchema,
	organisationIdSchema,
	userIdSchema,
	type DeviceId,
	type DossierId,
	type OperationId,
	type OrganisationId
} from '$lib/core/ids';
import { integerSchema } from '$lib/core/operation';
import { blobRefSchema, publicKeySchema } from '$lib/core/wire';
import { acrossOrganisations, statement, type Database, type Statement } from './connection';
import { jsonColumn, readRows } from './read-rows';

const { sha256, size, type } = blobRefSchema.entries;
const progress = { size, type, received: integerSchema, verifiedMs: v.nullable(integerSchema) };
const PROGRESS = 'b.size, b.type, b.received, b.verified_ms AS verifiedMs';

/** One announcement of a file, with what its readers are judged by. */
export const announcedSchema = v.object({
	...progress,
	operation: operationIdSchema,
	kind: v.string(),
	day: v.string(),
	actor: userIdSchema,
	dossier: v.nullable(dossierIdSchema),
	/** 1 when the dossier is in the scope of the user that was asked for. */
	inScope: integerSchema
});
export type Announced = v.InferOutput<typeof announcedSchema>;

/** Every announcement of a file in an organisation; `user` is whose scope is asked. */
export const selectAnnounced = (org: OrganisationId, name: string, user: string | null): Statement =>
	statement(
		org,
		`SELECT ${PROGRESS}, o.id AS operation, o.kind, o.day, o.actor, o.dossier,
			EXISTS (SELECT 1 FROM scope s WHERE s.org = b.org AND s.user = :user AND s.dossier = o.dossier) AS inScope
		FROM blob b JOIN operation o ON o.id = b.operation WHERE b.org = :org AND b.sha256 = :name ORDER BY o.received_ms`,
		{ name, user }
	);

export const announcedByDeviceSchema = v.object({
	...progress,
	org: organisationIdSchema,
	publicKey: jsonColumn(publicKeySchema)
});

/** What the stored operations of a device announced of a file, with the device's key and organisation. */
export const selectAnnouncedByDevice = (device: DeviceId, name: string): Statement =>
	acrossOrganisations(
		'without a session the device alone says whose file it is, and its signature is checked with its key',
		`SELECT ${PROGRESS}, d.org, d.public_key AS publicKey FROM device d
			JOIN blob b ON b.org = d.org AND b.sha256 = :name
			JOIN operation o ON o.id = b.operation AND o.device = d.id
		WHERE d.id = :device AND d.kind = 'field'`,
		{ device, name }
	);

export type Content = { readonly name: string; readonly size: number; readonly type: BlobType };

/** A piece is stored; it never moves an upload back. */
export const keepReceived = (
	org: OrganisationId,
	{ name, size: whole, type: kind }: Content,
	received: number
): Statement =>
	statement(
		org,
		`UPDATE blob SET received = MAX(received, :received)
			WHERE org = :org AND sha256 = :name AND size = :whole AND type = :kind AND verified_ms IS NULL`,
		{ name, whole, kind, received }
	);

/** What arrived is not what was announced, or is no longer there: the upload goes on from `received`. */
export const rewindReceived = (
	org: OrganisationId,
	{ name, size: whole, type: kind }: Content,
	received: number
): Statement =>
	statement(
		org,
		`UPDATE blob SET received = :received
			WHERE org = :org AND sha256 = :name AND size = :whole AND type = :kind AND verified_ms IS NULL`,
		{ name, whole, kind, received }
	);

/** The whole file is stored, and its hash, size and type are what was announced. */
export const markVerified = (org: OrganisationId, { name, size: whole, type: kind }: Content, now: number): Statement =>
	statement(
		org,
		`UPDATE blob SET received = size, verified_ms = :now
			WHERE org = :org AND sha256 = :name AND size = :whole AND type = :kind AND verified_ms IS NULL`,
		{ name, whole, kind, now }
	);

const attachedSchema = v.object({ ...progress, operation: operationIdSchema, sha256 });

/** A file of an operation, as the office shows it. */
export type Attached = {
	readonly sha256: string;
	readonly size: number;
	readonly type: BlobType;
	readonly received: number;
	readonly state: BlobState;
};

/** The files of some operations. A document is complete when every one of its files is verified. */
export async function attachmentsOf(
	db: Database,
	org: OrganisationId,
	operations: readonly OperationId[]
): Promise<Attachments> {
	if (operations.length === 0) return new Map();
	const [rows] = await db.readBatch([
		statement(
			org,
			`SELECT ${PROGRESS}, b.operation, b.sha256 FROM blob b
			WHERE b.org = :org AND b.operation IN (SELECT value FROM json_each(:ids)) ORDER BY b.rowid`,
			{ ids: JSON.stringify(operations) }
		)
	]);
	return attachmentsIn(rows);
}

export type Attachments = ReadonlyMap<OperationId, readonly Attached[]>;

/** The files of all operations on a dossier, for a batch. */
export const selectAttachmentsOfDossier = (org: OrganisationId, dossier: DossierId): Statement =>
	statement(
		org,
		`SELECT ${PROGRESS}, b.operation, b.sha256 FROM operation o JOIN blob b ON b.org = o.org AND b.operation = o.id
		WHERE o.org = :org AND o.dossier = :dossier ORDER BY b.rowid`,
		{ dossier }
	);

/** What such a statement found, by operation. */
export function attachmentsIn(result: ResultSet | undefined): Attachments {
	const attached = new Map<OperationId, readonly Attached[]>();
	for (const { operation, verifiedMs, ...file } of readRows(result, attachedSchema)) {
		const state = blobState({ received: file.received, verifiedMs });
		attached.set(operation, [...(attached.get(operation) ?? []), { ...file, state }]);
	}
	return attached;
}
