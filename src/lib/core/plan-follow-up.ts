// A signed plan after its signature: payments fill it, instalments take states, default and acceleration are only proposed.
import { shiftDays } from './civil-days';
import type { CountryPack, DebtorKind } from './country/pack';
import { parameter } from './country/parameters';
import type { Refusal } from './refusal';
import { ok, type Result } from './result';
import type { LocalDate } from './time';

export type PlannedInstalment = { readonly dueOn: LocalDate; readonly minor: number };
export type PlanPayment = { readonly on: LocalDate; readonly minor: number };

export type PlanAllocation = {
	/** Left to pay on each instalment, in minor units. */
	readonly left: readonly number[];
	/** Day on which each instalment was settled; null while something is left. */
	readonly settledOn: readonly (LocalDate | null)[];
	/** What each instalment received, oldest first. */
	readonly parts: readonly (readonly PlanPayment[])[];
	/** Received beyond the whole plan: a credit of the debtor, never absorbed. */
	readonly credit: number;
	readonly planLeft: number;
};

export const INSTALMENT_STATES = [
	'upcoming',
	'kept',
	'grace',
	'kept-late',
	'broken',
	'notice-running',
	'broken-cured',
	'acceleration-possible'
] as const;
/** `acceleration-possible` means that a manager may now declare it by a second letter; it is never automatic. */
export type InstalmentState = (typeof INSTALMENT_STATES)[number];

/** House terms of a plan in force on a day; days and minor units. */
export type PlanTerms = {
	readonly graceDays: number;
	readonly noticeDays: number;
	readonly tolerance: number;
	/** Broken instalments from which a default is serious. */
	readonly seriousInstalments: number;
	/** A default is serious too when more than one instalment ÷ divisor is missing. */
	readonly seriousDivisor: number;
};

export type InstalmentVerdict = {
	readonly state: InstalmentState;
	readonly graceEndsOn: LocalDate;
	readonly noticeEndsOn: LocalDate | null;
};

export type PlanProposal =
	| { readonly kind: 'remind'; readonly instalment: number; readonly left: number }
	| { readonly kind: 'send-notice'; readonly instalments: readonly number[]; readonly left: number }
	| { readonly kind: 'declare-acceleration'; readonly instalments: readonly number[]; readonly left: number };

export const PLAN_STATES = ['running', 'late', 'broken', 'notice-running', 'acceleration-possible', 'settled'] as const;
export type PlanState = (typeof PLAN_STATES)[number];

export type PlanVerdict = {
	readonly state: PlanState;
	readonly instalments: readonly InstalmentVerdict[];
	readonly allocation: PlanAllocation;
	/** Whether the default is serious enough for a notice of acceleration (C. conso L212-1 and case law). */
	readonly serious: boolean;
	/** What a manager may do; nothing happens by itself. */
	readonly proposals: readonly PlanProposal[];
};

/**
 * Fills a plan with payments in the order of their days: the oldest unpaid instalment first, a prepayment goes forward,
 * a surplus is a credit. Payments of nothing or less are left out: a reversed payment is not to be given.
 */
export function allocateToPlan(
	instalments: readonly PlannedInstalment[],
	payments: readonly PlanPayment[]
): PlanAllocation {
	const left = instalments.map((instalment) => instalment.minor);
	const settledOn: (LocalDate | null)[] = instalments.map(() => null);
	const parts: PlanPayment[][] = instalments.map(() => []);
	let credit = 0;
	for (const payment of inOrder(payments)) {
		let rest = payment.minor;
		for (const [index, open] of left.entries()) {
			const share = Math.min(open, rest);
			if (share <= 0) continue;
			left[index] = open - share;
			parts[index]?.push({ on: payment.on, minor: share });
			if (share === open) settledOn[index] = payment.on;
			rest -= share;
		}
		credit += rest;
	}
	return { left, settledOn, parts, credit, planLeft: left.reduce((sum, minor) => sum + minor, 0) };
}

/** The state of one instalment on a day, from what was paid on it and the notice sent for it. */
export function instalmentState(
	instalment: PlannedInstalment,
	paid: readonly PlanPayment[],
	noticeSentOn: LocalDate | null,
	asOf: LocalDate,
	terms: Pick<PlanTerms, 'graceDays' | 'noticeDays' | 'tolerance'>
): InstalmentVerdict {
	const graceEndsOn = shiftDays(instalment.dueOn, terms.graceDays);
	const notice =
		noticeSentOn === null ? null : { sentOn: noticeSentOn, endsOn: shiftDays(noticeSentOn, terms.noticeDays) };
	const settled = settlementDay(instalment.minor - terms.tolerance, paid, asOf);
	const state = ((): InstalmentState => {
		if (settled !== null && settled <= instalment.dueOn) return 'kept';
		if (settled !== null && settled <= graceEndsOn) return 'kept-late';
		// A payment after the end of the notice no longer cures by itself: a manager decides.
		if (settled !== null && (notice === null || settled <= notice.endsOn)) return 'broken-cured';
		if (asOf <= instalment.dueOn) return 'upcoming';
		if (asOf <= graceEndsOn) return 'grace';
		if (notice === null || notice.sentOn > asOf) return 'broken';
		return asOf > notice.endsOn ? 'acceleration-possible' : 'notice-running';
	})();
	return { state, graceEndsOn, noticeEndsOn: notice === null ? null : notice.endsOn };
}

