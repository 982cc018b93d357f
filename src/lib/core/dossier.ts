// A dossier as the phone and the server share it: the facts that the office keeps, and the state that operations made.
import * as v from 'valibot';
import {
	claimIdSchema,
	creditorIdSchema,
	debtorIdSchema,
	dossierIdSchema,
	operationIdSchema,
	partyIdSchema,
	roundIdSchema,
	userIdSchema
} from './ids';
import { LIMITATION_KINDS } from './country/pack';
import {
	CAUSES,
	chequeReturnReasonSchema,
	COMPONENTS,
	currencySchema,
	dateSchema,
	excessSchema,
	instalmentSchema,
	integerSchema,
	meansSchema,
	minorSchema,
	NEXT_ACTIONS,
	OUTCOMES,
	PROTOCOL_DOCUMENTS
} from './body';

export const addressSchema = v.object({
	lines: v.array(v.string()),
	postcode: v.string(),
	city: v.string(),
	country: v.string(),
	/** Position in millionths of a degree; null when the address was never located. */
	position: v.nullable(v.object({ latE6: integerSchema, lonE6: integerSchema }))
});
export type Address = v.InferOutput<typeof addressSchema>;

export const claimSchema = v.object({
	id: claimIdSchema,
	/** The creditor's own reference, e.g. the invoice number. */
	ref: v.string(),
	label: v.string(),
	/** What the claim is, as far as its limitation goes. */
	kind: v.picklist(LIMITATION_KINDS),
	issuedOn: v.nullable(dateSchema),
	dueOn: dateSchema,
	principal: minorSchema,
	interest: minorSchema,
	penalty: minorSchema,
	indemnity: minorSchema,
	/** Contract rate of late interest in basis points; null for the legal default. */
	contractRateBp: v.nullable(integerSchema),
	/** Share of a stipulated penalty clause in basis points, or null. */
	penalClauseBp: v.nullable(integerSchema),
	/** Day to which the creditor counted interest, penalty and indemnity: the statement goes on from the next day. Null when he asks for no more than the amounts given. */
	countedOn: v.nullable(dateSchema)
});
export type Claim = v.InferOutput<typeof claimSchema>;

export const PHASES = ['preventive', 'amicable', 'pre-litigation', 'litigation', 'closed'] as const;
export const ALERTS = [
	'do-not-come-back',
	'disputed',
	'over-indebted',
	'insolvency',
	'deceased',
	'minor',
	'protected-adult',
	'danger',
	'wrong-address'
] as const;
export type Alert = (typeof ALERTS)[number];

/** Months, basis points of the total, of the accessories, and of the total for who pays at once; null leaves the agency's own. */
export const narrowedMarginSchema = v.object({
	maxMonths: v.nullable(integerSchema),
	minDownBp: v.nullable(integerSchema),
	waiverBp: v.nullable(integerSchema),
	discountBp: v.nullable(integerSchema)
});
export type NarrowedMargin = v.InferOutput<typeof narrowedMarginSchema>;

export const factsSchema = v.object({
	/** The creditor's or agency's reference of the dossier, shown on every paper. */
	ref: v.string(),
	phase: v.picklist(PHASES),
	currency: currencySchema,
	debtor: v.object({
		id: debtorIdSchema,
		kind: v.picklist(['consumer', 'professional']),
		name: v.string(),
		siren: v.nullable(v.string()),
		addresses: v.array(addressSchema),
		phones: v.array(v.string()),
		email: v.nullable(v.string())
	}),
	parties: v.array(
		v.object({
			id: partyIdSchema,
			role: v.picklist(['co-debtor', 'guarantor', 'representative']),
			name: v.string(),
			phone: v.nullable(v.string())
		})
	),
	creditor: v.object({
		id: creditorIdSchema,
		name: v.string(),
		address: v.string(),
		kind: v.picklist(['own', 'mandated']),
		person: v.picklist(['private', 'other'])
	}),
	mandate: v.nullable(v.object({ ref: v.string(), signedOn: dateSchema })),
	/** The letter of CPCE R124-4: every later step quotes it. */
	letter: v.nullable(v.object({ ref: v.string(), sentOn: dateSchema })),
	/** What proves the code printed on that letter without holding it: salt and hash of the proof; null while none was printed. */
	letterCheck: v.exactOptional(v.nullable(v.object({ salt: v.string(), hash: v.string() }))),
	/** What a manager narrowed of the agency's margin for the creditor and for the dossier; null where it holds as it is. */
	margin: v.exactOptional(v.nullable(v.array(v.nullable(narrowedMarginSchema)))),
	/** Day the formal notice reached the debtor; legal interest runs from it. */
	noticeOn: v.nullable(dateSchema),
	alerts: v.array(v.picklist(ALERTS)),
	claims: v.array(claimSchema)
});
export type DossierFacts = v.InferOutput<typeof factsSchema>;

const paidSchema = v.object({
	interest: integerSchema,
	penalty: integerSchema,
	indemnity: integerSchema,
	principal: integerSchema
});
export type Paid = v.InferOutput<typeof paidSchema>;

