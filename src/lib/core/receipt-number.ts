// Receipt numbers: one gapless series per device and year, given offline, never reused, voided but never deleted.
import type { ReceiptSection } from './country/pack';
import { refusal, type Refusal } from './refusal';
import { err, ok, type Result } from './result';
import { dateParts, type LocalDate } from './time';

/** Where a device's series stands: the last number given in a year, 0 when none was. */
export type ReceiptSeries = { readonly device: string; readonly year: number; readonly last: number };

export type ReceiptNumber = { readonly device: string; readonly year: number; readonly number: number };

/** A voided receipt is kept with its reason and, when there is one, the number that takes its place. */
export type VoidedReceipt = {
	readonly receipt: ReceiptNumber;
	readonly reason: string;
	readonly replacedBy: ReceiptNumber | null;
};

export type ReceiptRefusal = Refusal<
	'receipt-number-malformed' | 'receipt-of-another-series' | 'receipt-never-issued' | 'receipt-reason-missing'
>;

/** A device name: T and at least two digits, so that two phones never share a series. */
const DEVICE = /^T\d{2,}$/;

/** Writes a number: `Q-2026-T03-000127`. Numbers beyond the padded width keep all their digits. */
export function formatReceiptNumber(receipt: ReceiptNumber, section: ReceiptSection): string {
	const number = String(receipt.number).padStart(section.digits, '0');
	return `${section.prefix}-${receipt.year}-${receipt.device}-${number}`;
}

/** Reads a receipt number; refuses one that the country's series could not have given. */
export function parseReceiptNumber(text: string, section: ReceiptSection): Result<ReceiptNumber, ReceiptRefusal> {
	const [prefix, year = '', device = '', digits = '', ...more] = text.trim().split('-');
	const number = Number(digits);
	const receipt: ReceiptNumber = { device, year: Number(year), number };
	const isPlausible =
		prefix === section.prefix && /^\d{4}$/.test(year) && DEVICE.test(device) && /^\d+$/.test(digits) && number > 0;
	if (!isPlausible || more.length > 0 || formatReceiptNumber(receipt, section) !== text.trim())
		return err(refusal('receipt-number-malformed', { text }));
	return ok(receipt);
}

/**
 * The next number of a series on a civil day. A new year starts again at 1; a clock that went back to an earlier year
 * stays in the series' year, because a number once given is never given again.
 */
export function issueReceipt(
	series: ReceiptSeries,
	day: LocalDate
): { readonly series: ReceiptSeries; readonly receipt: ReceiptNumber } {
	const year = Math.max(series.year, dateParts(day).year);
	const number = year === series.year ? series.last + 1 : 1;
	return { series: { device: series.device, year, last: number }, receipt: { device: series.device, year, number } };
}

/** Voids a receipt of a series: the series does not move, so that no number is given twice. Needs a reason. */
export function voidReceipt(
	series: ReceiptSeries,
	receipt: ReceiptNumber,
	reason: string,
	replacedBy: ReceiptNumber | null = null
): Result<VoidedReceipt, ReceiptRefusal> {
	if (receipt.device !== series.device) return err(refusal('receipt-of-another-series', { device: receipt.device }));
	const wasIssued = receipt.year < series.year || (receipt.year === series.year && receipt.number <= series.last);
	if (!wasIssued) return err(refusal('receipt-never-issued', { number: receipt.number }));
	if (reason.trim() === '') return err(refusal('receipt-reason-missing'));
	return ok({ receipt, reason: reason.trim(), replacedBy });
}

/** Numbers that are missing between 1 and `last` in one device's year, for the nightly check of gaps; in order. */
export function missingReceipts(series: ReceiptSeries, received: readonly ReceiptNumber[]): readonly number[] {
	const seen = new Set(
		received
			.filter((receipt) => receipt.device === series.device && receipt.year === series.year)
			.map((receipt) => receipt.number)
	);
	const missing: number[] = [];
	for (let number = 1; number <= series.last; number += 1) if (!seen.has(number)) missing.push(number);
	return missing;
}
