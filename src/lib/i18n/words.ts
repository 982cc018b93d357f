// Words of every closed list of the trade, in the language of the screen.
import type { DossierFacts } from '$lib/core/dossier';
import type { Language } from '$lib/core/format-amount';
import type { Cause, Component, Means, NextAction, OperationKind, Outcome } from '$lib/core/operation';
import type { InstalmentState } from '$lib/core/plan-follow-up';
import type { PromiseStatus } from '$lib/core/promise';
import type { Round } from '$lib/core/round';
import { m } from './paraglide/messages';
import { getLocale } from './paraglide/runtime';

type Message = (inputs?: Record<string, never>, options?: { locale?: Language }) => string;
type Words<Key extends string> = Readonly<Record<Key, Message>>;
type Phase = DossierFacts['phase'];
type PartyRole = DossierFacts['parties'][number]['role'];
type DebtorKind = DossierFacts['debtor']['kind'];
type RoundStatus = Round['status'];
type Theme = 'system' | 'light' | 'dark' | 'sun';

/** Words for what came of a visit. */
export const outcomeWord = (value: Outcome): string => OUTCOME_WORDS[value]();
/** Words for why the debtor did not pay. */
export const causeWord = (value: Cause): string => CAUSE_WORDS[value]();
/** Words for what to do next. */
export const nextActionWord = (value: NextAction): string => NEXT_ACTION_WORDS[value]();
/** Words for a means of payment. */
export const meansWord = (value: Means, locale: Language = getLocale()): string => MEANS_WORDS[value]({}, { locale });
/** Words for a part of a claim. */
export const componentWord = (value: Component, locale: Language = getLocale()): string =>
	COMPONENT_WORDS[value]({}, { locale });
/** Words for the phase of a dossier. */
export const phaseWord = (value: Phase): string => PHASE_WORDS[value]();
/** Words for the state of a promise. */
export const promiseWord = (value: PromiseStatus): string => PROMISE_WORDS[value]();
/** Words for the state of an instalment. */
export const instalmentWord = (value: InstalmentState): string => INSTALMENT_WORDS[value]();
/** Words for the state of a round. */
export const roundWord = (value: RoundStatus): string => ROUND_WORDS[value]();
/** Words for the role of another party. */
export const partyWord = (value: PartyRole): string => PARTY_WORDS[value]();
/** Words for the kind of debtor. */
export const debtorWord = (value: DebtorKind): string => DEBTOR_WORDS[value]();
/** Words for a theme. */
export const themeWord = (value: Theme): string => THEME_WORDS[value]();
/** Words for the kind of an operation; null is a kind that this version does not know. */
export const kindWord = (kind: OperationKind | null): string =>
	kind === null ? m.common_kind_unknown() : KIND_WORDS[kind]();

const OUTCOME_WORDS: Words<Outcome> = {
	met: m.common_outcome_met,
	'third-party': m.common_outcome_third_party,
	absent: m.common_outcome_absent,
	'wrong-address': m.common_outcome_wrong_address,
	refusal: m.common_outcome_refusal,
	danger: m.common_outcome_danger,
	deceased: m.common_outcome_deceased
};

const CAUSE_WORDS: Words<Cause> = {
	forgotten: m.common_cause_forgotten,
	'cash-flow': m.common_cause_cash_flow,
	'job-loss': m.common_cause_job_loss,
	'income-drop': m.common_cause_income_drop,
	separation: m.common_cause_separation,
	'over-indebted': m.common_cause_over_indebted,
	'disputed-goods': m.common_cause_disputed_goods,
	'disputed-amount': m.common_cause_disputed_amount,
	'invoice-not-received': m.common_cause_invoice_not_received,
	'already-paid': m.common_cause_already_paid,
	unwilling: m.common_cause_unwilling,
	other: m.common_cause_other
};

const NEXT_ACTION_WORDS: Words<NextAction> = {
	visit: m.common_next_visit,
	call: m.common_next_call,
	letter: m.common_next_letter,
	'wait-payment': m.common_next_wait_payment,
	manager: m.common_next_manager,
	none: m.common_next_none
};