export const visitEntrySchema = v.object({
	id: operationIdSchema,
	round: v.nullable(roundIdSchema),
	day: dateSchema,
	at: integerSchema,
	by: userIdSchema,
	outcome: v.picklist(OUTCOMES),
	cause: v.nullable(v.picklist(CAUSES)),
	note: v.nullable(v.string()),
	next: v.nullable(v.object({ action: v.picklist(NEXT_ACTIONS), on: v.nullable(dateSchema) }))
});
export const paymentEntrySchema = v.object({
	id: operationIdSchema,
	round: v.nullable(roundIdSchema),
	day: dateSchema,
	at: integerSchema,
	by: userIdSchema,
	minor: minorSchema,
	means: meansSchema,
	/** e.g. Q-2026-T03-000127 */
	receipt: v.string(),
	/** What was posted, after judgement; with `credit` it adds up to `minor`. */
	postings: v.array(v.object({ claim: claimIdSchema, component: v.picklist(COMPONENTS), minor: minorSchema })),
	credit: minorSchema,
	status: v.picklist(['recorded', 'reversal-requested', 'reversed']),
	/** The pending or approved request and who asked it. */
	request: v.nullable(v.object({ id: operationIdSchema, by: userIdSchema })),
	/** The bank returned the cheque unpaid: the payment is reversed by that. */
	returned: v.exactOptional(v.object({ id: operationIdSchema, reason: chequeReturnReasonSchema, on: dateSchema }))
});
export const promiseEntrySchema = v.object({
	id: operationIdSchema,
	madeOn: dateSchema,
	at: integerSchema,
	by: userIdSchema,
	minor: minorSchema,
	dueOn: dateSchema,
	means: v.nullable(meansSchema),
	/** True once a later promise or protocol took its place. */
	replaced: v.boolean()
});
export const protocolEntrySchema = v.object({
	id: operationIdSchema,
	round: v.nullable(roundIdSchema),
	signedOn: dateSchema,
	at: integerSchema,
	by: userIdSchema,
	template: v.string(),
	version: integerSchema,
	total: minorSchema,
	down: v.nullable(v.object({ minor: minorSchema, dueOn: dateSchema })),
	instalments: v.array(instalmentSchema),
	replaced: v.boolean(),
	/** Absent in entries of before, which all are plans. */
	document: v.exactOptional(v.picklist(PROTOCOL_DOCUMENTS)),
	/** The protocol that this one took the place of. */
	replaces: v.exactOptional(operationIdSchema),
	/** Until when a consumer may go back on it; absent where there is no such time. */
	reflectionUntil: v.exactOptional(integerSchema),
	/** What the creditor gives up of these claims once the rest is paid; absent where he gives up nothing. */
	waived: v.exactOptional(minorSchema),
	covers: v.exactOptional(v.array(claimIdSchema)),
	ended: v.exactOptional(
		v.object({
			how: v.picklist(['withdrawn', 'terminated']),
			id: operationIdSchema,
			day: dateSchema,
			at: integerSchema,
			by: userIdSchema
		})
	)
});

export const PROPOSAL_STATUSES = ['waiting', 'approved', 'declined', 'signed', 'refused', 'replaced'] as const;
export const proposalEntrySchema = v.object({
	id: operationIdSchema,
	round: v.nullable(roundIdSchema),
	day: dateSchema,
	at: integerSchema,
	by: userIdSchema,
	document: v.picklist(PROTOCOL_DOCUMENTS),
	claimed: minorSchema,
	waived: minorSchema,
	total: minorSchema,
	down: v.nullable(v.object({ minor: minorSchema, dueOn: dateSchema })),
	instalments: v.array(instalmentSchema),
	dispute: v.nullable(v.string()),
	over: v.array(excessSchema),
	status: v.picklist(PROPOSAL_STATUSES),
	/** Who agreed or did not; null before. */
	decision: v.nullable(
		v.object({ id: operationIdSchema, by: userIdSchema, at: integerSchema, reason: v.nullable(v.string()) })
	)
});

export const reportEntrySchema = v.object({
	id: operationIdSchema,
	day: dateSchema,
	at: integerSchema,
	by: userIdSchema,
	what: v.picklist([...ALERTS, 'lifted']),
	/** A reference, the kind of dispute, or the alert that was lifted. */
	detail: v.nullable(v.string()),
	minor: v.nullable(minorSchema),
	note: v.nullable(v.string())
});

export const stateSchema = v.object({
	paid: v.record(claimIdSchema, paidSchema),
	credit: integerSchema,
	/** Newest first; the phone keeps the last ones, the server's operations keep all. */
	visits: v.array(visitEntrySchema),
	payments: v.array(paymentEntrySchema),
	promises: v.array(promiseEntrySchema),
	protocols: v.array(protocolEntrySchema),
	/** Terms beyond the margin that were put to a manager, newest first; absent before the first. */
	proposals: v.exactOptional(v.array(proposalEntrySchema)),
	alerts: v.array(v.picklist(ALERTS)),
	/** What was reported about the debtor, newest first; absent before the first. */
	reports: v.exactOptional(v.array(reportEntrySchema))
});
export type DossierState = v.InferOutput<typeof stateSchema>;
export type VisitEntry = v.InferOutput<typeof visitEntrySchema>;
export type PaymentEntry = v.InferOutput<typeof paymentEntrySchema>;
export type PromiseEntry = v.InferOutput<typeof promiseEntrySchema>;
export type ProtocolEntry = v.InferOutput<typeof protocolEntrySchema>;
export type ProposalEntry = v.InferOutput<typeof proposalEntrySchema>;
export type ReportEntry = v.InferOutput<typeof reportEntrySchema>;

export const dossierSchema = v.object({
	id: dossierIdSchema,
	/** Revision of the organisation at the last change of this dossier. */
	rev: integerSchema,
	facts: factsSchema,
	state: stateSchema
});
/** What a snapshot holds of one dossier. */
export type Dossier = v.InferOutput<typeof dossierSchema>;

export const EMPTY_STATE: DossierState = {
	paid: {},
	credit: 0,
	visits: [],
	payments: [],
	promises: [],
	protocols: [],
	alerts: []
};

export const NOTHING_PAID: Paid = { interest: 0, penalty: 0, indemnity: 0, principal: 0 };
