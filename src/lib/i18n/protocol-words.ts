// Words of agreements: which paper, which rhythm, where it stands, by how much it goes beyond the margin.
import type { ProposalEntry } from '$lib/core/dossier';
import type { Currency } from '$lib/core/money';
import type { Excess, Frequency, ProtocolDocument, RefusalReason } from '$lib/core/operation';
import type { ProtocolState } from '$lib/core/protocol-life';
import { amountText } from './format';
import { m } from './paraglide/messages';

export const documentWord = (document: ProtocolDocument): string => DOCUMENTS[document]();
export const frequencyWord = (frequency: Frequency): string => FREQUENCY_WORDS[frequency]();
export const protocolStateWord = (state: ProtocolState): string => STATES[state]();
export const proposalStatusWord = (status: ProposalEntry['status']): string => STATUSES[status]();
export const refusalReasonWord = (reason: RefusalReason): string => REASONS[reason]();

/** What was asked against what the margin allows, e.g. "Durée : 30 mois, au lieu de 24 au plus". */
export function excessText({ limit, asked, allowed }: Excess, currency: Currency): string {
	switch (limit) {
		case 'months':
			return m.protocol_over_months({ asked, allowed });
		case 'down':
			return m.protocol_over_down({ asked: amountText(asked, currency), allowed: amountText(allowed, currency) });
		case 'waived':
			return m.protocol_over_waived({ asked: amountText(asked, currency), allowed: amountText(allowed, currency) });
	}
}

const DOCUMENTS: Readonly<Record<ProtocolDocument, () => string>> = {
	plan: m.protocol_document_plan,
	settlement: m.protocol_document_settlement,
	acknowledgement: m.protocol_document_acknowledgement
};

const FREQUENCY_WORDS: Readonly<Record<Frequency, () => string>> = {
	weekly: m.protocol_weekly,
	fortnightly: m.protocol_fortnightly,
	monthly: m.protocol_monthly,
	'end-of-month': m.protocol_end_of_month
};

const STATES: Readonly<Record<ProtocolState, () => string>> = {
	reflection: m.protocol_state_reflection,
	active: m.protocol_state_active,
	'in-default': m.protocol_state_in_default,
	settled: m.protocol_state_settled,
	withdrawn: m.protocol_state_withdrawn,
	terminated: m.protocol_state_terminated,
	replaced: m.protocol_state_replaced
};

const STATUSES: Readonly<Record<ProposalEntry['status'], () => string>> = {
	waiting: m.protocol_status_waiting,
	approved: m.protocol_status_approved,
	declined: m.protocol_status_declined,
	signed: m.protocol_status_signed,
	refused: m.protocol_status_refused,
	replaced: m.protocol_state_replaced
};

const REASONS: Readonly<Record<RefusalReason, () => string>> = {
	'wants-time': m.protocol_reason_wants_time,
	disputes: m.protocol_reason_disputes,
	'cannot-pay': m.protocol_reason_cannot_pay,
	'wants-advice': m.protocol_reason_wants_advice,
	other: m.protocol_reason_other
};
