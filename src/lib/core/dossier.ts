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
import type { LocalDate } from './time';
import {
	COMPONENTS,
	currencySchema,
	dateSchema,
	integerSchema,
	instalmentSchema,
	meansSchema,
	minorSchema,
	OUTCOMES,
	NEXT_ACTIONS,
	CAUSES,
	type Component,
	type Posting
} from './operation';

export const addressSchema = v.strictObject({
	lines: v.array(v.string()),
	postcode: v.string(),
	city: v.string(),
	country: v.string(),
	/** Position in millionths of a degree; null when the address was never located. */
	position: v.nullable(v.strictObject({ latE6: integerSchema, lonE6: integerSchema }))
});
export type Address = v.InferOutput<typeof addressSchema>;

export const claimSchema = v.strictObject({
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
	contractRateBp: v.nullable(integerSchema)
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

export const factsSchema = v.strictObject({
	/** The creditor's or agency's reference of the dossier, shown on every paper. */
	ref: v.string(),
	phase: v.picklist(PHASES),
	currency: currencySchema,
	debtor: v.strictObject({
		id: debtorIdSchema,
		kind: v.picklist(['consumer', 'professional']),
		name: v.string(),
		siren: v.nullable(v.string()),
		addresses: v.array(addressSchema),
		phones: v.array(v.string()),
		email: v.nullable(v.string())
	}),
	parties: v.array(
		v.strictObject({
			id: partyIdSchema,
			role: v.picklist(['co-debtor', 'guarantor', 'representative']),
			name: v.string(),
			phone: v.nullable(v.string())
		})
	),
	creditor: v.strictObject({
		id: creditorIdSchema,
		name: v.string(),
		address: v.string(),
		kind: v.picklist(['own', 'mandated']),
		person: v.picklist(['private', 'other'])
	}),
	mandate: v.nullable(v.strictObject({ ref: v.string(), signedOn: dateSchema })),
	/** The letter of CPCE R124-4: every later step quotes it. */
	letter: v.nullable(v.strictObject({ ref: v.string(), sentOn: dateSchema })),
	/** Day the formal notice reached the debtor; legal interest runs from it. */
	noticeOn: v.nullable(dateSchema),
	alerts: v.array(v.picklist(ALERTS)),
	claims: v.array(claimSchema)
});
export type DossierFacts = v.InferOutput<typeof factsSchema>;

const paidSchema = v.strictObject({
	interest: integerSchema,
	penalty: integerSchema,
	indemnity: integerSchema,
	principal: integerSchema
});
export type Paid = v.InferOutput<typeof paidSchema>;

export const visitEntrySchema = v.strictObject({
	id: operationIdSchema,
	round: v.nullable(roundIdSchema),
	day: dateSchema,
	at: integerSchema,
	by: userIdSchema,
	outcome: v.picklist(OUTCOMES),
	cause: v.nullable(v.picklist(CAUSES)),
	note: v.nullable(v.string()),
	next: v.nullable(v.strictObject({ action: v.picklist(NEXT_ACTIONS), on: v.nullable(dateSchema) }))
});
export const paymentEntrySchema = v.strictObject({
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
	postings: v.array(v.strictObject({ claim: claimIdSchema, component: v.picklist(COMPONENTS), minor: minorSchema })),
	credit: minorSchema,
	status: v.picklist(['recorded', 'reversal-requested', 'reversed']),
	/** The pending or approved request and who asked it. */
	request: v.nullable(v.strictObject({ id: operationIdSchema, by: userIdSchema }))
});
export const promiseEntrySchema = v.strictObject({
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
export const protocolEntrySchema = v.strictObject({
	id: operationIdSchema,
	round: v.nullable(roundIdSchema),
	signedOn: dateSchema,
	at: integerSchema,
	by: userIdSchema,
	template: v.string(),
	version: integerSchema,
	total: minorSchema,
	down: v.nullable(v.strictObject({ minor: minorSchema, dueOn: dateSchema })),
	instalments: v.array(instalmentSchema),
	replaced: v.boolean()
});

export const stateSchema = v.strictObject({
	paid: v.record(claimIdSchema, paidSchema),
	credit: integerSchema,
	/** Newest first; the phone keeps the last ones, the server's operations keep all. */
	visits: v.array(visitEntrySchema),
	payments: v.array(paymentEntrySchema),
	promises: v.array(promiseEntrySchema),
	protocols: v.array(protocolEntrySchema),
	alerts: v.array(v.picklist(ALERTS))
});
export type DossierState = v.InferOutput<typeof stateSchema>;
export type VisitEntry = v.InferOutput<typeof visitEntrySchema>;
export type PaymentEntry = v.InferOutput<typeof paymentEntrySchema>;
export type PromiseEntry = v.InferOutput<typeof promiseEntrySchema>;
export type ProtocolEntry = v.InferOutput<typeof protocolEntrySchema>;

export const dossierSchema = v.strictObject({
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

/** What is still open on one claim, component by component; never negative. */
export type Open = Readonly<Record<Component, number>>;

/** The open amounts of a claim on a day, given what the dossier's payments posted to it. */
export function openOfClaim(dossier: Pick<Dossier, 'facts' | 'state'>, claim: Claim, asOf: LocalDate): Open {
	const paid = dossier.state.paid[claim.id] ?? NOTHING_PAID;
	const due = dueOfClaim(dossier.facts, claim, asOf);
	return {
		interest: Math.max(0, due.interest - paid.interest),
		penalty: Math.max(0, due.penalty - paid.penalty),
		indemnity: Math.max(0, due.indemnity - paid.indemnity),
		principal: Math.max(0, due.principal - paid.principal)
	};
}

/** What a claim amounts to on a day before any payment: the amounts entrusted by the creditor. */
export function dueOfClaim(_facts: DossierFacts, claim: Claim, _asOf: LocalDate): Open {
	return { interest: claim.interest, penalty: claim.penalty, indemnity: claim.indemnity, principal: claim.principal };
}

/** Sum of the open components of a claim, in minor units. */
export const openTotal = (open: Open): number => COMPONENTS.reduce((sum, component) => sum + open[component], 0);

/** What the debtor still owes on the whole dossier on a day, in minor units of its currency. */
export function balanceOf(dossier: Pick<Dossier, 'facts' | 'state'>, asOf: LocalDate): number {
	return dossier.facts.claims.reduce((sum, claim) => sum + openTotal(openOfClaim(dossier, claim, asOf)), 0);
}

/** Adds postings to what was paid; `sign` is −1 for a reversal. */
export function addPostings(
	paid: DossierState['paid'],
	postings: readonly Posting[],
	sign: 1 | -1
): DossierState['paid'] {
	const next = { ...paid };
	for (const posting of postings) {
		const before = next[posting.claim] ?? NOTHING_PAID;
		next[posting.claim] = { ...before, [posting.component]: before[posting.component] + sign * posting.minor };
	}
	return next;
}
