// A signed plan after its signature: payments fill it, instalments take states, default and acceleration are only proposed.
import { shiftDays } from './civil-days';
import type { CountryPack, DebtorKind } from './country/pack';
import { parameter } from './country/parameters';
import { sumMinor } from './money';
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
	return allocationOf(fill(instalments, payments));
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
	const filled = fill(
		instalments,
		payments.filter((payment) => payment.on <= asOf)
	);
	const judged = filled.rows.map((row): JudgedRow => {
		// A notice sent before an instalment broke says nothing about it.
		const notice = noticeFor(row.instalment, noticeSentOn, terms);
		return { ...row, verdict: instalmentState(row.instalment, row.parts, notice, asOf, terms) };
	});
	const unpaid = judged.filter((row) => row.left > terms.tolerance);
	const serious = isSerious(unpaid, terms);
	return {
		state: stateOf(unpaid),
		instalments: judged.map((row) => row.verdict),
		allocation: allocationOf(filled),
		serious,
		proposals: proposalsFor(unpaid, serious, leftOf(filled.rows))
	};
}

type Row = {
	readonly no: number;
	readonly instalment: PlannedInstalment;
	readonly parts: PlanPayment[];
	left: number;
	settledOn: LocalDate | null;
};
type JudgedRow = Row & { readonly verdict: InstalmentVerdict };

type Filled = { readonly rows: readonly Row[]; readonly credit: number };

/** The one place where payments meet instalments. */
function fill(instalments: readonly PlannedInstalment[], payments: readonly PlanPayment[]): Filled {
	const rows = instalments.map((instalment, index): Row => ({
		no: index + 1,
		instalment,
		parts: [],
		left: instalment.minor,
		settledOn: null
	}));
	let credit = 0;
	for (const payment of inOrder(payments)) {
		let rest = payment.minor;
		for (const row of rows) {
			const share = Math.min(row.left, rest);
			if (share <= 0) continue;
			row.left -= share;
			row.parts.push({ on: payment.on, minor: share });
			if (row.left === 0) row.settledOn = payment.on;
			rest -= share;
		}
		credit += rest;
	}
	return { rows, credit };
}

function allocationOf({ rows, credit }: Filled): PlanAllocation {
	return {
		left: rows.map((row) => row.left),
		settledOn: rows.map((row) => row.settledOn),
		parts: rows.map((row) => row.parts),
		credit,
		planLeft: leftOf(rows)
	};
}

const leftOf = (rows: readonly Row[]): number => sumMinor(rows.map((row) => row.left));

const inState = (rows: readonly JudgedRow[], ...states: readonly InstalmentState[]): readonly JudgedRow[] =>
	rows.filter((row) => states.includes(row.verdict.state));

function stateOf(unpaid: readonly JudgedRow[]): PlanState {
	if (unpaid.length === 0) return 'settled';
	for (const state of ['acceleration-possible', 'notice-running', 'broken'] as const)
		if (inState(unpaid, state).length > 0) return state;
	return inState(unpaid, 'grace').length > 0 ? 'late' : 'running';
}

function proposalsFor(unpaid: readonly JudgedRow[], serious: boolean, planLeft: number): readonly PlanProposal[] {
	const broken = inState(unpaid, 'broken');
	const lost = inState(unpaid, 'acceleration-possible');
	const reminded = serious ? inState(unpaid, 'grace') : inState(unpaid, 'grace', 'broken');
	const proposals: PlanProposal[] = reminded.map((row) => ({ kind: 'remind', instalment: row.no, left: row.left }));
	if (serious && broken.length > 0)
		proposals.push({ kind: 'send-notice', instalments: broken.map((row) => row.no), left: leftOf(broken) });
	if (serious && lost.length > 0)
		proposals.push({ kind: 'declare-acceleration', instalments: lost.map((row) => row.no), left: planLeft });
	return proposals;
}

function noticeFor(instalment: PlannedInstalment, sentOn: LocalDate | null, terms: PlanTerms): LocalDate | null {
	return sentOn !== null && sentOn > shiftDays(instalment.dueOn, terms.graceDays) ? sentOn : null;
}

function isSerious(unpaid: readonly JudgedRow[], terms: PlanTerms): boolean {
	const inDefault = inState(unpaid, 'broken', 'notice-running', 'acceleration-possible');
	if (inDefault.length > 0 && inDefault.length >= terms.seriousInstalments) return true;
	return inDefault.some((row) => row.left * terms.seriousDivisor > row.instalment.minor);
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
