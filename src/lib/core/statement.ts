// The statement of a claim as at a day (décompte arrêté au…): principal, interest, penalty and indemnity apart, with lines that add up.
import { accrue, type InterestLine } from './accrual';
import {
	addComponents,
	allocateWithinDebt,
	applyPrintedSplit,
	components,
	NO_AMOUNTS,
	totalOf,
	type Components
} from './allocation';
import { daysFrom, shiftDays } from './civil-days';
import type { Component, CountryPack, CreditorKind, DayCount, DebtorKind } from './country/pack';
import { fixedIndemnity, lastDayOfInterest } from './interest';
import { increaseDelayEnds } from './legal-interest';
import { penalty } from './penal-clause';
import type { Currency } from './money';
import { lateRate, legalRate, type AppliedRate, type RateRefusal } from './rate';
import { ok, type Result } from './result';
import { maxDate, minDate, type LocalDate } from './time';

/** Money received for a claim; `split` is the printed allocation, null to allocate in the legal order. Minor units. */
export type StatementPayment = {
	readonly date: LocalDate;
	readonly minor: number;
	readonly split: Components | null;
};

/**
 * What the creditor already counted when entrusting the claim: interest goes on from the day after `on`, and a charge that the
 * law adds later is only added where the creditor counted none.
 */
export type Entrusted = {
	readonly on: LocalDate;
	readonly interestMinor: number;
	readonly penaltyMinor: number;
	readonly indemnityMinor: number;
};

/** A claim of either kind: late interest between professionals, legal interest otherwise. Minor units of its currency. */
export type StatementClaim = {
	/** The fixed indemnity exists in the country's currency only. */
	readonly currency: Currency;
	readonly debtorKind: DebtorKind;
	readonly creditorKind: CreditorKind;
	readonly principalMinor: number;
	readonly dueDate: LocalDate;
	/** Day the formal notice took effect, or null. */
	readonly formalNotice: LocalDate | null;
	readonly enforceableSince: LocalDate | null;
	readonly contractRateBp: number | null;
	/** Share of a stipulated penalty clause in basis points, or null. */
	readonly penalClauseBp: number | null;
	readonly lateInvoices: number;
	readonly openingJudgment: LocalDate | null;
	readonly longTermCredit: boolean;
	/** Day from which no interest runs any more (over-indebtedness admitted), or null. */
	readonly interestFrozenFrom: LocalDate | null;
	/** A judge ordered that payments reduce the capital first. */
	readonly capitalFirst: boolean;
	/** Null for the country's own day count. */
	readonly dayCount: DayCount | null;
	readonly entrusted: Entrusted | null;
	readonly payments: readonly StatementPayment[];
};

export type InterestRegime = 'late-payment' | 'legal';

/** One component: what was incurred = what was paid + what is due. */
export type StatementAmount = {
	readonly incurredMinor: number;
	readonly paidMinor: number;
	readonly dueMinor: number;
};

export type StatementAllocation = {
	readonly date: LocalDate;
	readonly minor: number;
	readonly applied: Components;
	readonly unappliedMinor: number;
};

export type Statement = Readonly<Record<Component, StatementAmount>> & {
	readonly asOf: LocalDate;
	/** Last day that the interest is known for; before `asOf` only when `refusal` says so. */
	readonly through: LocalDate;
	readonly refusal: RateRefusal | null;
	readonly regime: InterestRegime;
	readonly dayCount: DayCount;
	readonly lines: readonly InterestLine[];
	/** Interest counted by the creditor before the first line; with the lines it adds up to the interest incurred. */
	readonly carriedInterestMinor: number;
	/** Whether the contract's rate was lifted to the legal floor on some line. */
	readonly raisedToFloor: boolean;
	readonly allocations: readonly StatementAllocation[];
	readonly totalDueMinor: number;
	readonly creditMinor: number;
};

