// The bodies of protocols: what is proposed, approved, read and signed, refused, gone back on or ended.
import * as v from 'valibot';
import {
	currencySchema,
	dateSchema,
	excessSchema,
	instalmentSchema,
	MARGIN_LIMITS,
	minorSchema,
	positiveMinorSchema,
	PROTOCOL_DOCUMENTS,
	strokesSchema,
	textSchema
} from './body';
import { operationIdSchema, roundIdSchema } from './ids';

const roundRef = v.nullable(roundIdSchema);

export const FREQUENCIES = ['weekly', 'fortnightly', 'monthly', 'end-of-month'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** What the debtor writes himself: nothing, his own words, or the amount in figures and in words (C. civ. 1376). */
export const MENTIONS = ['none', 'own-words', 'amount'] as const;

const downSchema = v.nullable(v.strictObject({ minor: positiveMinorSchema, dueOn: dateSchema }));
const tableSchema = v.pipe(v.array(instalmentSchema), v.minLength(1), v.maxLength(160));

/** What is sealed: the text that the debtor read, complete, with the template it came from. */
export const protocolTextSchema = v.strictObject({
	template: textSchema(60, 1),
	version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
	/** Absent in texts of before, which all are plans. */
	document: v.exactOptional(v.picklist(PROTOCOL_DOCUMENTS)),
	title: v.exactOptional(textSchema(120, 1)),
	mention: v.exactOptional(v.picklist(MENTIONS)),
	/** Day to which the debt is counted where it is not `day`: that of the proposal which a manager approved. */
	countedOn: v.exactOptional(dateSchema),
	/** What the creditor gives up once all is paid; `total` is what is left to pay. */
	waived: v.exactOptional(positiveMinorSchema),
	/** The disagreement that a transaction ends. */
	dispute: v.exactOptional(textSchema(300, 3)),
	/** The protocol that this one takes the place of. */
	replaces: v.exactOptional(v.strictObject({ operation: operationIdSchema, signedOn: dateSchema })),
	day: dateSchema,
	agency: v.strictObject({ name: textSchema(160, 1), address: textSchema(300, 1), siren: textSchema(20) }),
	creditor: v.strictObject({ name: textSchema(160, 1), address: textSchema(300) }),
	debtor: v.strictObject({ name: textSchema(160, 1), address: textSchema(300), consumer: v.boolean() }),
	mandate: textSchema(60),
	letter: v.nullable(v.strictObject({ ref: textSchema(60, 1), sentOn: dateSchema })),
	dossier: textSchema(60, 1),
	currency: currencySchema,
	claims: v.array(
		v.strictObject({
			ref: textSchema(80, 1),
			label: textSchema(200),
			principal: minorSchema,
			interest: minorSchema,
			penalty: minorSchema,
			indemnity: minorSchema
		})
	),
	total: positiveMinorSchema,
	totalWords: textSchema(300, 1),
	down: downSchema,
	instalments: tableSchema,
	clauses: v.array(v.strictObject({ title: textSchema(200, 1), text: textSchema(3000, 1) })),
	consent: textSchema(1000, 1)
});
export type ProtocolText = v.InferOutput<typeof protocolTextSchema>;

/** 32 bytes, base64url. */
const proofSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));

export const protocolSignedSchema = v.strictObject({
	round: roundRef,
	text: protocolTextSchema,
	signer: v.strictObject({ name: textSchema(160, 1), capacity: v.picklist(['debtor', 'representative']) }),
	/** What the debtor typed himself; null when the template asks for none, or when he drew it or wrote the amount. */
	mention: v.nullable(textSchema(300, 1)),
	/** The mention drawn with the finger. */
	mentionStrokes: v.exactOptional(strokesSchema),
	/** The amount as the debtor typed it himself, in figures and in words (C. civ. 1376). */
	amountMention: v.exactOptional(v.strictObject({ figures: textSchema(40, 1), words: textSchema(300, 1) })),
	consentGiven: v.literal(true),
	/** Absent when the debtor signed with his name and the code of his letter. */
	strokes: v.exactOptional(strokesSchema),
	/** `proof` is made from the code printed on the debtor's letter; only who read the code can make it. */
	typed: v.exactOptional(v.strictObject({ name: textSchema(160, 1), proof: proofSchema })),
	/** The collector, who signs for the agency; without strokes he typed his name, and his phone's key signs all the same. */
	collector: v.exactOptional(v.strictObject({ name: textSchema(160, 1), strokes: v.exactOptional(strokesSchema) })),
	/** The approved proposal that this is. */
	proposal: v.exactOptional(operationIdSchema),
	/** Opens the debtor's copy behind its link. */
	copyKey: v.exactOptional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/))),
	shownMs: v.pipe(v.number(), v.safeInteger(), v.minValue(0))
});

/** Terms beyond the margin, put to a manager; nothing is signed before he agrees. */
export const protocolProposedSchema = v.strictObject({
	round: roundRef,
	document: v.picklist(PROTOCOL_DOCUMENTS),
	currency: currencySchema,
	/** What is owed on the day of the proposal; with nothing given up, the total. */
	claimed: positiveMinorSchema,
	waived: minorSchema,
	total: positiveMinorSchema,
	down: downSchema,
	frequency: v.picklist(FREQUENCIES),
	instalments: tableSchema,
	dispute: v.nullable(textSchema(300, 3)),
	over: v.pipe(v.array(excessSchema), v.maxLength(MARGIN_LIMITS.length)),
	/** Why the collector asks for it. */
	note: v.nullable(textSchema(300, 1))
});
export const protocolApprovedSchema = v.strictObject({ proposal: operationIdSchema });
export const protocolDeclinedSchema = v.strictObject({ proposal: operationIdSchema, reason: textSchema(300, 3) });

export const REFUSAL_REASONS = ['wants-time', 'disputes', 'cannot-pay', 'wants-advice', 'other'] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** The debtor did not sign, which is his right. */
export const protocolRefusedSchema = v.strictObject({
	round: roundRef,
	document: v.picklist(PROTOCOL_DOCUMENTS),
	total: positiveMinorSchema,
	currency: currencySchema,
	reason: v.picklist(REFUSAL_REASONS),
	note: v.nullable(textSchema(300, 1)),
	/** The approved proposal that was refused; null for terms within the margin. */
	proposal: v.nullable(operationIdSchema)
});
/** A consumer goes back on what he signed, within his time of reflection. */
export const protocolWithdrawnSchema = v.strictObject({
	protocol: operationIdSchema,
	note: v.nullable(textSchema(300, 1))
});
/** A manager declares that the whole rest is due, by a letter of its own; never automatic. */
export const protocolTerminatedSchema = v.strictObject({ protocol: operationIdSchema, reason: textSchema(300, 3) });
