// One line about what an operation of the timeline says, and where it opens.
import * as v from 'valibot';
import { chequeReturnedSchema } from '$lib/core/cash-bodies';
import { alertLiftedSchema, disputeReportedSchema, situationReportedSchema } from '$lib/core/report-bodies';
import {
	paymentRecordedSchema,
	promiseMadeSchema,
	protocolProposedSchema,
	protocolRefusedSchema,
	protocolSignedSchema,
	reversalRequestedSchema,
	visitReportedSchema
} from '$lib/core/operation';
import { alertWord } from '$lib/i18n/alert-words';
import { chequeReturnWord } from '$lib/i18n/cheque-words';
import { amountText, dateText } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import { documentWord, excessText, refusalReasonWord } from '$lib/i18n/protocol-words';
import { disputeWord } from '$lib/i18n/report-words';
import { causeWord, meansWord, nextActionWord, outcomeWord } from '$lib/i18n/words';

type Event = { readonly id: string; readonly kind: string; readonly body: unknown };

/** The page of a payment or of a plan; null for what has none. */
export function eventLink({ id, kind }: Event): string | null {
	if (kind === 'payment.recorded') return `/office/receipts/${id}`;
	if (kind === 'protocol.proposed') return `/office/protocols/proposals/${id}`;
	return kind === 'protocol.signed' ? `/office/protocols/${id}` : null;
}

/** What happened, in one line; nothing for a kind that this version does not read or a body that was erased. */
export function eventDetail({ kind, body }: Event): string {
	return DETAILS[kind]?.(body) ?? '';
}

const DETAILS: Readonly<Record<string, (body: unknown) => string>> = {
	'visit.reported': (body) => {
		const read = v.safeParse(visitReportedSchema, body);
		if (!read.success) return '';
		const { outcome, cause, note, next, override } = read.output;
		const parts = [
			outcomeWord(outcome),
			cause ? causeWord(cause) : '',
			next ? `${nextActionWord(next.action)} ${next.on ? dateText(next.on) : ''}`.trim() : '',
			note ? `« ${note} »` : '',
			override ? m.rules_override({ reason: override }) : ''
		];
		return parts.filter((part) => part !== '').join(' · ');
	},
	'payment.recorded': (body) => {
		const read = v.safeParse(paymentRecordedSchema, body);
		if (!read.success) return '';
		return `${amountText(read.output.minor, read.output.currency)} · ${meansWord(read.output.detail.means)}`;
	},
	'promise.made': (body) => {
		const read = v.safeParse(promiseMadeSchema, body);
		if (!read.success) return '';
		const { minor, currency, dueOn } = read.output;
		return m.office_promise_of({ amount: amountText(minor, currency), day: dateText(dueOn) });
	},
	'protocol.signed': (body) => {
		const read = v.safeParse(protocolSignedSchema, body);
		if (!read.success) return '';
		const { total, currency, instalments } = read.output.text;
		return m.office_protocol_line({ amount: amountText(total, currency), count: instalments.length });
	},
	'cheque.returned': (body) => {
		const read = v.safeParse(chequeReturnedSchema, body);
		if (!read.success) return '';
		const { on, reason, note } = read.output;
		const line = m.cash_returned_line({ day: dateText(on), reason: chequeReturnWord(reason) });
		return note ? `${line} · « ${note} »` : line;
	},
	'protocol.proposed': (body) => {
		const read = v.safeParse(protocolProposedSchema, body);
		if (!read.success) return '';
		const { document, total, currency, over } = read.output;
		const beyond = over.map((excess) => excessText(excess, currency));
		return [`${documentWord(document)} · ${amountText(total, currency)}`, ...beyond].join(' · ');
	},
	'protocol.refused': (body) => {
		const read = v.safeParse(protocolRefusedSchema, body);
		if (!read.success) return '';
		const { document, total, currency, reason } = read.output;
		return `${documentWord(document)} · ${amountText(total, currency)} · ${refusalReasonWord(reason)}`;
	},
	'situation.reported': (body) => {
		const read = v.safeParse(situationReportedSchema, body);
		if (!read.success) return '';
		const { situation, reference, since, note } = read.output;
		return joined([alertWord(situation), reference, since && m.attention_since({ at: dateText(since) }), quoted(note)]);
	},
	'dispute.reported': (body) => {
		const read = v.safeParse(disputeReportedSchema, body);
		if (!read.success) return '';
		const { category, pieces, note } = read.output;
		return joined([disputeWord(category), ...pieces, quoted(note)]);
	},
	'alert.lifted': (body) => {
		const read = v.safeParse(alertLiftedSchema, body);
		return read.success ? joined([alertWord(read.output.alert), quoted(read.output.reason)]) : '';
	},
	'protocol.declined': reasonOf,
	'protocol.terminated': reasonOf,
	'payment.reversal-requested': reasonOf,
	'payment.reversed': reasonOf
};

const quoted = (text: string | null): string => (text ? `« ${text} »` : '');
const joined = (parts: readonly (string | null)[]): string => parts.filter(Boolean).join(' · ');

function reasonOf(body: unknown): string {
	const read = v.safeParse(v.object({ reason: reversalRequestedSchema.entries.reason }), body);
	return read.success ? `« ${read.output.reason} »` : '';
}
