// Routes to an enforceable title, and the deadlines of payment orders, proofs of claim and small claims.
import { nextBusinessDay, previousBusinessDay } from './calendar';
import { shiftMonths } from './civil-days';
import { rowInForce } from './country/dated';
import { parameter, type ParameterName } from './country/parameters';
import type { CountryPack, Court, DebtorForum, Region } from './country/pack';
import type { Refusal } from './refusal';
import { ok, type Result } from './result';
import type { LocalDate } from './time';

type Answer<T> = Result<T, Refusal<'parameter-not-known'>>;

export type RouteQuestion = {
	/** Principal and interest, minor units. */
	readonly amountMinor: number;
	readonly forum: DebtorForum;
	/** Whether a payment order is what is asked for; null lets the dispute decide. */
	readonly paymentOrder: boolean | null;
	readonly overIndebted: boolean;
	readonly insolvent: boolean;
	readonly contested: boolean;
};

/** What a claim may be brought to; `replacedBy` names the only way left when everything else is blocked. */
export type Routes = {
	readonly blocked: boolean;
	readonly replacedBy: 'proof-of-claim' | 'over-indebtedness-stay' | null;
	readonly smallClaimsPossible: boolean;
	readonly paymentOrderPossible: boolean;
	readonly court: Court;
	readonly amicableAttemptRequired: boolean;
	readonly lawyerRequired: boolean;
	readonly contributionMinor: number;
};

/** Routes open to a claim on a day (France: CPC 750-1, 761, 853, 1405; CPCE L125-1; CGI 1635 bis Q). */
export function litigationRoutes(pack: CountryPack, question: RouteQuestion, day: LocalDate): Answer<Routes> {
	const forum = pack.litigation.forums[question.forum];
	const smallClaims = parameter(pack, 'litigation.small-claims-ceiling', day);
	if (!smallClaims.ok) return smallClaims;
	const attempt = parameter(pack, 'litigation.amicable-attempt-ceiling', day);
	if (!attempt.ok) return attempt;
	const contribution = parameter(pack, 'litigation.contribution', day);
	if (!contribution.ok) return contribution;
	const lawyer = lawyerRequired(pack, forum.lawyer, question.amountMinor, day);
	if (!lawyer.ok) return lawyer;
	const blocked = question.insolvent || question.overIndebted;
	const open = !blocked && !question.contested;
	const byOrder = question.paymentOrder ?? !question.contested;
	return ok({
		blocked,
		replacedBy: question.insolvent ? 'proof-of-claim' : question.overIndebted ? 'over-indebtedness-stay' : null,
		smallClaimsPossible: open && question.amountMinor <= smallClaims.value,
		paymentOrderPossible: open,
		court: forum.court,
		amicableAttemptRequired: !byOrder && forum.amicableAttempt && question.amountMinor <= attempt.value,
		lawyerRequired: lawyer.value,
		contributionMinor: !byOrder && forum.contribution ? contribution.value : 0
	});
}

/** A payment order that was obtained; `asOf` judges whether an unserved one has lapsed. */
export type PaymentOrder = {
	readonly orderDate: LocalDate;
	readonly servedOn: LocalDate | null;
	readonly servedToPerson: boolean;
	readonly asOf: LocalDate | null;
};

export type PaymentOrderDeadlines = {
	readonly serviceMonths: number;
	readonly serveBy: LocalDate;
	/** The same day when offices work, else the next one on which they do (CPC 642). */
	readonly serveByRolled: LocalDate;
	/** Null while the order is not served and may still be. */
	readonly lapsed: boolean | null;
	/** Null when not served to the person: the delay then runs from a later act. */
	readonly oppositionLastDay: LocalDate | null;
	readonly enforceableWithoutNoticeAfter: LocalDate | null;
};

