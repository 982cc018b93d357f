// Civil dates as integers, without Date objects: fast enough for hot loops, and saturating at both ends of the calendar.
import type { LocalDate } from './time';

/** First and last day that a LocalDate can hold; arithmetic stops there instead of failing. */
export const FIRST_DAY = calendarDay('1900-01-01');
export const LAST_DAY = calendarDay('2199-12-31');

export const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Length of a calendar year in days. */
export const yearLength = (year: number): number => (isLeapYear(year) ? 366 : 365);

/** Length of a month (1–12) in days. */
export function monthLength(year: number, month: number): number {
	if (month === 2) return isLeapYear(year) ? 29 : 28;
	return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

export const yearOf = (day: LocalDate): number => digits(day, 0, 4);
export const monthOf = (day: LocalDate): number => digits(day, 5, 7);
export const dayOfMonth = (day: LocalDate): number => digits(day, 8, 10);

/** Days since 1970-01-01. */
export function dayNumber(day: LocalDate): number {
	const year = yearOf(day);
	const month = monthOf(day);
	// Days before a month, were February thirty days long; then what February lacks.
	const before = Math.floor((367 * month - 362) / 12);
	const february = month <= 2 ? 0 : isLeapYear(year) ? 1 : 2;
	return daysBeforeYear(year) + before - february + dayOfMonth(day) - 1;
}

/** The day so many days after 1970-01-01, kept inside the calendar. */
export function dayOfNumber(number: number): LocalDate {
	if (number <= FIRST_NUMBER) return FIRST_DAY;
	if (number >= LAST_NUMBER) return LAST_DAY;
	// Civil-from-days of Howard Hinnant's "chrono-compatible low-level date algorithms": years start in March.
	const shifted = number + 719_468;
	const era = Math.floor(shifted / 146_097);
	const dayOfEra = shifted - era * 146_097;
	const yearOfEra = Math.floor(
		(dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365
	);
	const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
	const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
	const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
	return civilDay(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
}

/** A day from its parts; the caller knows that they name a real day of the calendar. */
export function civilDay(year: number, month: number, day: number): LocalDate {
	return calendarDay(`${year}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`);
}

/** The day a number of days later, or earlier when negative. */
export const shiftDays = (day: LocalDate, days: number): LocalDate => dayOfNumber(dayNumber(day) + days);

/** The same day of month some months later, or the last of the month where that day does not exist. */
export function shiftMonths(day: LocalDate, months: number): LocalDate {
	const index = yearOf(day) * 12 + monthOf(day) - 1 + months;
	const year = Math.floor(index / 12);
	if (year < 1900) return FIRST_DAY;
	if (year > 2199) return LAST_DAY;
	const month = index - year * 12 + 1;
	return civilDay(year, month, Math.min(dayOfMonth(day), monthLength(year, month)));
}

/** Whole days from one day to another; negative when the second is earlier. */
export const daysFrom = (from: LocalDate, to: LocalDate): number => dayNumber(to) - dayNumber(from);

/** Day of the week, 1 for Monday to 7 for Sunday (ISO 8601). */
export function weekdayOf(day: LocalDate): number {
	// 1970-01-01 was a Thursday; the modulus of a negative number is made positive.
	return ((((dayNumber(day) + 3) % 7) + 7) % 7) + 1;
}

/** The last day of the month of a day. */
export function endOfMonth(day: LocalDate): LocalDate {
	return civilDay(yearOf(day), monthOf(day), monthLength(yearOf(day), monthOf(day)));
}

const FIRST_NUMBER = dayNumber(FIRST_DAY);
const LAST_NUMBER = dayNumber(LAST_DAY);

function calendarDay(text: string): LocalDate {
	return text as LocalDate;
}

function daysBeforeYear(year: number): number {
	const past = year - 1;
	return past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) - 719_162;
}

function digits(text: string, from: number, to: number): number {
	let value = 0;
	for (let index = from; index < to; index += 1) value = value * 10 + text.charCodeAt(index) - 48;
	return value;
}
