// What a receipt says, read from the very operation that was signed, so that a reprint can never differ.
import * as v from 'valibot';
import { receiptAddress } from '$lib/client/documents/receipt-address';
import type { DeviceView } from '$lib/client/state/view';
import { countedTotal } from '$lib/core/cash-count';
import { FRANCE } from '$lib/core/country/fr/pack';
import { paymentRecordedSchema, type Body } from '$lib/core/operation';
import { formatReceiptNumber } from '$lib/core/receipt-number';
import { instant } from '$lib/core/time';
import type { Operation } from '$lib/core/wire';
import { amountText, dateText, dateTimeText } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import { componentWord, meansWord } from '$lib/i18n/words';

export type Receipt = {
	readonly number: string;
	readonly at: number;
	readonly body: Body<'payment.recorded'>;
	/** What the QR opens: the page that says whether this receipt is genuine. */
	readonly verifyUrl: string;
	readonly organisation: DeviceView['organisation'];
	readonly settles: boolean;
};

/** The receipt of a payment made on this phone; null when the operation is no payment that this version can read. */
export function receiptOf(operation: Operation, device: DeviceView): Receipt | null {
	if (operation.header.kind !== 'payment.recorded') return null;
	const parsed = v.safeParse(paymentRecordedSchema, operation.body);
	if (!parsed.success) return null;
	const body = parsed.output;
	const { series, year, number, token } = body.receipt;
	return {
		number: formatReceiptNumber({ device: series, year, number }, FRANCE.receipt),
		at: instant(operation.header.at.ms - (operation.header.at.skew ?? 0)),
		body,
		verifyUrl: receiptAddress(device.publicOrigin, token),
		organisation: device.organisation,
		settles: body.after === 0
	};
}

/** The lines of a receipt after its amount, as pairs of name and value; always in French, as the paper that it stands for. */
export function receiptLines(receipt: Receipt): readonly (readonly [string, string])[] {
	const { body, organisation } = receipt;
	const { printed, currency } = body;
	const lines: (readonly [string, string])[] = [
		[m.field_receipt_date({}, FRENCH), dateTimeText(receipt.at, 'fr')],
		[m.field_receipt_debtor({}, FRENCH), printed.debtor],
		[m.field_receipt_means({}, FRENCH), meansLine(body)],
		[m.field_receipt_creditor({}, FRENCH), printed.creditor]
	];
	const given = givenLine(body);
	if (given) lines.push([m.cash_receipt_given({}, FRENCH), given]);
	if (body.payer) lines.push([m.field_receipt_payer({}, FRENCH), body.payer]);
	for (const component of ['interest', 'penalty', 'indemnity', 'principal'] as const) {
		const minor = body.allocation.filter((p) => p.component === component).reduce((sum, p) => sum + p.minor, 0);
		if (minor > 0) lines.push([componentWord(component, 'fr'), amountText(minor, currency, 'fr')]);
	}
	if (body.credit > 0) lines.push([m.field_surplus({}, FRENCH), amountText(body.credit, currency, 'fr')]);
	lines.push([m.field_receipt_balance({}, FRENCH), amountText(body.after, currency, 'fr')]);
	if (printed.mandate) lines.push([m.field_receipt_mandate({}, FRENCH), printed.mandate]);
	if (printed.letter)
		lines.push([
			m.field_receipt_letter({}, FRENCH),
			`${printed.letter.ref}, ${dateText(printed.letter.sentOn, 'short', 'fr')}`
		]);
	lines.push([m.field_receipt_collector({}, FRENCH), printed.collector]);
	lines.push([
		m.field_receipt_agency({}, FRENCH),
		`${organisation.name}, ${organisation.address}, SIREN ${organisation.siren}`
	]);
	return lines;
}

/** The receipt as plain text, for the share sheet. */
export function receiptText(receipt: Receipt): string {
	const { body } = receipt;
	return [
		`${m.field_receipt({}, FRENCH)} ${receipt.number}`,
		`${amountText(body.minor, body.currency, 'fr')} (${body.printed.words})`,
		receipt.settles ? m.field_receipt_full({}, FRENCH) : m.field_receipt_part({}, FRENCH),
		...receiptLines(receipt).map(([name, value]) => `${name} : ${value}`),
		m.field_receipt_activity({}, FRENCH),
		receipt.verifyUrl
	].join('\n');
}

export const FRENCH = { locale: 'fr' } as const;

/** The notes and coins that were given, and the change, where they were recorded. */
function givenLine({ detail, currency, minor }: Body<'payment.recorded'>): string | null {
	if (detail.means !== 'cash' || !detail.given || detail.given.length === 0) return null;
	const text = (amount: number) => amountText(amount, currency, 'fr');
	const pieces = detail.given.map(({ unit, count }) => `${count} × ${text(unit)}`).join(', ');
	const change = countedTotal(detail.given) - minor;
	const line = `${pieces} (${text(countedTotal(detail.given))})`;
	return change > 0 ? `${line}, ${m.cash_receipt_change({ amount: text(change) }, FRENCH)}` : line;
}

function meansLine({ detail }: Body<'payment.recorded'>): string {
	const word = meansWord(detail.means, 'fr');
	if (detail.means === 'cash') return word;
	if (detail.means === 'cheque')
		return `${word} n° ${detail.number}, ${detail.bank}, ${detail.drawer} (${m.field_receipt_reserve({}, FRENCH)})`;
	const reserve = detail.means === 'transfer' ? ` (${m.field_receipt_reserve({}, FRENCH)})` : '';
	return `${word} ${detail.reference}${reserve}`;
}
