// The wire, version 1: the schemas of all that crosses the network between the phone and the server. Requests are read strictly;
// answers may hold more than this version knows, so that a newer server is read without loss.
import * as v from 'valibot';
import { isWireText, type Json } from './canonical';
import { cashBagSchema } from './cash-day';
import { CONFIDENCES } from './country/dated';
import { deviceIdSchema, dossierIdSchema, operationIdSchema, organisationIdSchema, userIdSchema } from './ids';
import { dossierSchema } from './dossier';
import { dateSchema, integerSchema, textSchema } from './body';
import { ROLES } from './role';
import { roundSchema } from './round';

export const WIRE_VERSION = 1;
export const MAGIC = 'tournee';
/** Limits of one push, in bytes of inflated JSON and in operations. */
export const MAX_PUSH_OPERATIONS = 1_000;
export const MAX_PUSH_BYTES = 2_097_152;
export const MAX_BODY_BYTES = 65_536;
export const GENESIS_HASH = '0'.repeat(64);
export const BLOB_CHUNK_BYTES = 65_536;

const hexSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const counterSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const base64urlSchema = (bytes: number) =>
	v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]*$/), v.length(Math.ceil((bytes * 4) / 3)));

/** A P-256 public key, as x and y of its JWK. */
export const publicKeySchema = v.strictObject({ x: base64urlSchema(32), y: base64urlSchema(32) });
export type PublicKey = v.InferOutput<typeof publicKeySchema>;

/** Any JSON value that canonical JSON can carry: safe integers, NFC texts, at most 64 levels deep. */
export const jsonSchema = v.custom<Json>((input) => isWireJson(input, 0));

export const placeSchema = v.strictObject({
	latE6: integerSchema,
	lonE6: integerSchema,
	accuracyM: counterSchema,
	ageS: counterSchema
});
/** One recorded point: millionths of a degree, metres, seconds. */
export type Place = v.InferOutput<typeof placeSchema>;

export const blobRefSchema = v.strictObject({
	sha256: hexSchema,
	size: counterSchema,
	type: v.picklist(['image/jpeg', 'image/png', 'image/webp', 'application/pdf'])
});

export const headerSchema = v.strictObject({
	v: v.literal(WIRE_VERSION),
	id: operationIdSchema,
	org: organisationIdSchema,
	actor: userIdSchema,
	device: deviceIdSchema,
	seq: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
	prev: hexSchema,
	kind: v.pipe(v.string(), v.regex(/^[a-z]+(?:[.-][a-z]+)*$/), v.maxLength(60)),
	dossier: v.nullable(dossierIdSchema),
	base: v.strictObject({ epoch: counterSchema, rev: counterSchema }),
	at: v.strictObject({
		ms: integerSchema,
		utcOffset: v.pipe(v.number(), v.safeInteger(), v.minValue(-900), v.maxValue(900)),
		day: dateSchema,
		/** Device clock minus server clock in milliseconds at the last sync; null before the first. */
		skew: v.nullable(integerSchema)
	}),
	placeHash: v.nullable(hexSchema),
	bodyHash: hexSchema,
	blobs: v.pipe(v.array(blobRefSchema), v.maxLength(20))
});
export type Header = v.InferOutput<typeof headerSchema>;

/** An operation as it travels: the signed header, and beside it what can be erased lawfully without breaking the chain. */
export const operationSchema = v.strictObject({
	header: headerSchema,
	hash: hexSchema,
	sig: base64urlSchema(64),
	body: jsonSchema,
	bodySalt: base64urlSchema(16),
	place: v.nullable(placeSchema),
	placeSalt: v.nullable(base64urlSchema(16))
});
export type Operation = v.InferOutput<typeof operationSchema>;

export const headSchema = v.strictObject({ seq: counterSchema, hash: hexSchema });
/** The last operation of a device: seq 0 and 64 zeros before the first. */
export type Head = v.InferOutput<typeof headSchema>;
export const EMPTY_HEAD: Head = { seq: 0, hash: GENESIS_HASH };

/** What the server signs to acknowledge a head: canonical JSON of these fields, ECDSA P-256 by the key `kid`. */
export const countersignatureSchema = v.strictObject({
	kid: textSchema(40, 1),
	org: organisationIdSchema,
	device: deviceIdSchema,
	epoch: counterSchema,
	seq: counterSchema,
	hash: hexSchema,
	sig: base64urlSchema(64)
});
export type Countersignature = v.InferOutput<typeof countersignatureSchema>;

/** Where a pull stands: everything up to `rev` is on the phone; `after`/`until` page through a longer answer. */
export const cursorSchema = v.strictObject({
	rev: counterSchema,
	after: v.nullable(dossierIdSchema),
	until: v.nullable(counterSchema)
});
export type Cursor = v.InferOutput<typeof cursorSchema>;

export const syncRequestSchema = v.strictObject({
	wire: v.literal(WIRE_VERSION),
	device: deviceIdSchema,
	epoch: counterSchema,
	head: headSchema,
	countersignature: v.nullable(countersignatureSchema),
	ops: v.pipe(v.array(operationSchema), v.maxLength(MAX_PUSH_OPERATIONS)),
	/** Null asks for a fresh snapshot. */
	cursor: v.nullable(cursorSchema),
	/** What this phone reads beyond the first form of the answer; absent on a phone that knows none of it. */
	reads: v.exactOptional(v.array(v.string()))
});
export type SyncRequest = v.InferOutput<typeof syncRequestSchema>;

/** Parts of a pull that are only sent to a phone that says it reads them: others refuse an answer that holds more than they know. */
export const READS = ['decisions', 'recovery-key', 'cash'] as const;