/** Deadlines of a payment order (France: CPC 1411, 1416, 1422). */
export function paymentOrderDeadlines(
	pack: CountryPack,
	order: PaymentOrder,
	region?: Region
): Answer<PaymentOrderDeadlines> {
	const service = parameter(pack, 'litigation.order-service-months', order.orderDate);
	if (!service.ok) return service;
	const opposition = parameter(pack, 'litigation.opposition-months', order.orderDate);
	if (!opposition.ok) return opposition;
	const enforceable = rowInForce(pack.parameters['litigation.enforceable-without-notice-months'], order.orderDate);
	const serveBy = shiftMonths(order.orderDate, service.value);
	const serveByRolled = nextBusinessDay(pack.calendar, serveBy, region);
	const { servedOn, asOf } = order;
	const deadlines = { serviceMonths: service.value, serveBy, serveByRolled };
	if (servedOn === null) {
		const lapsed = asOf !== null && asOf > serveByRolled ? true : null;
		return ok({ ...deadlines, lapsed, oppositionLastDay: null, enforceableWithoutNoticeAfter: null });
	}
	return ok({
		...deadlines,
		lapsed: servedOn > serveByRolled,
		oppositionLastDay: order.servedToPerson
			? nextBusinessDay(pack.calendar, shiftMonths(servedOn, opposition.value), region)
			: null,
		enforceableWithoutNoticeAfter: enforceable === null ? null : shiftMonths(servedOn, enforceable.value)
	});
}

export type ProofOfClaimDeadlines = {
	readonly declareBy: LocalDate;
	readonly declareByRolled: LocalDate;
	/** The last business day on which one may declare without relying on the roll. */
	readonly safeDay: LocalDate;
	/** Last day to ask for relief from the missed deadline. */
	readonly reliefBy: LocalDate;
};

/** Deadlines of a proof of claim, from the official publication of the judgment (France: C. com. R622-24, L622-26). */
export function proofOfClaimDeadlines(
	pack: CountryPack,
	publication: LocalDate,
	creditorOverseas: boolean,
	region?: Region
): Answer<ProofOfClaimDeadlines> {
	const months = parameter(pack, 'litigation.declaration-months', publication);
	if (!months.ok) return months;
	const extra = parameter(pack, 'litigation.declaration-extra-months-overseas', publication);
	if (!extra.ok) return extra;
	const relief = parameter(pack, 'litigation.declaration-relief-months', publication);
	if (!relief.ok) return relief;
	const declareBy = shiftMonths(publication, months.value + (creditorOverseas ? extra.value : 0));
	return ok({
		declareBy,
		declareByRolled: nextBusinessDay(pack.calendar, declareBy, region),
		safeDay: previousBusinessDay(pack.calendar, declareBy, region),
		reliefBy: shiftMonths(publication, relief.value)
	});
}

export type SmallClaimsReply = 'accepted' | 'refused';
export type SmallClaimsState = {
	readonly deadline: LocalDate;
	readonly status: 'waiting' | 'accepted' | 'refused' | 'refused-by-silence';
};

/** Where an invitation to the small-claims procedure stands: silence until the deadline is a refusal (CPCE R125-1). */
export function smallClaimsState(
	pack: CountryPack,
	invitedOn: LocalDate,
	reply: SmallClaimsReply | null,
	asOf: LocalDate
): Answer<SmallClaimsState> {
	const months = parameter(pack, 'litigation.small-claims-reply-months', invitedOn);
	if (!months.ok) return months;
	const deadline = shiftMonths(invitedOn, months.value);
	return ok({ deadline, status: reply ?? (asOf > deadline ? 'refused-by-silence' : 'waiting') });
}

const LAWYER_THRESHOLD = {
	civil: 'litigation.lawyer-above-civil',
	commercial: 'litigation.lawyer-above-commercial'
} as const satisfies Record<string, ParameterName>;

function lawyerRequired(
	pack: CountryPack,
	kind: 'civil' | 'commercial' | null,
	amountMinor: number,
	day: LocalDate
): Answer<boolean> {
	if (kind === null) return ok(false);
	const threshold = parameter(pack, LAWYER_THRESHOLD[kind], day);
	return threshold.ok ? ok(amountMinor > threshold.value) : threshold;
}