const MEANS_WORDS: Words<Means> = {
	cash: m.common_means_cash,
	cheque: m.common_means_cheque,
	card: m.common_means_card,
	transfer: m.common_means_transfer,
	'mobile-money': m.common_means_mobile_money,
	'money-order': m.common_means_money_order
};

const COMPONENT_WORDS: Words<Component> = {
	interest: m.common_component_interest,
	penalty: m.common_component_penalty,
	indemnity: m.common_component_indemnity,
	principal: m.common_component_principal
};

const PHASE_WORDS: Words<Phase> = {
	preventive: m.common_phase_preventive,
	amicable: m.common_phase_amicable,
	'pre-litigation': m.common_phase_pre_litigation,
	litigation: m.common_phase_litigation,
	closed: m.common_phase_closed
};

const PROMISE_WORDS: Words<PromiseStatus> = {
	open: m.common_promise_open,
	kept: m.common_promise_kept,
	partly: m.common_promise_partly,
	broken: m.common_promise_broken,
	replaced: m.common_promise_replaced
};

const INSTALMENT_WORDS: Words<InstalmentState> = {
	upcoming: m.common_instalment_upcoming,
	kept: m.common_instalment_kept,
	grace: m.common_instalment_grace,
	'kept-late': m.common_instalment_kept_late,
	broken: m.common_instalment_broken,
	'notice-running': m.common_instalment_notice_running,
	'broken-cured': m.common_instalment_broken_cured,
	'acceleration-possible': m.common_instalment_acceleration_possible
};

const ROUND_WORDS: Words<RoundStatus> = {
	draft: m.common_round_draft,
	published: m.common_round_published,
	'on-phone': m.common_round_on_phone,
	'under-way': m.common_round_under_way,
	closed: m.common_round_closed,
	reconciled: m.common_round_reconciled
};

const PARTY_WORDS: Words<PartyRole> = {
	'co-debtor': m.common_party_co_debtor,
	guarantor: m.common_party_guarantor,
	representative: m.common_party_representative
};

const DEBTOR_WORDS: Words<DebtorKind> = {
	consumer: m.common_debtor_consumer,
	professional: m.common_debtor_professional
};

const THEME_WORDS: Words<Theme> = {
	system: m.common_theme_system,
	light: m.common_theme_light,
	dark: m.common_theme_dark,
	sun: m.common_theme_sun
};

const KIND_WORDS: Words<OperationKind> = {
	'round.published': m.common_kind_round_published,
	'round.started': m.common_kind_round_started,
	'round.closed': m.common_kind_round_closed,
	'visit.reported': m.common_kind_visit_reported,
	'payment.recorded': m.common_kind_payment_recorded,
	'promise.made': m.common_kind_promise_made,
	'protocol.signed': m.common_kind_protocol_signed,
	'protocol.proposed': m.common_kind_protocol_proposed,
	'protocol.approved': m.common_kind_protocol_approved,
	'protocol.declined': m.common_kind_protocol_declined,
	'protocol.refused': m.common_kind_protocol_refused,
	'protocol.withdrawn': m.common_kind_protocol_withdrawn,
	'protocol.terminated': m.common_kind_protocol_terminated,
	'situation.reported': m.common_kind_situation_reported,
	'dispute.reported': m.common_kind_dispute_reported,
	'alert.lifted': m.common_kind_alert_lifted,
	'payment.reversal-requested': m.common_kind_payment_reversal_requested,
	'payment.reversed': m.common_kind_payment_reversed,
	'review.decided': m.common_kind_review_decided,
	'cheque.returned': m.common_kind_cheque_returned,
	'cash.handed-over': m.common_kind_cash_handed_over,
	'cash.deposited': m.common_kind_cash_deposited,
	'cash.deposit-confirmed': m.common_kind_cash_deposit_confirmed
};
