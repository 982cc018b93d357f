// Civil-day arithmetic, Easter, public holidays by region and business days.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	easterSunday,
	holidayName,
	holidaysOf,
	isBusinessDay,
	nextBusinessDay,
	previousBusinessDay,
	regionOf
} from '../../../src/lib/core/calendar';
import {
	daysFrom,
	dayNumber,
	dayOfNumber,
	endOfMonth,
	FIRST_DAY,
	LAST_DAY,
	shiftDays,
	shiftMonths,
	weekdayOf,
	yearLength
} from '../../../src/lib/core/civil-days';
import { FRANCE } from '../../../src/lib/core/country/fr/pack';
import { addMonths, dayOfWeek, epochDay, isLocalDate, localDate } from '../../../src/lib/core/time';
import { anyDay } from './arbitrary';

const { calendar } = FRANCE;
const day = localDate;

describe('civil-day arithmetic', () => {
	it('agrees with the dates of the platform on every day of the calendar', () => {
		for (let number = dayNumber(FIRST_DAY); number <= dayNumber(LAST_DAY); number += 1) {
			const date = dayOfNumber(number);
			if (epochDay(date) !== number || dayNumber(date) !== number || weekdayOf(date) !== dayOfWeek(date))
				throw new Error(date);
		}
		expect(dayNumber(day('1970-01-01'))).toBe(0);
	});

	it('adds months as the calendar does, to the last of a shorter month', () => {
		expect(shiftMonths(day('2026-01-31'), 1)).toBe('2026-02-28');
		expect(shiftMonths(day('2024-02-29'), 12)).toBe('2025-02-28');
		fc.assert(
			fc.property(anyDay, fc.integer({ min: -600, max: 600 }), (date, months) => {
				const shifted = shiftMonths(date, months);
				expect(isLocalDate(shifted)).toBe(true);
				if (shifted !== FIRST_DAY && shifted !== LAST_DAY) expect(shifted).toBe(addMonths(date, months));
			})
		);
	});

	it('stays inside the calendar instead of failing', () => {
		expect(shiftDays(LAST_DAY, 1)).toBe(LAST_DAY);
		expect(shiftDays(FIRST_DAY, -1)).toBe(FIRST_DAY);
		expect(shiftMonths(LAST_DAY, 1)).toBe(LAST_DAY);
		expect(shiftMonths(FIRST_DAY, -1)).toBe(FIRST_DAY);
		expect(nextBusinessDay({ ...calendar, restDays: [1, 2, 3, 4, 5, 6, 7] }, LAST_DAY)).toBe(LAST_DAY);
	});

	it('knows leap years and ends of months', () => {
		expect([1900, 2000, 2024, 2025].map(yearLength)).toEqual([365, 366, 366, 365]);
		expect(endOfMonth(day('2024-02-10'))).toBe('2024-02-29');
		expect(endOfMonth(day('2026-04-30'))).toBe('2026-04-30');
		expect(daysFrom(day('2026-01-01'), day('2025-12-31'))).toBe(-1);
	});
});

describe('public holidays', () => {
	it('follow Easter', () => {
		const easters = [1943, 1954, 1981, 2000, 2008, 2024, 2026, 2038, 2049].map(easterSunday);
		expect(easters).toEqual([
			'1943-04-25',
			'1954-04-18',
			'1981-04-19',
			'2000-04-23',
			'2008-03-23',
			'2024-03-31',
			'2026-04-05',
			'2038-04-25',
			'2049-04-18'
		]);
	});

	it('are eleven everywhere, thirteen in Alsace-Moselle, twelve overseas', () => {
		const count = (region: string) => holidaysOf(calendar, 2026, region).length;
		expect(count('metropole')).toBe(11);
		expect(count('alsace-moselle')).toBe(13);
		for (const region of ['guadeloupe', 'martinique', 'guyane', 'reunion', 'mayotte', 'saint-martin'])
			expect(count(region)).toBe(12);
	});

	it('are dated: 8 May was none in 1975', () => {
		expect(holidaysOf(calendar, 1975).some((one) => one.name === 'Victoire 1945')).toBe(false);
		expect(holidayName(calendar, day('1975-05-08'))).not.toBe('Victoire 1945');
		const ended = calendar.holidays.map((row) => ({ ...row, to: day('2025-12-31') }));
		expect(holidaysOf({ ...calendar, holidays: ended }, 2026)).toEqual([]);
		expect(holidaysOf({ ...calendar, holidays: ended }, 2025)).toHaveLength(11);
		expect(holidayName({ ...calendar, holidays: ended }, day('2026-05-01'))).toBeNull();
		expect(holidayName({ ...calendar, holidays: ended }, day('2025-05-01'))).toBe('Fête du travail');
	});

	it('belong to the region of the postcode, the longest prefix winning', () => {
		expect(
			['57000', '67100', '68200', '75001', '97133', '97110', '97411', ''].map((code) => regionOf(calendar, code))
		).toEqual([
			'alsace-moselle',
			'alsace-moselle',
			'alsace-moselle',
			'metropole',
			'saint-barthelemy',
			'guadeloupe',
			'reunion',
			'metropole'
		]);
		expect(holidayName(calendar, day('2026-12-26'), regionOf(calendar, '67000'))).toBe('Saint-Étienne');
		expect(holidayName(calendar, day('2026-12-20'), regionOf(calendar, '97400'))).toBe("Abolition de l'esclavage");
	});
});

describe('business days', () => {
	it('skip week-ends and holidays in both directions', () => {
		expect(nextBusinessDay(calendar, day('2026-12-25'), 'alsace-moselle')).toBe('2026-12-28');
		expect(previousBusinessDay(calendar, day('2026-05-10'))).toBe('2026-05-07');
		expect(isBusinessDay(calendar, day('2026-04-03'))).toBe(true);
		expect(isBusinessDay(calendar, day('2026-04-03'), 'alsace-moselle')).toBe(false);
	});

	it('surround any day, and answer the day itself when it is one', () => {
		fc.assert(
			fc.property(anyDay, fc.constantFrom('metropole', 'alsace-moselle', 'reunion'), (date, region) => {
				const next = nextBusinessDay(calendar, date, region);
				const previous = previousBusinessDay(calendar, date, region);
				expect(next >= date && previous <= date).toBe(true);
				if (isBusinessDay(calendar, date, region)) expect([previous, next]).toEqual([date, date]);
			})
		);
	});
});
