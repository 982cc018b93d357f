// The receipt as a paper to print or to share: the same words as on the screen, in French.
import type { Paper } from '$lib/client/documents/paper';
import { amountText } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import { FRENCH, receiptLines, type Receipt } from './receipt';

/** The paper of a receipt; `duplicate` says so across its head, since only one original is ever handed over. */
export function receiptPaper(receipt: Receipt, duplicate: boolean): Paper {
	const { body, organisation } = receipt;
	const settles = receipt.settles ? m.field_receipt_full({}, FRENCH) : m.field_receipt_part({}, FRENCH);
	return {
		title: `${m.field_receipt({}, FRENCH)} ${receipt.number}`,
		author: organisation.name,
		language: 'fr-FR',
		at: receipt.at,
		foot: `${organisation.name}, ${organisation.address}, SIREN ${organisation.siren}`,
		blocks: [
			...(duplicate ? [{ kind: 'stamp', text: 'DUPLICATA' } as const] : []),
			{ kind: 'title', text: m.field_receipt_title({}, FRENCH), under: receipt.number },
			{ kind: 'amount', text: amountText(body.minor, body.currency, 'fr'), words: body.printed.words },
			{ kind: 'text', text: settles, look: 'centred' },
			{ kind: 'qr', url: receipt.verifyUrl, caption: m.field_receipt_check({}, FRENCH) },
			{ kind: 'facts', rows: receiptLines(receipt) },
			{ kind: 'text', text: m.field_receipt_activity({}, FRENCH), look: 'small' }
		],
		attached: null
	};
}

/** Name of the file, e.g. quittance-T01-2026-000123. */
export const receiptFileName = (receipt: Receipt): string =>
	`quittance-${receipt.number.replace(/[^A-Za-z0-9-]+/g, '-')}`;
