// Compound interest: only on interest due for a full year, and only where agreed or ordered (France: C. civ. 1343-2).
import { simpleInterest } from './accrual';
import { parameter } from './country/parameters';
import type { CountryPack } from './country/pack';
import type { Refusal } from './refusal';
import { ok, type Result } from './result';
import type { LocalDate } from './time';

export type CompoundClaim = {
	readonly principalMinor: number;
	readonly rateBp: number;
	readonly agreedOrOrdered: boolean;
};

export type YearlyInterest = {
	/** Interest of each full year, the first one first, minor units. */
	readonly years: readonly number[];
	readonly totalMinor: number;
	readonly capitalised: boolean;
};

/** The calendar of the product holds no longer series of years. */
const LONGEST_SERIES = 300;

/** Interest of full years, each year's interest bearing interest in turn when capitalisation is wanted and lawful. */
export function yearlyInterest(claim: CompoundClaim, fullYears: number, wanted: boolean): YearlyInterest {
	const capitalised = wanted && claim.agreedOrOrdered;
	const years: number[] = [];
	let totalMinor = 0;
	for (let year = 1; year <= Math.min(fullYears, LONGEST_SERIES); year += 1) {
		const base = capitalised ? claim.principalMinor + totalMinor : claim.principalMinor;
		if (!Number.isSafeInteger(base)) break;
		const interest = simpleInterest(base, claim.rateBp, 1, 1);
		years.push(interest);
		totalMinor += interest;
	}
	return { years, totalMinor, capitalised };
}

/** The part of the interest due that may bear interest on a day: that of whole years, nothing below one year. */
export function capitalisableInterest(
	pack: CountryPack,
	claim: CompoundClaim,
	daysOfInterestDue: number,
	day: LocalDate
): Result<number, Refusal<'parameter-not-known'>> {
	const needed = parameter(pack, 'interest.capitalisation-days', day);
	if (!needed.ok) return needed;
	const years = Math.floor(daysOfInterestDue / needed.value);
	if (!claim.agreedOrOrdered || years < 1) return ok(0);
	return ok(simpleInterest(claim.principalMinor, claim.rateBp, years, 1));
}
