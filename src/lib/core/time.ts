// Instants and civil dates: plain values, no clock. Due dates are strings like '2026-03-31', so no time zone can move them.

declare const instantBrand: unique symbol;
declare const dateBrand: unique symbol;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly [instantBrand]: true };
/** A civil date written yyyy-mm-dd, between 1900-01-01 and 2199-12-31. */
export type LocalDate = string & { readonly [dateBrand]: true };
/** A reader of the present, injected where an act happens; never called in core. */
export type Clock = () => Instant;

export const instant = (milliseconds: number): Instant => Math.trunc(milliseconds) as Instant;

const DATE_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const MS_PER_DAY = 86_400_000;

/** Says whether a text is a real civil date of a plausible century. */
export function isLocalDate(text: string): text is LocalDate {
	const match = DATE_PATTERN.exec(text);
	if (!match) return false;
	const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
	return year >= 1900 && year <= 2199 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** Reads a civil date that the program itself wrote; throws when it is none. Outside text goes through valibot. */
export function localDate(text: string): LocalDate {
	if (!isLocalDate(text)) throw new RangeError(`not a civil date: ${text}`);
	return text;
}

export type DateParts = { readonly year: number; readonly month: number; readonly day: number };

/** Year, month (1–12) and day of a civil date. */
export function dateParts(date: LocalDate): DateParts {
	return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

/** Builds a civil date from its parts; throws when they name no day. */
export function dateFromParts(year: number, month: number, day: number): LocalDate {
	const pad = (value: number, width: number) => String(value).padStart(width, '0');
	return localDate(`${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`);
}

/** Days in a month of the Gregorian calendar (month 1–12). */
export function daysInMonth(year: number, month: number): number {
	if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
	return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since 1970-01-01, so that civil dates can be subtracted. */
export function epochDay(date: LocalDate): number {
	const { year, month, day } = dateParts(date);
	return Date.UTC(year, month - 1, day) / MS_PER_DAY;
}

/** The moment at which a civil date begins in UTC: near enough to its beginning in Paris to keep or leave days by. */
export const utcMidnight = (date: LocalDate): Instant => instant(epochDay(date) * MS_PER_DAY);

/** The civil date of a number of days since 1970-01-01. */
export function dateOfEpochDay(days: number): LocalDate {
	return localDate(new Date(days * MS_PER_DAY).toISOString().slice(0, 10));
}

/** The date a number of days later (or earlier when negative). */
export const addDays = (date: LocalDate, days: number): LocalDate => dateOfEpochDay(epochDay(date) + days);

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => epochDay(to) - epochDay(from);

/** The same day of month some months later; the last day of the month where that day does not exist. */
export function addMonths(date: LocalDate, months: number, anchorDay?: number): LocalDate {
	const { year, month, day } = dateParts(date);
	const index = year * 12 + (month - 1) + months;
	const targetYear = Math.floor(index / 12);
	const targetMonth = (index % 12) + 1;
	return dateFromParts(targetYear, targetMonth, Math.min(anchorDay ?? day, daysInMonth(targetYear, targetMonth)));
}

/** Day of the week, 1 for Monday to 7 for Sunday (ISO 8601). */
export function dayOfWeek(date: LocalDate): number {
	const day = new Date(epochDay(date) * MS_PER_DAY).getUTCDay();
	return day === 0 ? 7 : day;
}

export const minDate = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? a : b);
export const maxDate = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);

const LAST_SUNDAY_HOUR_UTC = 1;

/** Offset of metropolitan France from UTC, in minutes, by the European summer-time rule (directive 2000/84/CE). */
export function parisOffsetMinutes(at: Instant): number {
	const year = new Date(at).getUTCFullYear();
	return at >= lastSundayOf(year, 3) && at < lastSundayOf(year, 10) ? 120 : 60;
}

/** The instant of a change of time; by numbers alone, because it is asked for with every act. */
function lastSundayOf(year: number, month: number): number {
	const lastDay = Date.UTC(year, month, 0) / MS_PER_DAY;
	// 1970-01-01 was a Thursday.
	const sunday = lastDay - ((((lastDay + 4) % 7) + 7) % 7);
	return (sunday * 24 + LAST_SUNDAY_HOUR_UTC) * 3_600_000;
}

/** The civil date of an instant at an offset from UTC in minutes. */
export function dayAtOffset(at: Instant, utcOffsetMinutes: number): LocalDate {
	return dateOfEpochDay(Math.floor((at + utcOffsetMinutes * 60_000) / MS_PER_DAY));
}

/** The civil date in metropolitan France. */
export const parisDay = (at: Instant): LocalDate => dayAtOffset(at, parisOffsetMinutes(at));

/** The minute of the day (0–1439) at an offset from UTC. */
export function minuteOfDay(at: Instant, utcOffsetMinutes: number): number {
	return Math.floor(((((at + utcOffsetMinutes * 60_000) % MS_PER_DAY) + MS_PER_DAY) % MS_PER_DAY) / 60_000);
}
