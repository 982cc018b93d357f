// Public holidays and business days of a region, computed from the country's calendar.
import { civilDay, dayNumber, dayOfMonth, dayOfNumber, monthOf, shiftDays, weekdayOf, yearOf } from './civil-days';
import type { CalendarSection, Holiday, Region } from './country/pack';
import type { LocalDate } from './time';

/** A public holiday of a year; `regional` when it is not one of the whole country. */
export type HolidayDay = { readonly day: LocalDate; readonly name: string; readonly regional: boolean };

/** Longest run of closed days that a calendar may hold; beyond it the day itself is answered. */
const LONGEST_CLOSURE = 31;

/** Easter Sunday of a Gregorian year (Meeus, Jones and Butcher). */
export function easterSunday(year: number): LocalDate {
	const golden = year % 19;
	const century = Math.floor(year / 100);
	const ofCentury = year % 100;
	const correction = Math.floor((8 * century + 13) / 25);
	const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
	const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
	const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
	const march = epact + weekday - 7 * late + 114;
	return civilDay(year, Math.floor(march / 31), (march % 31) + 1);
}

/** The region of a postcode, by its longest known prefix. */
export function regionOf(calendar: CalendarSection, postcode: string): Region {
	let found = calendar.defaultRegion;
	let length = 0;
	for (const { region, postcodePrefixes } of calendar.regions) {
		for (const prefix of postcodePrefixes) {
			if (prefix.length > length && postcode.startsWith(prefix)) [found, length] = [region, prefix.length];
		}
	}
	return found;
}

/** Public holidays of a year in a region, earliest first. */
export function holidaysOf(
	calendar: CalendarSection,
	year: number,
	region: Region = calendar.defaultRegion
): readonly HolidayDay[] {
	const easter = dayNumber(easterSunday(year));
	return calendar.holidays
		.filter(({ value }) => observedIn(value, region))
		.map((row) => ({ row, day: fallsOn(row.value, year, easter) }))
		.filter(({ row, day }) => row.from <= day && (row.to === null || day <= row.to))
		.map(({ row, day }) => ({ day, name: row.value.name, regional: row.value.regions !== null }))
		.sort((a, b) => dayNumber(a.day) - dayNumber(b.day));
}

/** The name of the public holiday that a day is in a region, or null. */
export function holidayName(
	calendar: CalendarSection,
	day: LocalDate,
	region: Region = calendar.defaultRegion
): string | null {
	const easter = dayNumber(easterSunday(yearOf(day)));
	const fromEaster = dayNumber(day) - easter;
	const month = monthOf(day);
	const date = dayOfMonth(day);
	const row = calendar.holidays.find(({ value, from, to }) => {
		const { rule } = value;
		const falls = rule.kind === 'easter' ? rule.offsetDays === fromEaster : rule.day === date && rule.month === month;
		return falls && observedIn(value, region) && from <= day && (to === null || day <= to);
	});
	return row === undefined ? null : row.value.name;
}

/** Whether offices work on a day: neither a day of rest nor a public holiday of the region. */
export function isBusinessDay(calendar: CalendarSection, day: LocalDate, region?: Region): boolean {
	return !calendar.restDays.includes(weekdayOf(day)) && holidayName(calendar, day, region) === null;
}

/** The day itself when offices work, else the next day on which they do. */
export function nextBusinessDay(calendar: CalendarSection, day: LocalDate, region?: Region): LocalDate {
	return businessDay(calendar, day, 1, region);
}

/** The day itself when offices work, else the last day before it on which they did. */
export function previousBusinessDay(calendar: CalendarSection, day: LocalDate, region?: Region): LocalDate {
	return businessDay(calendar, day, -1, region);
}

function businessDay(calendar: CalendarSection, day: LocalDate, step: 1 | -1, region?: Region): LocalDate {
	for (let distance = 0; distance <= LONGEST_CLOSURE; distance += 1) {
		const candidate = shiftDays(day, step * distance);
		if (isBusinessDay(calendar, candidate, region)) return candidate;
	}
	return day;
}

const observedIn = (holiday: Holiday, region: Region): boolean =>
	holiday.regions === null || holiday.regions.includes(region);

function fallsOn({ rule }: Holiday, year: number, easter: number): LocalDate {
	return rule.kind === 'easter' ? dayOfNumber(easter + rule.offsetDays) : civilDay(year, rule.month, rule.day);
}
