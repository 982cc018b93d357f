// Legal interest: from the formal notice on, at the rate of the creditor's kind (France: C. civ. 1231-6, CMF L313-2, L313-3).
import { accrue, type Accrual, type PrincipalPayment } from './accrual';
import { daysFrom, shiftMonths } from './civil-days';
import { rowInForce } from './country/dated';
import type { CountryPack, CreditorKind, DayCount } from './country/pack';
import { legalRate } from './rate';
import { ok } from './result';
import type { LocalDate } from './time';

/** A claim as legal interest sees it; amounts in minor units. */
export type LegalClaim = {
	readonly principalMinor: number;
	/** Day of the formal notice; null when none was sent: then nothing runs. */
	readonly formalNotice: LocalDate | null;
	readonly creditorKind: CreditorKind;
	/** Day since which a decision is enforceable, or null. */
	readonly enforceableSince: LocalDate | null;
	readonly payments: readonly PrincipalPayment[];
	readonly dayCount: DayCount;
};

export type LegalInterest = Accrual & {
	readonly days: number;
	/** The increase applies from the day after this one; null without an enforceable decision. */
	readonly increaseAppliesAfter: LocalDate | null;
};

/** Legal interest as at a day. */
export function legalInterest(pack: CountryPack, claim: LegalClaim, asOf: LocalDate): LegalInterest {
	const start = claim.formalNotice ?? asOf;
	const increaseAppliesAfter = increaseDelayEnds(pack, claim.enforceableSince);
	const accrual = accrue(pack, {
		principalMinor: claim.principalMinor,
		after: start,
		until: asOf,
		payments: claim.payments,
		dayCount: claim.dayCount,
		rateChangesAfter: increaseAppliesAfter,
		rateOn: (day) => {
			const increased = increaseAppliesAfter !== null && day > increaseAppliesAfter;
			const rate = legalRate(pack, day, claim.creditorKind, increased);
			return rate.ok ? ok({ rateBp: rate.value, raisedToFloor: false }) : rate;
		}
	});
	return { ...accrual, days: Math.max(0, daysFrom(start, asOf)), increaseAppliesAfter };
}

/** Last day before the increased rate applies; null without a decision or where the country knows no increase. */
export function increaseDelayEnds(pack: CountryPack, enforceableSince: LocalDate | null): LocalDate | null {
	if (enforceableSince === null) return null;
	const months = rowInForce(pack.parameters['rate.increase-after-months'], enforceableSince);
	return months === null ? null : shiftMonths(enforceableSince, months.value);
}
