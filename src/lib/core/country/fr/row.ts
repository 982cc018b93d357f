// Shorthand for the French tables: one dated row per line, readable as a table.
import { localDate, type LocalDate } from '../../time';
import type { Confidence, Dated } from '../dated';

/** Start of rows without a known beginning: the first day of the product's calendar. */
export const ALWAYS = '1900-01-01';

/** A row in force from a day to another, both included (`to` null: until further notice). */
export function row<T>(from: string, to: string | null, value: T, source: string, confidence: Confidence): Dated<T> {
	const end: LocalDate | null = to === null ? null : localDate(to);
	return { from: localDate(from), to: end, value, source, confidence };
}

/** A row of house policy: no statute, in force until an admin changes it. */
export const house = <T>(value: T, source: string): Dated<T> => row(ALWAYS, null, value, source, 'medium');
