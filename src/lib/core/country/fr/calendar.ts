// French public holidays and regions, by postcode.
import type { Dated } from '../dated';
import type { CalendarSection, Holiday, HolidayRule, Region } from '../pack';
import { row } from './row';

const NATIONAL = 'C. trav. L3133-1';
const ALSACE_MOSELLE = 'C. trav. L3134-13';
const ABOLITION = 'C. trav. L3422-2, loi 83-550, décret 83-1003';

const fixed = (month: number, day: number): HolidayRule => ({ kind: 'fixed', month, day });
const easter = (offsetDays: number): HolidayRule => ({ kind: 'easter', offsetDays });

function holiday(name: string, rule: HolidayRule, from = '1946-05-29'): Dated<Holiday> {
	return row(from, null, { name, rule, regions: null }, NATIONAL, 'high');
}

function local(name: string, rule: HolidayRule, region: Region, source: string, from: string): Dated<Holiday> {
	return row(from, null, { name, rule, regions: [region] }, source, source === ABOLITION ? 'medium' : 'high');
}

const abolition = (month: number, day: number, region: Region, from = '1983-11-23') =>
	local("Abolition de l'esclavage", fixed(month, day), region, ABOLITION, from);

/** Saturdays and Sundays are not business days; Good Friday is a holiday in Alsace-Moselle. */
export const FRENCH_CALENDAR: CalendarSection = {
	defaultRegion: 'metropole',
	regions: [
		{ region: 'alsace-moselle', postcodePrefixes: ['57', '67', '68'], utcOffsetMinutes: null },
		{ region: 'guadeloupe', postcodePrefixes: ['971'], utcOffsetMinutes: -240 },
		{ region: 'saint-barthelemy', postcodePrefixes: ['97133', '97700'], utcOffsetMinutes: -240 },
		{ region: 'saint-martin', postcodePrefixes: ['97150', '97800', '97801'], utcOffsetMinutes: -240 },
		{ region: 'martinique', postcodePrefixes: ['972'], utcOffsetMinutes: -240 },
		{ region: 'guyane', postcodePrefixes: ['973'], utcOffsetMinutes: -180 },
		{ region: 'reunion', postcodePrefixes: ['974'], utcOffsetMinutes: 240 },
		{ region: 'mayotte', postcodePrefixes: ['976'], utcOffsetMinutes: 180 }
	],
	restDays: [6, 7],
	holidays: [
		holiday("Jour de l'an", fixed(1, 1)),
		holiday('Lundi de Pâques', easter(1)),
		holiday('Fête du travail', fixed(5, 1)),
		holiday('Victoire 1945', fixed(5, 8), '1981-10-02'),
		holiday('Ascension', easter(39)),
		holiday('Lundi de Pentecôte', easter(50)),
		holiday('Fête nationale', fixed(7, 14)),
		holiday('Assomption', fixed(8, 15)),
		holiday('Toussaint', fixed(11, 1)),
		holiday('Armistice 1918', fixed(11, 11)),
		holiday('Noël', fixed(12, 25)),
		local('Vendredi saint', easter(-2), 'alsace-moselle', ALSACE_MOSELLE, '1900-01-01'),
		local('Saint-Étienne', fixed(12, 26), 'alsace-moselle', ALSACE_MOSELLE, '1900-01-01'),
		abolition(4, 27, 'mayotte'),
		abolition(5, 22, 'martinique'),
		abolition(5, 27, 'guadeloupe'),
		abolition(5, 28, 'saint-martin', '2018-05-28'),
		abolition(6, 10, 'guyane'),
		abolition(10, 9, 'saint-barthelemy', '2010-10-09'),
		abolition(12, 20, 'reunion')
	]
};
