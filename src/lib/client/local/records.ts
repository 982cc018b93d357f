// The schemas of what the phone keeps in clear: everything read back is judged by them, whatever wrote it.
import * as v from 'valibot';
import {
	deviceIdSchema,
	dossierIdSchema,
	operationIdSchema,
	organisationIdSchema,
	roundIdSchema,
	userIdSchema
} from '$lib/core/ids';
import { dateSchema, integerSchema } from '$lib/core/body';
import { ROLES } from '$lib/core/role';
import {
	approvedRowSchema,
	countersignatureSchema,
	cursorSchema,
	headSchema,
	OUTCOME_KINDS,
	publicKeySchema
} from '$lib/core/wire';
import type { KeyHandle } from '../ports';

const hexSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const counterSchema = v.pipe(integerSchema, v.minValue(0));
const bytesSchema = v.custom<Uint8Array<ArrayBuffer>>((input) => input instanceof Uint8Array);
const keyHandleSchema = v.custom<KeyHandle>(
	(input) => input instanceof CryptoKey || (typeof input === 'object' && input !== null && 'simulated' in input)
);

export const serverKeySchema = v.strictObject({ kid: v.string(), publicKey: publicKeySchema });

export const deviceRecordSchema = v.strictObject({
	key: v.literal('device'),
	id: deviceIdSchema,
	user: v.strictObject({ id: userIdSchema, name: v.string(), email: v.string() }),
	role: v.picklist(ROLES),
	organisation: v.strictObject({
		id: organisationIdSchema,
		name: v.string(),
		siren: v.string(),
		address: v.string(),
		phone: v.string(),
		demo: v.boolean()
	}),
	series: v.pipe(v.string(), v.regex(/^T\d{2,}$/)),
	serverKeys: v.array(serverKeySchema),
	recoveryKey: v.nullable(publicKeySchema),
	publicOrigin: v.string(),
	publicKey: publicKeySchema,
	signingKey: keyHandleSchema,
	outboxKey: keyHandleSchema,
	snapshotKey: keyHandleSchema,
	head: headSchema,
	receipt: v.strictObject({ year: counterSchema, last: counterSchema }),
	forked: v.boolean(),
	enrolledMs: integerSchema
});
export type DeviceRecord = v.InferOutput<typeof deviceRecordSchema>;

export const outboxRecordSchema = v.strictObject({
	id: operationIdSchema,
	device: deviceIdSchema,
	seq: v.pipe(integerSchema, v.minValue(1)),
	hash: hexSchema,
	dossier: v.nullable(dossierIdSchema),
	state: v.picklist(['on-phone', 'sent', 'confirmed', 'attention']),
	outcome: v.nullable(v.picklist(OUTCOME_KINDS)),
	codes: v.array(v.string()),
	bytes: counterSchema,
	confirmedMs: v.nullable(integerSchema),
	sealed: bytesSchema
});
export type OutboxRecord = v.InferOutput<typeof outboxRecordSchema>;

export const dossierRecordSchema = v.strictObject({ id: dossierIdSchema, rev: counterSchema, sealed: bytesSchema });
export const roundRecordSchema = v.strictObject({ id: roundIdSchema, rev: counterSchema, sealed: bytesSchema });

/** Where the pull stands; written only with the rows that it describes. */
export const pullStateSchema = v.strictObject({
	epoch: counterSchema,
	/** Null asks for a fresh snapshot. */
	cursor: v.nullable(cursorSchema),
	/** Last own seq that the rows contain, of the chain of `device`. */
	through: counterSchema,
	count: counterSchema,
	digest: v.nullable(hexSchema),
	/** When the last complete pull was stored, on the server's clock; null before the first. */
	atMs: v.nullable(integerSchema)
});
export type PullState = v.InferOutput<typeof pullStateSchema>;
export const NEVER_PULLED: PullState = { epoch: 0, cursor: null, through: 0, count: 0, digest: null, atMs: null };

/** A pull of several pages under way. */
export const stagingStateSchema = v.strictObject({
	mode: v.picklist(['delta', 'snapshot']),
	epoch: counterSchema,
	cursor: cursorSchema,
	/** The least of the pages: an operation is dropped from the fold only when every page contains it. */
	through: counterSchema
});
export type StagingState = v.InferOutput<typeof stagingStateSchema>;

/** What the organisation adds to the country's rules; written only with the pull that brought it. */
export const houseFactsSchema = v.strictObject({
	parameters: v.array(approvedRowSchema),
	insuredUntil: v.nullable(dateSchema)
});

/** The last head that the server signed for. */
export const ackStateSchema = v.strictObject({ countersignature: v.nullable(countersignatureSchema) });

/** Codes that say that a phone or its user was shut out. */
export const SHUT_OUT = ['device-revoked', 'user-disabled'] as const;
const shutOutSchema = v.strictObject({
	code: v.picklist(SHUT_OUT),
	/** When the phone was told first, by its own clock. */
	sinceMs: integerSchema,
	/** What is the office's is gone from here. */
	wiped: v.boolean()
});
export type ShutOut = v.InferOutput<typeof shutOutSchema>;

/** What the last passes learned, for the screens. */
export const syncStateSchema = v.strictObject({
	lastUpMs: v.nullable(integerSchema),
	lastDownMs: v.nullable(integerSchema),
	skewMs: v.nullable(integerSchema),
	session: v.picklist(['unknown', 'valid', 'expired']),
	/** Said by the server, and true until it lets this phone read again, also without a network. */
	shutOut: v.optional(v.nullable(shutOutSchema), null),
	error: v.nullable(
		v.strictObject({
			code: v.string(),
			data: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.null()])))
		})
	)
});
export type SyncState = v.InferOutput<typeof syncStateSchema>;
export const NEVER_SYNCED: SyncState = {
	lastUpMs: null,
	lastDownMs: null,
	skewMs: null,
	session: 'unknown',
	shutOut: null,
	error: null
};

export const settingsSchema = v.strictObject({ theme: v.picklist(['system', 'light', 'dark', 'sun']) });
export const DEFAULT_SETTINGS: v.InferOutput<typeof settingsSchema> = { theme: 'system' };

/** An enrolment that was begun: the same id and keys are sent until the answer is stored. */
export const enrolmentSchema = v.strictObject({
	id: deviceIdSchema,
	publicKey: publicKeySchema,
	signingKey: keyHandleSchema,
	outboxKey: keyHandleSchema,
	snapshotKey: keyHandleSchema
});
export type Enrolment = v.InferOutput<typeof enrolmentSchema>;
