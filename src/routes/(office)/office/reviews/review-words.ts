// Words of the review queue: outcomes, decisions, and what a person can do about each reason.
import type { DecisionWord } from '$lib/core/decide-review';
import type { REVIEW_OUTCOMES } from '$lib/core/reviews-filter';
import { m } from '$lib/i18n/paraglide/messages';
import { codeMessage } from '$lib/i18n/refusal-message';
import type { Tone } from '$lib/ui/tone';

export type ReviewOutcome = (typeof REVIEW_OUTCOMES)[number];

export const reviewOutcomeWord = (outcome: ReviewOutcome): string => OUTCOMES[outcome]();
export const reviewOutcomeTone = (outcome: ReviewOutcome): Tone => (outcome === 'flagged' ? 'warn' : 'danger');
export const decisionWord = (decision: DecisionWord): string => DECIDED[decision]();

/** What to do, from the outcome in general to each reason in particular. */
export const todoWords = (outcome: ReviewOutcome, codes: readonly string[]): readonly string[] => [
	STEPS[outcome](),
	...codes.flatMap((code) => STEPS_OF_CODE[code]?.() ?? [])
];

/** What a decision does in this case. */
export const choiceWords = (decision: DecisionWord, outcome: ReviewOutcome): { label: string; detail: string } => {
	if (decision === 'asked') return { label: m.attention_ask(), detail: m.attention_ask_help() };
	if (decision === 'accepted')
		return {
			label: m.attention_accept(),
			detail: outcome === 'flagged' ? m.attention_accept_flagged() : m.attention_accept_quarantined()
		};
	return {
		label: m.attention_set_aside(),
		detail: outcome === 'refused' ? m.attention_set_aside_refused() : m.attention_set_aside_quarantined()
	};
};

/** Why an operation is here, as a manager reads it; the author's phone words the same code for its author. */
export const reasonWord = (code: string): string => REASONS[code]?.() ?? codeMessage(code);

/** Why a decision was not taken; null for a code that is worded elsewhere. */
export const decisionProblem = (code: string): string | null => PROBLEMS[code]?.() ?? null;

const OUTCOMES: Readonly<Record<ReviewOutcome, () => string>> = {
	flagged: m.attention_outcome_flagged,
	quarantined: m.attention_outcome_quarantined,
	refused: m.attention_outcome_refused
};

const DECIDED: Readonly<Record<DecisionWord, () => string>> = {
	accepted: m.attention_word_accepted,
	'set-aside': m.attention_word_set_aside,
	asked: m.attention_word_asked
};

const STEPS: Readonly<Record<ReviewOutcome, () => string>> = {
	flagged: m.attention_todo_flagged,
	quarantined: m.attention_todo_quarantined,
	refused: m.attention_todo_refused
};

const STEPS_OF_CODE: Readonly<Record<string, () => string>> = {
	'out-of-scope': m.attention_todo_out_of_scope,
	'device-revoked': m.attention_todo_device_revoked,
	'user-disabled': m.attention_todo_user_disabled,
	'dossier-missing': m.attention_todo_dossier_missing,
	'unknown-kind': m.attention_todo_unknown_kind,
	'unreadable-body': m.attention_todo_unreadable_body,
	'receipt-already-used': m.attention_todo_receipt_already_used,
	'over-balance': m.attention_todo_over_balance,
	'cash-ceiling': m.attention_todo_cash_ceiling,
	'clock-skew': m.attention_todo_clock_skew,
	'outside-gate': m.attention_todo_outside_gate,
	'report-in-future': m.attention_todo_report_in_future,
	'situation-reported': m.attention_todo_situation_reported,
	'dispute-reported': m.attention_todo_dispute_reported,
	'alert-unknown': m.attention_todo_alert_unknown
};

const PROBLEMS: Readonly<Record<string, () => string>> = {
	'review-unknown': m.attention_error_review_unknown,
	'review-closed': m.attention_error_review_closed,
	'review-same-person': m.attention_error_review_same_person,
	'review-decision-impossible': m.attention_error_review_decision_impossible,
	'review-without-effect': m.attention_error_review_without_effect,
	'note-missing': m.attention_error_note
};

const REASONS: Readonly<Record<string, () => string>> = {
	'out-of-scope': m.attention_reason_out_of_scope,
	'device-revoked': m.attention_reason_device_revoked,
	'user-disabled': m.attention_reason_user_disabled,
	'role-not-allowed': m.attention_reason_role_not_allowed,
	'dossier-missing': m.attention_reason_dossier_missing,
	'unknown-kind': m.attention_reason_unknown_kind,
	'unreadable-body': m.attention_reason_unreadable_body,
	'balance-differs': m.attention_reason_balance_differs,
	'outside-gate': m.attention_reason_outside_gate,
	'clock-skew': m.attention_reason_clock_skew,
	'receipt-already-used': m.attention_reason_receipt_already_used,
	'receipt-device-mismatch': m.attention_reason_receipt_device_mismatch,
	'bad-hash': m.attention_reason_bad_hash,
	'bad-signature': m.attention_reason_bad_signature,
	'bad-body-hash': m.attention_reason_bad_body_hash,
	'bad-place-hash': m.attention_reason_bad_place_hash,
	'foreign-identity': m.attention_reason_foreign_identity,
	malformed: m.attention_reason_malformed
};
