// Late-payment interest between professionals, and the fixed indemnity that comes with it (France: C. com. L441-10, D441-5).
import { accrue, type Accrual, type PrincipalPayment } from './accrual';
import { daysFrom, shiftDays } from './civil-days';
import { rowInForce } from './country/dated';
import type { CountryPack, DayCount, DebtorKind } from './country/pack';
import { lateRate } from './rate';
import { maxDate, minDate, type LocalDate } from './time';

/** A claim as late interest sees it; amounts in minor units of the pack's currency. */
export type LateClaim = {
	readonly debtorKind: DebtorKind;
	readonly principalMinor: number;
	readonly dueDate: LocalDate;
	readonly contractRateBp: number | null;
	readonly payments: readonly PrincipalPayment[];
	/** Number of late invoices that the principal sums. */
	readonly lateInvoices: number;
	/** Day of the judgment that opened a collective procedure, or null. */
	readonly openingJudgment: LocalDate | null;
	/** A credit or a deferral of a year or more keeps its interest after the judgment (C. com. L622-28). */
	readonly longTermCredit: boolean;
	readonly dayCount: DayCount;
};

export type LateInterest = Accrual & {
	/** Days from the due date to the day of the statement, or to the day the principal was settled if earlier. */
	readonly daysLate: number;
	readonly lastInterestDay: LocalDate;
	readonly indemnityMinor: number;
	readonly totalDueMinor: number;
};

/** Late interest and indemnity as at a day. A consumer owes neither: the law keeps both for professionals. */
export function lateInterest(pack: CountryPack, claim: LateClaim, asOf: LocalDate): LateInterest {
	const lastInterestDay = lastDayOfInterest(claim.openingJudgment, claim.longTermCredit, asOf);
	const professional = claim.debtorKind === 'professional';
	const accrual = accrue(pack, {
		principalMinor: claim.principalMinor,
		after: professional ? claim.dueDate : lastInterestDay,
		until: lastInterestDay,
		payments: claim.payments,
		dayCount: claim.dayCount,
		rateChangesAfter: null,
		rateOn: (day) => lateRate(pack, day, claim.contractRateBp)
	});
	const daysLate = lateDays(claim, asOf);
	const paidAfter = sumPaid(claim.payments, asOf) - sumPaid(claim.payments, lastInterestDay);
	const balance = accrual.principalLeftMinor - accrual.creditMinor - paidAfter;
	const left = Math.max(0, balance);
	const indemnityMinor = professional && daysLate > 0 ? fixedIndemnity(pack, claim) : 0;
	return {
		...accrual,
		principalLeftMinor: left,
		creditMinor: left - balance,
		through: accrual.refusal === null ? asOf : accrual.through,
		daysLate,
		lastInterestDay,
		indemnityMinor,
		totalDueMinor: left + accrual.interestMinor + indemnityMinor
	};
}

/** The last day on which interest runs: the eve of the opening judgment, whose day counts from 0 h, or the day asked for. */
export function lastDayOfInterest(
	openingJudgment: LocalDate | null,
	longTermCredit: boolean,
	asOf: LocalDate
): LocalDate {
	return openingJudgment === null || longTermCredit ? asOf : minDate(asOf, shiftDays(openingJudgment, -1));
}

/** The indemnity of each late invoice, unless a collective procedure already forbade payment at the due date. */
export function fixedIndemnity(
	pack: CountryPack,
	claim: Pick<LateClaim, 'dueDate' | 'openingJudgment' | 'lateInvoices'>
): number {
	if (claim.openingJudgment !== null && claim.openingJudgment <= claim.dueDate) return 0;
	const row = rowInForce(pack.parameters['interest.fixed-indemnity'], shiftDays(claim.dueDate, 1));
	return row === null ? 0 : row.value * claim.lateInvoices;
}

function lateDays(claim: LateClaim, asOf: LocalDate): number {
	const paid = claim.payments.filter((payment) => payment.date <= asOf);
	const total = paid.reduce((sum, payment) => sum + payment.minor, 0);
	const settled = paid.length > 0 && total >= claim.principalMinor;
	const end = settled ? paid.reduce((latest, payment) => maxDate(latest, payment.date), claim.dueDate) : asOf;
	return Math.max(0, daysFrom(claim.dueDate, end));
}

function sumPaid(payments: readonly PrincipalPayment[], until: LocalDate): number {
	return payments.reduce((sum, payment) => (payment.date <= until ? sum + payment.minor : sum), 0);
}
