// Writes tables as CSV the way French spreadsheets open them: semicolons, a byte order mark, decimal commas, no formula smuggled in.
import { CURRENCY_EXPONENT, type Currency } from './money';

export type CsvCell = string | number | null;

/** The whole file as text. Texts that a spreadsheet would run as a formula get an apostrophe in front. */
export function writeCsv(headings: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
	const lines = [headings, ...rows].map((cells) => cells.map(writeCell).join(';'));
	return `\uFEFF${lines.join('\r\n')}\r\n`;
}

/** An amount with a decimal comma and no grouping: `1280,71`, which spreadsheets read as a number. */
export function csvAmount(minor: number, currency: Currency): string {
	const exponent = CURRENCY_EXPONENT[currency];
	const digits = String(Math.abs(minor)).padStart(exponent + 1, '0');
	const sign = minor < 0 ? '-' : '';
	return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, -exponent)},${digits.slice(-exponent)}`;
}

function writeCell(cell: CsvCell): string {
	if (cell === null) return '';
	if (typeof cell === 'number') return String(cell).replace('.', ',');
	const isNumber = /^-?\d+(,\d+)?$/.test(cell);
	const safe = !isNumber && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
	return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
