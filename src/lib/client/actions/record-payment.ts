// Takes money: splits it as the law says, gives it the next receipt number of this phone, and prints what the receipt shows.
import type { Dossier } from '$lib/core/dossier';
import type { Body, ReceiptRef } from '$lib/core/operation';
import { splitPayment } from '$lib/core/payment-split';
import type { ReceiptNumber } from '$lib/core/receipt-number';
import { encodeReceiptToken, receiptTokenBytes } from '$lib/core/receipt-token';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { money } from '$lib/core/money';
import { amountInWords } from '$lib/i18n/amount-words';
import type { Phone } from '../local/phone';
import { act, type Built, type Moment } from './act';
import type { PaymentInput, Saved } from './input';

const NONCE_BYTES = 8;

/**
 * Saves a payment. Refuses zero, negative amounts, cash above the legal ceiling, and an amount over what is due unless the
 * collector accepted that the rest is kept as a credit.
 */
export function recordPayment(phone: Phone, input: PaymentInput): Promise<Result<Saved, Refusal>> {
	return act(phone, {
		kind: 'payment.recorded',
		dossier: input.dossier,
		place: input.place,
		draft: input.draft,
		// The one photo that a payment has is its cheque's.
		photos: input.detail.means === 'cheque',
		build: (moment) => buildPayment(phone, input, moment)
	});
}

async function buildPayment(
	phone: Phone,
	input: PaymentInput,
	moment: Moment
): Promise<Result<Built<'payment.recorded'>, Refusal>> {
	const { dossier, day, receipt, rules } = moment;
	if (!dossier) return err(refusal('dossier-not-on-phone'));
	if (!Number.isSafeInteger(input.minor) || input.minor <= 0) return err(refusal('amount-not-positive'));
	const split = splitPayment(dossier, input, day, rules.pack);
	if (split.credit > 0 && !input.acceptCredit)
		return err(refusal('payment-over-due', { due: input.minor - split.credit, balance: split.before }));
	const body: Body<'payment.recorded'> = {
		round: input.round,
		receipt: await receiptRef(phone, input, moment, dossier),
		minor: input.minor,
		currency: dossier.facts.currency,
		detail: input.detail,
		payer: input.payer?.trim() ? input.payer : null,
		directedTo: input.directedTo,
		allocation: [...split.allocation],
		credit: split.credit,
		before: split.before,
		after: split.after,
		printed: printedFields(dossier, input, moment)
	};
	return ok({ body, receipt });
}

function printedFields(
	{ facts }: Dossier,
	input: PaymentInput,
	{ device }: Moment
): Body<'payment.recorded'>['printed'] {
	return {
		debtor: facts.debtor.name,
		creditor: facts.creditor.name,
		mandate: facts.mandate?.ref ?? '',
		letter: facts.letter,
		words: amountInWords(money(input.minor, facts.currency)),
		collector: device.user.name
	};
}

/** The token behind the QR: signed by this phone, so that anyone can check a receipt that was not synced yet. */
async function receiptRef(
	{ ports }: Phone,
	input: PaymentInput,
	{ device, day, receipt }: Moment,
	dossier: Dossier
): Promise<ReceiptRef> {
	const { year, number }: ReceiptNumber = receipt;
	const signed = receiptTokenBytes({
		device: device.id,
		year,
		number,
		minor: input.minor,
		currency: dossier.facts.currency,
		day,
		nonce: ports.random(NONCE_BYTES)
	});
	const signature = await ports.crypto.sign(device.signingKey, signed);
	return { series: device.series, year, number, token: encodeReceiptToken(signed, signature) };
}
