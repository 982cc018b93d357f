// How far the dated values of a parameter reach: what is known today, and which ones run out at the end of a rate period.
import { dayNumber, dayOfNumber, LAST_DAY, shiftDays } from '../civil-days';
import { ratePeriod } from '../rate';
import type { LocalDate } from '../time';
import { rowInForce, type DatedRows } from './dated';
import type { CountryPack } from './pack';
import { PARAMETERS, type ParameterName } from './parameters';

/** How far a parameter is known: from a day without a gap, until further notice, or not even on that day. */
export type Reach =
	{ readonly kind: 'open' } | { readonly kind: 'until'; readonly day: LocalDate } | { readonly kind: 'unknown' };

/** Says to which day, counted without a gap from a given day, rows give a value. */
export function reachOf(rows: DatedRows<number>, from: LocalDate): Reach {
	let day = from;
	for (;;) {
		const row = rowInForce(rows, day);
		if (row === null) return day === from ? { kind: 'unknown' } : { kind: 'until', day: shiftDays(day, -1) };
		if (row.to === null || row.to === LAST_DAY) return { kind: 'open' };
		day = dayOfNumber(dayNumber(row.to) + 1);
	}
}

/** The first day of the rate period that follows a day, e.g. 2027-01-01 from any day of the second half of 2026. */
export const nextRatePeriod = (pack: CountryPack, day: LocalDate): LocalDate => shiftDays(ratePeriod(pack, day).to, 1);

/** Parameters without a value on a day: what somebody has to enter before it. */
export const unknownOn = (pack: Pick<CountryPack, 'parameters'>, day: LocalDate): readonly ParameterName[] =>
	PARAMETERS.filter((name) => rowInForce(pack.parameters[name], day) === null);
