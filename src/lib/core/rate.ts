// Rates of a day: each one is frozen for the country's rate period (a half-year in France) at its value of the first day.
import { civilDay, endOfMonth, monthOf, yearOf } from './civil-days';
import { rateInForce } from './country/dated';
import type { CountryPack, CreditorKind } from './country/pack';
import type { Refusal } from './refusal';
import { ok, type Result } from './result';
import type { LocalDate } from './time';

export type RateRefusal = Refusal<'RATE_NOT_KNOWN'>;

/** Every rate of a day, in basis points. */
export type RatesOnDay = {
	readonly referenceBp: number;
	readonly lateDefaultBp: number;
	readonly contractFloorBp: number;
	readonly legalIndividualBp: number;
	readonly legalOtherBp: number;
	readonly legalIndividualIncreasedBp: number;
	readonly legalOtherIncreasedBp: number;
};

/** The rate that applies, and whether a contract's rate had to be lifted to the legal floor. */
export type AppliedRate = { readonly rateBp: number; readonly raisedToFloor: boolean };

/** First and last day of the period during which the rates of a day stay the same. */
export function ratePeriod(pack: CountryPack, day: LocalDate): { readonly from: LocalDate; readonly to: LocalDate } {
	const months = pack.interest.ratePeriodMonths;
	const year = yearOf(day);
	const first = Math.floor((monthOf(day) - 1) / months) * months + 1;
	return { from: civilDay(year, first, 1), to: endOfMonth(civilDay(year, first + months - 1, 1)) };
}

/** All rates of a day; refuses a period for which one of them is not known. */
export function ratesOn(pack: CountryPack, day: LocalDate): Result<RatesOnDay, RateRefusal> {
	const reference = periodRate(pack, 'rate.reference', day);
	if (!reference.ok) return reference;
	const margin = rateInForce(pack.parameters['rate.late-margin'], day);
	if (!margin.ok) return margin;
	const individual = legalRate(pack, day, 'individual', false);
	if (!individual.ok) return individual;
	const other = legalRate(pack, day, 'other', false);
	if (!other.ok) return other;
	const multiplier = rateInForce(pack.parameters['rate.floor-multiplier'], day);
	if (!multiplier.ok) return multiplier;
	const increase = rateInForce(pack.parameters['rate.increase'], day);
	if (!increase.ok) return increase;
	return ok({
		referenceBp: reference.value,
		lateDefaultBp: reference.value + margin.value,
		contractFloorBp: other.value * multiplier.value,
		legalIndividualBp: individual.value,
		legalOtherBp: other.value,
		legalIndividualIncreasedBp: individual.value + increase.value,
		legalOtherIncreasedBp: other.value + increase.value
	});
}

/**
 * Late-payment rate between professionals on a day: the contract's, lifted to its floor, or the central bank's plus a margin.
 * Source for France: C. com. L441-10 II.
 */
export function lateRate(
	pack: CountryPack,
	day: LocalDate,
	contractRateBp: number | null
): Result<AppliedRate, RateRefusal> {
	if (contractRateBp !== null) {
		const floor = contractFloor(pack, day);
		if (!floor.ok) return floor;
		const raisedToFloor = contractRateBp < floor.value;
		return ok({ rateBp: raisedToFloor ? floor.value : contractRateBp, raisedToFloor });
	}
	const reference = periodRate(pack, 'rate.reference', day);
	if (!reference.ok) return reference;
	const margin = rateInForce(pack.parameters['rate.late-margin'], day);
	if (!margin.ok) return margin;
	return ok({ rateBp: reference.value + margin.value, raisedToFloor: false });
}

/** Legal interest rate of a day by kind of creditor, with the increase for an enforceable decision left unpaid. */
export function legalRate(
	pack: CountryPack,
	day: LocalDate,
	creditor: CreditorKind,
	increased: boolean
): Result<number, RateRefusal> {
	const rate = periodRate(pack, creditor === 'individual' ? 'rate.legal-individual' : 'rate.legal-other', day);
	if (!rate.ok || !increased) return rate;
	const increase = rateInForce(pack.parameters['rate.increase'], day);
	return increase.ok ? ok(rate.value + increase.value) : increase;
}

function contractFloor(pack: CountryPack, day: LocalDate): Result<number, RateRefusal> {
	const other = periodRate(pack, 'rate.legal-other', day);
	if (!other.ok) return other;
	const multiplier = rateInForce(pack.parameters['rate.floor-multiplier'], day);
	return multiplier.ok ? ok(other.value * multiplier.value) : multiplier;
}

function periodRate(
	pack: CountryPack,
	name: 'rate.reference' | 'rate.legal-individual' | 'rate.legal-other',
	day: LocalDate
): Result<number, RateRefusal> {
	return rateInForce(pack.parameters[name], ratePeriod(pack, day).from);
}
