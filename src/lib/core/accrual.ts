// Simple interest on a balance that payments reduce, as printed lines that add up: the engine of every interest of the core.
import { dayNumber, dayOfNumber, yearLength, yearOf } from './civil-days';
import type { CountryPack, DayCount } from './country/pack';
import { roundRational } from './money';
import { ratePeriod, type AppliedRate, type RateRefusal } from './rate';
import type { Result } from './result';
import type { LocalDate } from './time';

/** Money that reduced the principal on a day; negative when a payment was reversed. Minor units. */
export type PrincipalPayment = { readonly date: LocalDate; readonly minor: number };

/** One printed line: a rate on a balance from a day to another, both included. Amounts in minor units. */
export type InterestLine = {
	readonly from: LocalDate;
	readonly to: LocalDate;
	readonly days: number;
	readonly rateBp: number;
	readonly raisedToFloor: boolean;
	readonly yearBase: number;
	readonly principalMinor: number;
	readonly interestMinor: number;
};

/** Interest of a period; `through` is the last day it is known for, `refusal` says why it stops before the end. */
export type Accrual = {
	readonly lines: readonly InterestLine[];
	readonly interestMinor: number;
	readonly principalLeftMinor: number;
	/** What payments brought beyond the principal. */
	readonly creditMinor: number;
	readonly through: LocalDate;
	readonly refusal: RateRefusal | null;
};

export type AccrualInput = {
	readonly principalMinor: number;
	/** Interest runs from the next day on… */
	readonly after: LocalDate;
	/** …to this day, included. */
	readonly until: LocalDate;
	readonly payments: readonly PrincipalPayment[];
	readonly dayCount: DayCount;
	/** Last day before the rate changes by itself (the legal increase), or null. */
	readonly rateChangesAfter: LocalDate | null;
	readonly rateOn: (day: LocalDate) => Result<AppliedRate, RateRefusal>;
};

/** Above this product of amount, rate and days, exact arithmetic needs BigInt. */
const EXACT_PRODUCT = Number.MAX_SAFE_INTEGER / 4;
const BASIS = 10_000;
/** Days of a year in ACT/365, by its definition. */
const FIXED_YEAR = 365;
/** Later than any day of the calendar. */
const NEVER = Number.MAX_SAFE_INTEGER;

/**
 * Interest from the day after `after` to `until`, split where the rate or the year's length changes and the day after each
 * payment (the payment day still bears interest on the old balance); each line is rounded half away from zero and the total
 * is the sum of the lines.
 */
export function accrue(pack: CountryPack, input: AccrualInput): Accrual {
	const { until, dayCount, rateOn } = input;
	const last = dayNumber(until);
	const change = input.rateChangesAfter === null ? NEVER : dayNumber(input.rateChangesAfter);
	const lines: InterestLine[] = [];
	let day = dayNumber(input.after) + 1;
	let balance = input.principalMinor;
	let interest = 0;
	let through = until;
	let refusal: RateRefusal | null = null;
	for (const stop of stops(input.payments, until, last)) {
		while (refusal === null && balance > 0 && day <= stop.number) {
			const rate = rateOn(dayOfNumber(day));
			if (!rate.ok) {
				through = dayOfNumber(day - 1);
				refusal = rate.error;
				break;
			}
			const limit = change >= day ? Math.min(stop.number, change) : stop.number;
			const end = endOfRun(pack, input, rate.value, day, limit);
			const line = interestLine(day, end, rate.value, balance, dayCount);
			lines.push(line);
			interest += line.interestMinor;
			day = end + 1;
		}
		day = Math.max(day, stop.number + 1);
		balance -= stop.minor;
	}
	const left = Math.max(0, balance);
	return { lines, interestMinor: interest, principalLeftMinor: left, creditMinor: left - balance, through, refusal };
}

/** `amount × rate × days ÷ (10 000 × base)` rounded half away from zero; minor units and basis points. */
export function simpleInterest(amountMinor: number, rateBp: number, days: number, yearBase: number): number {
	const product = amountMinor * rateBp * days;
	const divisor = BASIS * yearBase;
	if (Math.abs(product) > EXACT_PRODUCT)
		return Number(roundRational(BigInt(amountMinor) * BigInt(rateBp) * BigInt(days), BigInt(divisor)));
	const magnitude = 2 * Math.abs(product) + divisor;
	const rounded = (magnitude - (magnitude % (2 * divisor))) / (2 * divisor);
	return product < 0 ? -rounded : rounded;
}

type Stop = { readonly number: number; readonly minor: number };

/** Where the balance may change, earliest first, and the last day, where nothing is paid. */
function stops(payments: readonly PrincipalPayment[], until: LocalDate, last: number): readonly Stop[] {
	const end: Stop = { number: last, minor: 0 };
	if (payments.length === 0) return [end];
	const paid = payments
		.filter((payment) => payment.date <= until)
		.map((payment) => ({ number: dayNumber(payment.date), minor: payment.minor }))
		.sort((a, b) => a.number - b.number);
	return [...paid, end];
}

/** The last day, up to a limit, on which the rate and the year base are still those of the first day. */
function endOfRun(pack: CountryPack, input: AccrualInput, rate: AppliedRate, day: number, limit: number): number {
	let end = endOfPeriod(pack, day, limit);
	while (end < limit) {
		const next = input.rateOn(dayOfNumber(end + 1));
		if (!next.ok || next.value.rateBp !== rate.rateBp) return end;
		if (yearBaseOn(end + 1, input.dayCount) !== yearBaseOn(day, input.dayCount)) return end;
		end = endOfPeriod(pack, end + 1, limit);
	}
	return end;
}

function endOfPeriod(pack: CountryPack, day: number, limit: number): number {
	return Math.min(dayNumber(ratePeriod(pack, dayOfNumber(day)).to), limit);
}

function yearBaseOn(day: number, dayCount: DayCount): number {
	return dayCount === 'ACT/ACT' ? yearLength(yearOf(dayOfNumber(day))) : FIXED_YEAR;
}

function interestLine(
	first: number,
	last: number,
	rate: AppliedRate,
	principalMinor: number,
	dayCount: DayCount
): InterestLine {
	const days = last - first + 1;
	const yearBase = yearBaseOn(first, dayCount);
	return {
		from: dayOfNumber(first),
		to: dayOfNumber(last),
		days,
		rateBp: rate.rateBp,
		raisedToFloor: rate.raisedToFloor,
		yearBase,
		principalMinor,
		interestMinor: simpleInterest(principalMinor, rate.rateBp, days, yearBase)
	};
}
