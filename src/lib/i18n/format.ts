// Amounts, dates, times and sizes in the language of the screen.
import { formatAmount, formatNumber, type Language } from '$lib/core/format-amount';
import { formatDate, formatTime, type DateStyle } from '$lib/core/format-date';
import { CURRENCY_EXPONENT, money, type Currency } from '$lib/core/money';
import { dayAtOffset, instant, minuteOfDay, parisOffsetMinutes, type LocalDate } from '$lib/core/time';
import { getLocale } from './paraglide/runtime';

/** The language of the screen. */
export const language = (): Language => getLocale();

/** An amount with its currency, e.g. 1 280,71 €. */
export const amountText = (minor: number, currency: Currency = 'EUR', shown: Language = language()): string =>
	formatAmount(money(minor, currency), shown);

/** An amount as a person would type it, without currency and without decimals that are all zero. */
export function amountInput(minor: number, currency: Currency = 'EUR'): string {
	const text = formatNumber(money(minor, currency), 'fr').replace(/\s/g, '');
	const exponent = CURRENCY_EXPONENT[currency];
	return exponent > 0 && minor % 10 ** exponent === 0 ? text.slice(0, -(exponent + 1)) : text;
}

/** A civil date. */
export const dateText = (date: LocalDate, style: DateStyle = 'short', shown: Language = language()): string =>
	formatDate(date, style, shown);

/** The time of day of an instant in France, e.g. 14 h 05. */
export function timeText(milliseconds: number): string {
	const at = instant(milliseconds);
	return formatTime(minuteOfDay(at, parisOffsetMinutes(at)), language());
}

/** Date and time of an instant in France. */
export function dateTimeText(milliseconds: number, shown: Language = language()): string {
	const at = instant(milliseconds);
	const offset = parisOffsetMinutes(at);
	return `${dateText(dayAtOffset(at, offset), 'short', shown)} ${formatTime(minuteOfDay(at, offset), shown)}`;
}

/** A size in bytes, kilobytes, megabytes or gigabytes, e.g. 1,4 Ko. */
export function sizeText(bytes: number): string {
	const french = language() === 'fr';
	const units = french ? ['o', 'Ko', 'Mo', 'Go'] : ['B', 'KB', 'MB', 'GB'];
	let [value, unit] = [bytes, 0];
	while (value >= 1000 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1];
	const digits = unit === 0 || value >= 100 ? String(Math.round(value)) : value.toFixed(1);
	return `${french ? digits.replace('.', ',') : digits}\u00A0${units[unit] ?? ''}`;
}
