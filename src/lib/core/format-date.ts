// Civil dates and times of day as French and English readers expect them, without the locale data of the machine.
import type { Language } from './format-amount';
import { dateParts, dayOfWeek, type LocalDate } from './time';

/** `short` 01/12/2026, `long` 1er décembre 2026, `full` mardi 1er décembre 2026, `near` mardi 1er décembre, for a day about now. */
export type DateStyle = 'short' | 'long' | 'full' | 'near';

const MONTHS: Readonly<Record<Language, readonly string[]>> = {
	fr: [
		'janvier',
		'février',
		'mars',
		'avril',
		'mai',
		'juin',
		'juillet',
		'août',
		'septembre',
		'octobre',
		'novembre',
		'décembre'
	],
	en: [
		'January',
		'February',
		'March',
		'April',
		'May',
		'June',
		'July',
		'August',
		'September',
		'October',
		'November',
		'December'
	]
};

const WEEKDAYS: Readonly<Record<Language, readonly string[]>> = {
	fr: ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'],
	en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
};

/** Writes a civil date; in French the first of a month is `1er` and names are in lower case. */
export function formatDate(date: LocalDate, style: DateStyle = 'short', language: Language = 'fr'): string {
	const { year, month, day } = dateParts(date);
	if (style === 'short') return `${date.slice(8, 10)}/${date.slice(5, 7)}/${year}`;
	const dayText = language === 'fr' && day === 1 ? '1er' : String(day);
	const near = `${dayText} ${MONTHS[language][month - 1]}`;
	if (style === 'long') return `${near} ${year}`;
	const named = `${WEEKDAYS[language][dayOfWeek(date) - 1]} ${near}`;
	return style === 'near' ? named : `${named} ${year}`;
}

/** Writes a time of day from its minute (0–1439): `14 h 05` with no-break spaces in French, `14:05` in English. */
export function formatTime(minute: number, language: Language = 'fr'): string {
	const hours = String(Math.floor(minute / 60));
	const minutes = String(minute % 60).padStart(2, '0');
	return language === 'fr' ? `${hours}\u00A0h\u00A0${minutes}` : `${hours.padStart(2, '0')}:${minutes}`;
}
