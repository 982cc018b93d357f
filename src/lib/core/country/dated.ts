// Values that the law or the house changes over time: rows with a period, a source and a confidence, and their lookup.
import { err, ok, type Result } from '../result';
import { refusal, type Refusal } from '../refusal';
import type { LocalDate } from '../time';

/** How sure we are of a rule: text read or settled law, one source or a reading, disputed. */
export const CONFIDENCES = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** A value in force from a day to another, both included; `to` null means until further notice. */
export type Dated<T> = {
	readonly from: LocalDate;
	readonly to: LocalDate | null;
	readonly value: T;
	readonly source: string;
	readonly confidence: Confidence;
};

/** Rows of one parameter; where two cover the same day, the first one of the list wins. */
export type DatedRows<T> = readonly Dated<T>[];

/** The row in force on a day, or null: never the nearest one, never a guess. */
export function rowInForce<T>(rows: DatedRows<T>, day: LocalDate): Dated<T> | null {
	for (const row of rows) if (row.from <= day && (row.to === null || day <= row.to)) return row;
	return null;
}

/** The value in force on a day; refuses a period that no row covers. */
export function inForce<T>(rows: DatedRows<T>, day: LocalDate): Result<T, Refusal<'parameter-not-known'>> {
	const row = rowInForce(rows, day);
	return row === null ? err(refusal('parameter-not-known', { day })) : ok(row.value);
}

/** The rate in force on a day, in basis points; refuses a half-year whose rate was not published or not entered yet. */
export function rateInForce(rows: DatedRows<number>, day: LocalDate): Result<number, Refusal<'RATE_NOT_KNOWN'>> {
	const row = rowInForce(rows, day);
	return row === null ? err(refusal('RATE_NOT_KNOWN', { day })) : ok(row.value);
}