export const OUTCOME_KINDS = ['applied', 'flagged', 'quarantined', 'refused'] as const;
export const outcomeSchema = v.object({
	id: operationIdSchema,
	seq: counterSchema,
	outcome: v.picklist(OUTCOME_KINDS),
	codes: v.array(v.string()),
	/** Revision that the operation made; null when it changed nothing. */
	rev: v.nullable(counterSchema)
});
export type OperationOutcome = v.InferOutput<typeof outcomeSchema>;

/**
 * A dated value that the organisation approved over the country's own; all of them travel together, the later ones win. Its
 * parameter is one of PARAMETERS, or one that a later version knows.
 */
export const approvedRowSchema = v.object({
	parameter: v.string(),
	from: dateSchema,
	to: v.nullable(dateSchema),
	value: integerSchema,
	source: v.string(),
	confidence: v.picklist(CONFIDENCES)
});

/** What the office decided about an operation of the collector; the last one about an operation is the one that holds. */
export const decisionSchema = v.object({
	operation: operationIdSchema,
	/** One of DECISIONS; a word that a later server adds is shown as a message of the office. */
	decision: v.string(),
	note: v.string(),
	/** Name of who decided. */
	by: v.string(),
	atMs: integerSchema
});
export type DecisionNotice = v.InferOutput<typeof decisionSchema>;

export const pullSchema = v.object({
	mode: v.picklist(['delta', 'snapshot']),
	dossiers: v.array(dossierSchema),
	rounds: v.array(roundSchema),
	/** The organisation's approved rows, all of them; null while none was approved since the cursor, and before the last page. */
	parameters: v.nullable(v.array(approvedRowSchema)),
	/** Last day of the organisation's liability insurance (CPCE R124-2): the gates look at it. */
	insuredUntil: v.nullable(dateSchema),
	removed: v.array(dossierIdSchema),
	/** Decisions about own operations since the cursor, oldest first; with a snapshot those of the last months. */
	decisions: v.exactOptional(v.array(decisionSchema)),
	/** The organisation's recovery key where it changed since the cursor: black boxes are sealed to it. */
	recoveryKey: v.exactOptional(v.nullable(publicKeySchema)),
	/** What the server knows of the collector's cash, with everything up to `through`. */
	cash: v.exactOptional(cashBagSchema),
	/** Last own seq whose effects the dossiers contain: own operations after it are still pending on the phone. */
	through: counterSchema,
	cursor: cursorSchema,
	until: counterSchema,
	more: v.boolean(),
	/** Dossiers in scope and SHA-256 of the canonical [[id, rev], …] sorted by id; checked at the last page. */
	count: counterSchema,
	digest: hexSchema
});
export type Pull = v.InferOutput<typeof pullSchema>;

export const syncAnswerSchema = v.object({
	wire: v.literal(WIRE_VERSION),
	magic: v.literal(MAGIC),
	device: deviceIdSchema,
	epoch: counterSchema,
	head: headSchema,
	push: v.picklist(['ok', 'gap', 'forked', 'stopped']),
	outcomes: v.array(outcomeSchema),
	countersignature: v.nullable(countersignatureSchema),
	/** Server time in milliseconds. */
	now: integerSchema,
	pull: v.nullable(pullSchema)
});
export type SyncAnswer = v.InferOutput<typeof syncAnswerSchema>;

export const sessionRequestSchema = v.strictObject({
	email: v.pipe(v.string(), v.maxLength(254)),
	password: v.pipe(v.string(), v.maxLength(256))
});
export const sessionAnswerSchema = v.object({
	user: v.object({ id: userIdSchema, name: v.string(), email: v.string() }),
	role: v.picklist(ROLES),
	app: v.picklist(['field', 'office']),
	organisation: v.object({
		id: organisationIdSchema,
		name: v.string(),
		siren: v.string(),
		address: v.string(),
		phone: v.string(),
		demo: v.boolean()
	})
});
export type SessionAnswer = v.InferOutput<typeof sessionAnswerSchema>;

const seriesSchema = v.pipe(v.string(), v.regex(/^T\d{2,6}$/));

export const deviceRequestSchema = v.strictObject({
	id: deviceIdSchema,
	publicKey: publicKeySchema,
	name: textSchema(80, 1),
	/** Signature of canonical({device, publicKey, user}) by the new key: proof of possession. */
	proof: base64urlSchema(64),
	/** The receipt series that this device has, should the server have forgotten it with a restore; absent at first. */
	series: v.exactOptional(seriesSchema)
});
export const deviceAnswerSchema = v.object({
	series: seriesSchema,
	epoch: counterSchema,
	serverKeys: v.array(v.object({ kid: v.string(), publicKey: publicKeySchema })),
	recoveryKey: v.nullable(publicKeySchema),
	/** Address that the QR of a receipt points to, whatever address this phone opened the app under. */
	publicOrigin: v.string()
});
export type DeviceAnswer = v.InferOutput<typeof deviceAnswerSchema>;

/** What every refusing endpoint answers: a code that i18n words, and the data of its message. */
export const problemSchema = v.strictObject({
	error: v.strictObject({
		code: v.string(),
		data: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.null()])))
	})
});

/** A body nested without end would exhaust the stack of whoever walks it. */
const MAX_DEPTH = 64;

function isWireJson(value: unknown, depth: number): boolean {
	if (value === null || typeof value === 'boolean') return true;
	if (typeof value === 'number') return Number.isSafeInteger(value);
	if (typeof value === 'string') return isWireText(value);
	if (typeof value !== 'object' || depth === MAX_DEPTH) return false;
	if (Array.isArray(value)) return value.every((member) => isWireJson(member, depth + 1));
	return Object.entries(value).every(([key, member]) => isWireText(key) && isWireJson(member, depth + 1));
}
