// Payment terms between professionals: when an invoice falls due, by the default and by each lawful agreement (C. com. L441-10 I).
import { endOfMonth, shiftDays } from './civil-days';
import { parameter } from './country/parameters';
import type { CountryPack } from './country/pack';
import type { Refusal } from './refusal';
import { ok, type Result } from './result';
import type { LocalDate } from './time';

/** Due dates that an invoice may have. Both readings of "days end of month" are lawful: the contract must say which. */
export type PaymentTerms = {
	readonly byDefault: LocalDate;
	readonly agreedMaximum: LocalDate;
	readonly daysThenEndOfMonth: LocalDate;
	readonly endOfMonthThenDays: LocalDate;
	readonly periodicInvoice: LocalDate;
};

/** Due dates of an invoice; the default counts from the receipt of the goods, here taken on the invoice's date unless given. */
export function paymentTerms(
	pack: CountryPack,
	invoiceDate: LocalDate,
	receivedOn: LocalDate = invoiceDate
): Result<PaymentTerms, Refusal<'parameter-not-known'>> {
	const standard = parameter(pack, 'terms.default-days', invoiceDate);
	if (!standard.ok) return standard;
	const maximum = parameter(pack, 'terms.max-days', invoiceDate);
	if (!maximum.ok) return maximum;
	const month = parameter(pack, 'terms.end-of-month-days', invoiceDate);
	if (!month.ok) return month;
	const periodic = parameter(pack, 'terms.periodic-days', invoiceDate);
	if (!periodic.ok) return periodic;
	return ok({
		byDefault: shiftDays(receivedOn, standard.value),
		agreedMaximum: shiftDays(invoiceDate, maximum.value),
		daysThenEndOfMonth: endOfMonth(shiftDays(invoiceDate, month.value)),
		endOfMonthThenDays: shiftDays(endOfMonth(invoiceDate), month.value),
		periodicInvoice: shiftDays(invoiceDate, periodic.value)
	});
}
