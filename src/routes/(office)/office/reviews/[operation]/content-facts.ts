// What a body says as facts in words: the amounts, people and reasons that a decision needs.
import * as v from 'valibot';
import { FRANCE } from '$lib/core/country/fr/pack';
import { paymentRecordedSchema, protocolSignedSchema } from '$lib/core/operation';
import { formatReceiptNumber } from '$lib/core/receipt-number';
import { amountText } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import { componentWord, meansWord } from '$lib/i18n/words';
import { eventDetail } from '../../dossier/[id]/event-detail';
import { operationWord } from '../../../office-words';

export type ContentFact = { readonly term: string; readonly text: string };

/** The facts of a body; empty for a kind that this version does not read, or a body of another form. */
export function contentFacts(kind: string, body: unknown): readonly ContentFact[] {
	if (kind === 'payment.recorded') return paymentFacts(body);
	if (kind === 'protocol.signed') return protocolFacts(body);
	const text = eventDetail({ id: '', kind, body });
	return text === '' ? [] : [{ term: operationWord(kind), text }];
}

function paymentFacts(body: unknown): readonly ContentFact[] {
	const read = v.safeParse(paymentRecordedSchema, body);
	if (!read.success) return [];
	const { minor, currency, detail, receipt, payer, before, after, allocation, credit, printed } = read.output;
	const { series: device, year, number } = receipt;
	const lines = allocation.map((line) => `${componentWord(line.component)} ${amountText(line.minor, currency)}`);
	const split = credit > 0 ? [...lines, `${m.office_credit()} ${amountText(credit, currency)}`] : lines;
	return [
		{ term: m.office_amount(), text: `${amountText(minor, currency)} · ${meansWord(detail.means)}` },
		{ term: m.attention_receipt(), text: formatReceiptNumber({ device, year, number }, FRANCE.receipt) },
		{ term: m.attention_split(), text: split.join(' · ') },
		{
			term: m.office_balance_before_after(),
			text: `${amountText(before, currency)} → ${amountText(after, currency)}`
		},
		{ term: m.office_payer(), text: payer ?? printed.debtor },
		{ term: m.office_creditor(), text: printed.creditor }
	];
}

function protocolFacts(body: unknown): readonly ContentFact[] {
	const read = v.safeParse(protocolSignedSchema, body);
	if (!read.success) return [];
	const { text, signer } = read.output;
	return [
		{
			term: m.office_amount(),
			text: m.office_protocol_line({
				amount: amountText(text.total, text.currency),
				count: text.instalments.length
			})
		},
		{ term: m.attention_signer(), text: signer.name },
		{ term: m.office_creditor(), text: text.creditor.name }
	];
}