/** The terms that the house gives a kind of debtor on a day; refuses a day that no row covers. */
export function planTerms(
	pack: Pick<CountryPack, 'parameters'>,
	debtor: DebtorKind,
	day: LocalDate
): Result<PlanTerms, Refusal> {
	const notice = debtor === 'consumer' ? 'plan.notice-days-consumer' : 'plan.notice-days-professional';
	const graceDays = parameter(pack, 'plan.grace-days', day);
	if (!graceDays.ok) return graceDays;
	const noticeDays = parameter(pack, notice, day);
	if (!noticeDays.ok) return noticeDays;
	const tolerance = parameter(pack, 'plan.tolerance', day);
	if (!tolerance.ok) return tolerance;
	const seriousInstalments = parameter(pack, 'plan.serious-default-instalments', day);
	if (!seriousInstalments.ok) return seriousInstalments;
	const seriousDivisor = parameter(pack, 'plan.serious-default-divisor', day);
	if (!seriousDivisor.ok) return seriousDivisor;
	return ok({
		graceDays: graceDays.value,
		noticeDays: noticeDays.value,
		tolerance: tolerance.value,
		seriousInstalments: seriousInstalments.value,
		seriousDivisor: seriousDivisor.value
	});
}

/** The state of a whole plan on a day and what a manager may do about it. One notice speaks of all broken instalments. */
export function planState(
	instalments: readonly PlannedInstalment[],
	payments: readonly PlanPayment[],
	noticeSentOn: LocalDate | null,
	asOf: LocalDate,
	terms: PlanTerms
): PlanVerdict {
	const allocation = allocateToPlan(
		instalments,
		payments.filter((payment) => payment.on <= asOf)
	);
	const verdicts = instalments.map((instalment, index) =>
		// A notice sent before an instalment broke says nothing about it.
		instalmentState(instalment, allocation.parts[index] ?? [], noticeFor(instalment, noticeSentOn, terms), asOf, terms)
	);
	const unpaid = (state: InstalmentState): readonly number[] =>
		verdicts.flatMap((verdict, index) =>
			verdict.state === state && (allocation.left[index] ?? 0) > terms.tolerance ? [index] : []
		);
	const [grace, broken, noticed, lost] = [
		unpaid('grace'),
		unpaid('broken'),
		unpaid('notice-running'),
		unpaid('acceleration-possible')
	];
	const leftOf = (indexes: readonly number[]) => indexes.reduce((sum, index) => sum + (allocation.left[index] ?? 0), 0);
	const inDefault = [...broken, ...noticed, ...lost];
	const serious = isSerious(inDefault, instalments, allocation, terms);
	const numbers = (indexes: readonly number[]) => indexes.map((index) => index + 1);
	const proposals: PlanProposal[] = [...grace, ...(serious ? [] : broken)].map((index) => ({
		kind: 'remind',
		instalment: index + 1,
		left: leftOf([index])
	}));
	if (serious && broken.length > 0)
		proposals.push({ kind: 'send-notice', instalments: numbers(broken), left: leftOf(broken) });
	if (serious && lost.length > 0)
		proposals.push({ kind: 'declare-acceleration', instalments: numbers(lost), left: allocation.planLeft });
	const state = ((): PlanState => {
		if (allocation.left.every((minor) => minor <= terms.tolerance)) return 'settled';
		if (lost.length > 0) return 'acceleration-possible';
		if (noticed.length > 0) return 'notice-running';
		if (broken.length > 0) return 'broken';
		return grace.length > 0 ? 'late' : 'running';
	})();
	return { state, instalments: verdicts, allocation, serious, proposals };
}

function noticeFor(instalment: PlannedInstalment, sentOn: LocalDate | null, terms: PlanTerms): LocalDate | null {
	return sentOn !== null && sentOn > shiftDays(instalment.dueOn, terms.graceDays) ? sentOn : null;
}

function isSerious(
	inDefault: readonly number[],
	instalments: readonly PlannedInstalment[],
	allocation: PlanAllocation,
	terms: PlanTerms
): boolean {
	if (inDefault.length >= terms.seriousInstalments && inDefault.length > 0) return true;
	return inDefault.some((index) => {
		const missing = allocation.left[index] ?? 0;
		return missing * terms.seriousDivisor > (instalments[index]?.minor ?? 0);
	});
}

/** The first day on which enough was received, among payments up to a day; null while something is missing. */
function settlementDay(needed: number, paid: readonly PlanPayment[], asOf: LocalDate): LocalDate | null {
	let received = 0;
	for (const payment of inOrder(paid)) {
		if (payment.on > asOf) return null;
		received += payment.minor;
		if (received >= needed) return payment.on;
	}
	return null;
}

function inOrder(payments: readonly PlanPayment[]): readonly PlanPayment[] {
	return payments.filter((payment) => payment.minor > 0).sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}