/** Statement of one claim as at a day. An unknown rate never stops it: it then runs to the last known day and says so. */
export function statementOf(pack: CountryPack, claim: StatementClaim, asOf: LocalDate): Statement {
	const terms = termsOf(pack, claim, asOf);
	const book = openBook(pack, claim, terms);
	for (const payment of paymentsBy(claim.payments, asOf)) {
		runInterest(pack, book, terms, minDate(payment.date, terms.until));
		incurCharges(book, payment.date);
		takePayment(pack, book, claim, payment);
	}
	runInterest(pack, book, terms, terms.until);
	incurCharges(book, asOf);
	const amount = (component: Component): StatementAmount => ({
		incurredMinor: book.incurred[component],
		paidMinor: book.incurred[component] - book.open[component],
		dueMinor: book.open[component]
	});
	return {
		asOf,
		through: book.refusal === null ? asOf : book.through,
		refusal: book.refusal,
		regime: terms.regime,
		dayCount: terms.dayCount,
		lines: book.lines,
		carriedInterestMinor: claim.entrusted?.interestMinor ?? 0,
		raisedToFloor: book.lines.some((line) => line.raisedToFloor),
		costs: amount('costs'),
		principal: amount('principal'),
		interest: amount('interest'),
		penalty: amount('penalty'),
		indemnity: amount('indemnity'),
		allocations: book.allocations,
		totalDueMinor: totalOf(book.open),
		creditMinor: book.creditMinor
	};
}

/** What is due over several statements, component by component. */
export function dueOver(statements: readonly Statement[]): Components {
	return statements.reduce((sum, statement) => addComponents(sum, dueOf(statement)), NO_AMOUNTS);
}

/** What is due on one statement, component by component. */
export function dueOf(statement: Statement): Components {
	return {
		costs: statement.costs.dueMinor,
		interest: statement.interest.dueMinor,
		principal: statement.principal.dueMinor,
		penalty: statement.penalty.dueMinor,
		indemnity: statement.indemnity.dueMinor
	};
}

type Terms = {
	readonly regime: InterestRegime;
	readonly dayCount: DayCount;
	/** Interest runs from the day after this one; null when nothing makes it run. */
	readonly after: LocalDate | null;
	readonly until: LocalDate;
	readonly rateChangesAfter: LocalDate | null;
	readonly rateOn: (day: LocalDate) => Result<AppliedRate, RateRefusal>;
};

/** What the law adds once, on a day, if principal is still open then. */
type Charge = {
	readonly component: 'indemnity' | 'penalty';
	readonly on: LocalDate;
	readonly minorOf: (principalMinor: number) => number;
};

type Book = {
	open: Components;
	incurred: Components;
	cursor: LocalDate | null;
	through: LocalDate;
	refusal: RateRefusal | null;
	creditMinor: number;
	pendingCharges: readonly Charge[];
	readonly lines: InterestLine[];
	readonly allocations: StatementAllocation[];
};

function termsOf(pack: CountryPack, claim: StatementClaim, asOf: LocalDate): Terms {
	const dayCount = claim.dayCount ?? pack.interest.dayCount;
	const stopped = lastDayOfInterest(claim.openingJudgment, claim.longTermCredit, asOf);
	const frozen = claim.interestFrozenFrom === null ? asOf : shiftDays(claim.interestFrozenFrom, -1);
	const until = minDate(stopped, frozen);
	if (claim.debtorKind === 'professional' && claim.creditorKind === 'other') {
		return {
			regime: 'late-payment',
			dayCount,
			after: startAfter(claim, claim.dueDate),
			until,
			rateChangesAfter: null,
			rateOn: (day) => lateRate(pack, day, claim.contractRateBp)
		};
	}
	const increaseAfter = increaseDelayEnds(pack, claim.enforceableSince);
	return {
		regime: 'legal',
		dayCount,
		after: claim.formalNotice === null ? null : startAfter(claim, maxDate(claim.dueDate, claim.formalNotice)),
		until,
		rateChangesAfter: increaseAfter,
		rateOn: (day) => {
			const rate = legalRate(pack, day, claim.creditorKind, increaseAfter !== null && day > increaseAfter);
			return rate.ok ? ok({ rateBp: rate.value, raisedToFloor: false }) : rate;
		}
	};
}

