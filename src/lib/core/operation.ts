// The acts of the trade: every kind of operation with the schema of its body.
import * as v from 'valibot';
import {
	CAUSES,
	componentSchema,
	currencySchema,
	dateSchema,
	integerSchema,
	meansSchema,
	minorSchema,
	NEXT_ACTIONS,
	OUTCOMES,
	positiveMinorSchema,
	stopSchema,
	textSchema
} from './body';
import {
	cashDepositedSchema,
	cashHandedOverSchema,
	chequeReturnedSchema,
	denominationsSchema,
	depositConfirmedSchema
} from './cash-bodies';
import { claimIdSchema, operationIdSchema, roundIdSchema, userIdSchema } from './ids';
import type { DeviceId, DossierId, OperationId, UserId } from './ids';
import { reviewDecidedSchema } from './decide-review';
import { interviewSchema } from './interview';
import type { Instant, LocalDate } from './time';
import {
	protocolApprovedSchema,
	protocolDeclinedSchema,
	protocolProposedSchema,
	protocolRefusedSchema,
	protocolSignedSchema,
	protocolTerminatedSchema,
	protocolWithdrawnSchema
} from './protocol-bodies';
import { alertLiftedSchema, disputeReportedSchema, situationReportedSchema } from './report-bodies';

/** The parts of bodies under the name by which everything outside of the bodies' own files knows them. */
export {
	CAUSES,
	COMPONENTS,
	componentSchema,
	currencySchema,
	dateSchema,
	excessSchema,
	instalmentSchema,
	integerSchema,
	MARGIN_LIMITS,
	MEANS,
	meansSchema,
	minorSchema,
	NEXT_ACTIONS,
	OUTCOMES,
	positiveMinorSchema,
	PROTOCOL_DOCUMENTS,
	stopSchema,
	strokesSchema,
	textSchema,
	type Cause,
	type Component,
	type Excess,
	type Instalment,
	type Means,
	type NextAction,
	type Outcome,
	type ProtocolDocument,
	type Strokes
} from './body';
export {
	FREQUENCIES,
	protocolProposedSchema,
	protocolRefusedSchema,
	protocolSignedSchema,
	protocolTextSchema,
	REFUSAL_REASONS,
	type Frequency,
	type ProtocolText,
	type RefusalReason
} from './protocol-bodies';
export { DISPUTE_CATEGORIES, SITUATIONS, type DisputeCategory, type Situation } from './report-bodies';

const roundRef = v.nullable(roundIdSchema);

export const roundPublishedSchema = v.strictObject({
	round: roundIdSchema,
	collector: userIdSchema,
	day: dateSchema,
	target: minorSchema,
	currency: currencySchema,
	stops: v.pipe(v.array(stopSchema), v.maxLength(120))
});
export const roundStartedSchema = v.strictObject({
	round: roundIdSchema,
	count: integerSchema,
	digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
});
export const roundClosedSchema = v.strictObject({ round: roundIdSchema });

export const visitReportedSchema = v.strictObject({
	round: roundRef,
	outcome: v.picklist(OUTCOMES),
	cause: v.nullable(v.picklist(CAUSES)),
	note: v.nullable(textSchema(600, 1)),
	next: v.nullable(v.strictObject({ action: v.picklist(NEXT_ACTIONS), on: v.nullable(dateSchema) })),
	/** Milliseconds when the collector opened the report; the act itself carries when it was saved. */
	openedAt: v.nullable(integerSchema),
	/** Why the collector set off though a gate stopped it; absent when none did. */
	override: v.exactOptional(textSchema(300, 1)),
	/** What the guided interview left behind; absent where none was held. */
	interview: v.exactOptional(interviewSchema)
});

export const receiptNumberSchema = v.strictObject({
	series: v.pipe(v.string(), v.regex(/^T\d{2,}$/)),
	year: v.pipe(v.number(), v.safeInteger(), v.minValue(2000), v.maxValue(2199)),
	number: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(999_999)),
	token: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{100,200}$/))
});
export type ReceiptRef = v.InferOutput<typeof receiptNumberSchema>;

export const meansDetailSchema = v.variant('means', [
	v.strictObject({
		means: v.literal('cash'),
		/** The notes and coins that the debtor gave, before change. */
		given: v.exactOptional(denominationsSchema)
	}),
	v.strictObject({
		means: v.literal('cheque'),
		number: v.pipe(v.string(), v.regex(/^\d{1,12}$/)),
		bank: textSchema(80, 1),
		drawer: textSchema(120, 1)
	}),
	v.strictObject({ means: v.literal('card'), reference: textSchema(60, 1) }),
	v.strictObject({ means: v.literal('transfer'), reference: textSchema(60, 1) }),
	v.strictObject({ means: v.literal('mobile-money'), reference: textSchema(60, 1) }),
	v.strictObject({ means: v.literal('money-order'), reference: textSchema(60, 1) })
]);
export type MeansDetail = v.InferOutput<typeof meansDetailSchema>;

