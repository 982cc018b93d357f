// Delays of a cheque: when it must be presented, how long the bank is liable, and the way to a title when it is unpaid.
import { shiftDays, shiftMonths } from './civil-days';
import { parameter } from './country/parameters';
import type { CountryPack } from './country/pack';
import type { Refusal } from './refusal';
import { ok, type Result } from './result';
import type { LocalDate } from './time';

type Answer<T> = Result<T, Refusal<'parameter-not-known'>>;

/** Where a cheque payable at home was issued. */
export type ChequeOrigin = 'domestic' | 'europe' | 'elsewhere';

export type PresentationDelays = { readonly presentationEnds: LocalDate; readonly bankActionLastDay: LocalDate };

const PRESENTATION_DAYS = {
	domestic: 'cheque.presentation-days',
	europe: 'cheque.presentation-days-europe',
	elsewhere: 'cheque.presentation-days-elsewhere'
} as const;

/** Last day to present a cheque and last day to sue the bank (France: CMF L131-32, L131-59). */
export function presentationDelays(
	pack: CountryPack,
	issuedOn: LocalDate,
	origin: ChequeOrigin
): Answer<PresentationDelays> {
	const days = parameter(pack, PRESENTATION_DAYS[origin], issuedOn);
	if (!days.ok) return days;
	const months = parameter(pack, 'cheque.bank-action-months', issuedOn);
	if (!months.ok) return months;
	const presentationEnds = shiftDays(issuedOn, days.value);
	return ok({ presentationEnds, bankActionLastDay: shiftMonths(presentationEnds, months.value) });
}

/** The period after a first unpaid presentation, and the day from which the certificate may be asked (CMF L131-73). */
export function nonPaymentCertificate(
	pack: CountryPack,
	firstPresentation: LocalDate
): Answer<{ readonly periodEnds: LocalDate; readonly requestableFrom: LocalDate }> {
	const days = parameter(pack, 'cheque.certificate-after-days', firstPresentation);
	if (!days.ok) return days;
	const periodEnds = shiftDays(firstPresentation, days.value);
	return ok({ periodEnds, requestableFrom: shiftDays(periodEnds, 1) });
}

/** Delay to pay once the certificate was served, and the day from which it is an enforceable title (CMF L131-73). */
export function servedCertificate(
	pack: CountryPack,
	servedOn: LocalDate
): Answer<{ readonly paymentDelayEnds: LocalDate; readonly enforceableFrom: LocalDate }> {
	const days = parameter(pack, 'cheque.payment-after-service-days', servedOn);
	if (!days.ok) return days;
	const paymentDelayEnds = shiftDays(servedOn, days.value);
	return ok({ paymentDelayEnds, enforceableFrom: shiftDays(paymentDelayEnds, 1) });
}

/** A cheque is payable at sight: one that bears a later date than the day it is received must not be taken (CMF L131-31). */
export function isChequeAcceptable(chequeDate: LocalDate, receivedOn: LocalDate): boolean {
	return chequeDate <= receivedOn;
}
