// French rules of the means of payment: cash ceilings, cheques, remittance to the creditor, receipts.
import type { CashPolicy, CashSection, ReceiptSection } from '../pack';
import type { CASH_PARAMETERS, CHEQUE_PARAMETERS, ParameterRows, REMITTANCE_PARAMETERS } from '../parameters';
import { ALWAYS, house, row } from './row';

/** Ceilings of a debt payable in cash, in cents; the fine is a share of the sum paid. */
export const FRENCH_CASH: ParameterRows<(typeof CASH_PARAMETERS)[number]> = {
	'cash.ceiling-resident': [row('2015-09-01', null, 100_000, 'CMF L112-6, D112-3', 'high')],
	'cash.ceiling-foreign': [row('2018-12-01', null, 1_000_000, 'CMF L112-6, D112-3 (ex 15 000 €)', 'medium')],
	'cash.max-coins': [row('2002-01-01', null, 50, 'règl. (CE) 974/98 art. 11', 'high')],
	'cash.carry-limit': [house(200_000, 'usage de la maison, à rapprocher de l’assurance du transport d’espèces')],
	'cash.fine-rate': [row('2006-01-01', null, 500, 'CMF L112-7', 'high')],
	'payment.writing-above': [row('2005-01-01', null, 150_000, 'C. civ. 1359, décret 80-533', 'high')]
};

/** Strict: no part of a debt above the ceiling in cash; lenient (cumulative) only by written decision. */
export const FRENCH_CASH_SECTION: CashSection = {
	policy: [row<CashPolicy>('2015-09-01', null, 'strict', 'CMF L112-6, professional literature', 'medium')]
};

/** Presentation depends on where the cheque was issued (payable in metropolitan France). */
export const FRENCH_CHEQUE: ParameterRows<(typeof CHEQUE_PARAMETERS)[number]> = {
	'cheque.presentation-days': [row(ALWAYS, null, 8, 'CMF L131-32', 'high')],
	'cheque.presentation-days-europe': [row(ALWAYS, null, 20, 'CMF L131-32', 'medium')],
	'cheque.presentation-days-elsewhere': [row(ALWAYS, null, 70, 'CMF L131-32', 'medium')],
	'cheque.bank-action-months': [row(ALWAYS, null, 12, 'CMF L131-59', 'high')],
	'cheque.certificate-after-days': [row(ALWAYS, null, 30, 'CMF L131-73', 'high')],
	'cheque.payment-after-service-days': [row(ALWAYS, null, 15, 'CMF L131-73', 'high')]
};

/** One month from effective collection unless the mandate says otherwise. */
export const FRENCH_REMITTANCE: ParameterRows<(typeof REMITTANCE_PARAMETERS)[number]> = {
	'remittance.delay-months': [row('1997-06-18', null, 1, 'CPCE R124-6 al. 2 (ex décret 96-1112)', 'high')]
};

/** Gapless series per device: Q-YYYY-Tnn-000001. No statute fixes the numbering. */
export const FRENCH_RECEIPT: ReceiptSection = {
	prefix: 'Q',
	digits: 6,
	source: 'CPCE R124-6; numérotation de la maison'
};