export const postingSchema = v.strictObject({
	claim: claimIdSchema,
	component: componentSchema,
	minor: positiveMinorSchema
});
export type Posting = v.InferOutput<typeof postingSchema>;

export const paymentRecordedSchema = v.strictObject({
	round: roundRef,
	receipt: receiptNumberSchema,
	minor: positiveMinorSchema,
	currency: currencySchema,
	detail: meansDetailSchema,
	/** Who paid when it is not the debtor (C. civ. 1342-1); null for the debtor. */
	payer: v.nullable(textSchema(120, 1)),
	/** The claim the debtor chose to pay (C. civ. 1342-10 al. 1); null when the legal order applies. */
	directedTo: v.nullable(claimIdSchema),
	/** Day on which the money had arrived, where the office records it later: interest and promises are judged by that day. */
	valueOn: v.exactOptional(dateSchema),
	/** The split as printed on the receipt; with `credit` it adds up to `minor`. */
	allocation: v.pipe(v.array(postingSchema), v.maxLength(200)),
	credit: minorSchema,
	/** Balance of the dossier before and after, as printed. */
	before: minorSchema,
	after: minorSchema,
	printed: v.strictObject({
		debtor: textSchema(160, 1),
		creditor: textSchema(160, 1),
		mandate: textSchema(60),
		letter: v.nullable(v.strictObject({ ref: textSchema(60, 1), sentOn: dateSchema })),
		words: textSchema(300, 1),
		collector: textSchema(120, 1)
	})
});

export const promiseMadeSchema = v.strictObject({
	round: roundRef,
	minor: positiveMinorSchema,
	currency: currencySchema,
	dueOn: dateSchema,
	means: v.nullable(meansSchema),
	by: v.nullable(textSchema(120, 1))
});

export const reversalRequestedSchema = v.strictObject({ payment: operationIdSchema, reason: textSchema(300, 3) });
export const paymentReversedSchema = v.strictObject({
	payment: operationIdSchema,
	request: operationIdSchema,
	reason: textSchema(300, 3)
});

/** The schema of the body of each kind; its keys are the kinds this version knows. */
export const BODY_SCHEMAS = {
	'round.published': roundPublishedSchema,
	'round.started': roundStartedSchema,
	'round.closed': roundClosedSchema,
	'visit.reported': visitReportedSchema,
	'payment.recorded': paymentRecordedSchema,
	'promise.made': promiseMadeSchema,
	'protocol.signed': protocolSignedSchema,
	'protocol.proposed': protocolProposedSchema,
	'protocol.approved': protocolApprovedSchema,
	'protocol.declined': protocolDeclinedSchema,
	'protocol.refused': protocolRefusedSchema,
	'protocol.withdrawn': protocolWithdrawnSchema,
	'protocol.terminated': protocolTerminatedSchema,
	'situation.reported': situationReportedSchema,
	'dispute.reported': disputeReportedSchema,
	'alert.lifted': alertLiftedSchema,
	'payment.reversal-requested': reversalRequestedSchema,
	'payment.reversed': paymentReversedSchema,
	'cheque.returned': chequeReturnedSchema,
	'cash.handed-over': cashHandedOverSchema,
	'cash.deposited': cashDepositedSchema,
	'cash.deposit-confirmed': depositConfirmedSchema,
	'review.decided': reviewDecidedSchema
} as const;

export type OperationKind = keyof typeof BODY_SCHEMAS;
export type Body<K extends OperationKind> = v.InferOutput<(typeof BODY_SCHEMAS)[K]>;

/** An operation as `decide` reads it: who did what, when, on which dossier, without signatures. */
export type Act<K extends OperationKind = OperationKind> = {
	[Kind in K]: {
		readonly kind: Kind;
		readonly id: OperationId;
		readonly actor: UserId;
		readonly device: DeviceId;
		readonly dossier: DossierId | null;
		readonly day: LocalDate;
		readonly at: Instant;
		readonly body: Body<Kind>;
	};
}[K];

export const OPERATION_KINDS: readonly OperationKind[] = [
	'round.published',
	'round.started',
	'round.closed',
	'visit.reported',
	'payment.recorded',
	'promise.made',
	'protocol.signed',
	'protocol.proposed',
	'protocol.approved',
	'protocol.declined',
	'protocol.refused',
	'protocol.withdrawn',
	'protocol.terminated',
	'situation.reported',
	'dispute.reported',
	'alert.lifted',
	'payment.reversal-requested',
	'payment.reversed',
	'cheque.returned',
	'cash.handed-over',
	'cash.deposited',
	'cash.deposit-confirmed',
	'review.decided'
];

/** Says whether this version knows a kind; an unknown one is quarantined, never lost. */
export const isKnownKind = (kind: string): kind is OperationKind => Object.hasOwn(BODY_SCHEMAS, kind);
