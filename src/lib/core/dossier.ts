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
import { components } from './allocation';
import { LIMITATION_KINDS, type CountryPack } from './country/pack';
import { dueOf, statementOf, type Statement, type StatementClaim, type StatementPayment } from './statement';
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

/** Amounts of one claim, component by component, in minor units; never negative. */
export type Open = Readonly<Record<Component, number>>;

/**
 * The statement of a claim as at a day: what the creditor entrusted, the interest that the law lets run since, less what was
 * paid and not reversed. An unknown rate never stops it: `through` then says to which day it runs.
 */
export function claimStatement(
	dossier: Pick<Dossier, 'facts' | 'state'>,
	claim: Claim,
	asOf: LocalDate,
	pack: CountryPack
): Statement {
	const { facts } = dossier;
	const statementClaim: StatementClaim = {
		currency: facts.currency,
		debtorKind: facts.debtor.kind,
		creditorKind: facts.creditor.person === 'private' ? 'individual' : 'other',
		principalMinor: claim.principal,
		dueDate: claim.dueOn,
		formalNotice: facts.noticeOn,
		enforceableSince: null,
		contractRateBp: claim.contractRateBp,
		penalClauseBp: claim.penalClauseBp,
		lateInvoices: 1,
		openingJudgment: null,
		longTermCredit: false,
		interestFrozenFrom: facts.alerts.some(stopsInterest) ? (claim.countedOn ?? claim.dueOn) : null,
		capitalFirst: false,
		dayCount: null,
		entrusted: {
			on: claim.countedOn ?? asOf,
			interestMinor: claim.interest,
			penaltyMinor: claim.penalty,
			indemnityMinor: claim.indemnity
		},
		payments: paymentsOf(dossier.state, claim)
	};
	return statementOf(pack, statementClaim, asOf);
}

/**
 * An over-indebted or insolvent debtor owes no more interest (C. conso L722-14, C. com. L622-28). The dossier knows that, not
 * since when: nothing is added to what the creditor counted, so that too much is never asked.
 */
const stopsInterest = (alert: Alert): boolean => alert === 'over-indebted' || alert === 'insolvency';

/** The open amounts of a claim on a day, component by component. */
export function openOfClaim(
	dossier: Pick<Dossier, 'facts' | 'state'>,
	claim: Claim,
	asOf: LocalDate,
	pack: CountryPack
): Open {
	const { interest, penalty, indemnity, principal } = dueOf(claimStatement(dossier, claim, asOf, pack));
	return { interest, penalty, indemnity, principal };
}

function paymentsOf(state: DossierState, claim: Claim): readonly StatementPayment[] {
	return [...state.payments]
		.sort((a, b) => a.at - b.at)
		.filter((payment) => payment.status !== 'reversed')
		.map((payment) => {
			const postings = payment.postings.filter((posting) => posting.claim === claim.id);
			const split: Record<Component, number> = { interest: 0, penalty: 0, indemnity: 0, principal: 0 };
			for (const posting of postings) split[posting.component] += posting.minor;
			return { date: payment.day, minor: openTotal(split), split: components(split) };
		})
		.filter((payment) => payment.minor > 0);
}

/** Sum of the open components of a claim, in minor units. */
export const openTotal = (open: Open): number => COMPONENTS.reduce((sum, component) => sum + open[component], 0);

/** What the debtor still owes on the whole dossier on a day, in minor units of its currency. */
export function balanceOf(dossier: Pick<Dossier, 'facts' | 'state'>, asOf: LocalDate, pack: CountryPack): number {
	return dossier.facts.claims.reduce((sum, claim) => sum + openTotal(openOfClaim(dossier, claim, asOf, pack)), 0);
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