function startAfter(claim: StatementClaim, start: LocalDate): LocalDate {
	return claim.entrusted === null ? start : maxDate(start, claim.entrusted.on);
}

function openBook(pack: CountryPack, claim: StatementClaim, terms: Terms): Book {
	const { entrusted } = claim;
	const open = components({
		principal: claim.principalMinor,
		interest: entrusted?.interestMinor ?? 0,
		penalty: entrusted?.penaltyMinor ?? 0,
		indemnity: entrusted?.indemnityMinor ?? 0
	});
	const addedLater = ({ component, on }: Charge) => entrusted === null || (on > entrusted.on && open[component] === 0);
	return {
		open,
		incurred: open,
		cursor: terms.after,
		through: terms.until,
		refusal: null,
		creditMinor: 0,
		pendingCharges: chargesOf(pack, claim, terms).filter(addedLater),
		lines: [],
		allocations: []
	};
}

function runInterest(pack: CountryPack, book: Book, terms: Terms, until: LocalDate): void {
	if (book.cursor === null || book.refusal !== null || until <= book.cursor) return;
	const accrual = accrue(pack, {
		principalMinor: book.open.principal,
		after: book.cursor,
		until,
		payments: [],
		dayCount: terms.dayCount,
		rateChangesAfter: terms.rateChangesAfter,
		rateOn: terms.rateOn
	});
	book.lines.push(...accrual.lines);
	incur(book, 'interest', accrual.interestMinor);
	book.cursor = until;
	book.through = accrual.through;
	book.refusal = accrual.refusal;
}

/** The indemnity of the day after the due date, and the penalty of the day of the formal notice. */
function chargesOf(pack: CountryPack, claim: StatementClaim, terms: Terms): readonly Charge[] {
	const charges: Charge[] = [];
	if (terms.regime === 'late-payment' && claim.currency === pack.currency) {
		const indemnity = fixedIndemnity(pack, claim);
		charges.push({ component: 'indemnity', on: shiftDays(claim.dueDate, 1), minorOf: () => indemnity });
	}
	const { formalNotice, penalClauseBp } = claim;
	if (formalNotice !== null && penalClauseBp !== null) {
		const clause = { rateBp: penalClauseBp, stipulated: true, formalNotice: true, finalNonPerformance: false };
		const on = maxDate(formalNotice, claim.dueDate);
		charges.push({ component: 'penalty', on, minorOf: (principalMinor) => penalty({ ...clause, principalMinor }) });
	}
	return charges;
}

function incurCharges(book: Book, day: LocalDate): void {
	for (const charge of book.pendingCharges) {
		if (charge.on <= day && book.open.principal > 0) incur(book, charge.component, charge.minorOf(book.open.principal));
	}
	book.pendingCharges = book.pendingCharges.filter((charge) => charge.on > day);
}

function takePayment(pack: CountryPack, book: Book, claim: StatementClaim, payment: StatementPayment): void {
	const { applied, left } =
		payment.split === null
			? allocateWithinDebt(pack.allocation, book.open, payment.minor, claim.capitalFirst)
			: applyPrintedSplit(book.open, payment.split);
	const credit = payment.minor - totalOf(applied);
	book.open = left;
	book.creditMinor += credit;
	book.allocations.push({ date: payment.date, minor: payment.minor, applied, unappliedMinor: credit });
}

function incur(book: Book, component: Component, minor: number): void {
	const more = components({ [component]: minor });
	book.open = addComponents(book.open, more);
	book.incurred = addComponents(book.incurred, more);
}

function paymentsBy(payments: readonly StatementPayment[], asOf: LocalDate): readonly StatementPayment[] {
	return payments.filter((payment) => payment.date <= asOf).sort((a, b) => daysFrom(b.date, a.date));
}
