// Words every refusal and anomaly: the field, the cause and the way out, in the language of the screen.
import type { Currency } from '$lib/core/money';
import type { Refusal } from '$lib/core/refusal';
import { isLocalDate } from '$lib/core/time';
import { amountText, dateText } from './format';
import { m } from './paraglide/messages';

/** What went wrong and what to do; an unknown code is said as it is, so that it can be reported. Amounts in `currency`. */
export function refusalMessage(refusal: Refusal, currency: Currency = 'EUR'): string {
	const word = MESSAGES[refusal.code];
	return word ? word({ ...refusal.data, currency }) : m.refusal_unknown({ code: refusal.code });
}

/** Words of a bare code, as outcomes carry them. */
export const codeMessage = (code: string): string => refusalMessage({ code });

type Data = NonNullable<Refusal['data']> & { readonly currency: Currency };

const MESSAGES: Readonly<Record<string, (data: Data) => string>> = {
	'not-found': () => m.refusal_not_found(),
	'role-not-allowed': () => m.refusal_role_not_allowed(),
	'dossier-missing': () => m.refusal_dossier_missing(),
	'dossier-not-expected': () => m.refusal_dossier_not_expected(),
	'dossier-not-on-phone': () => m.refusal_dossier_not_on_phone(),
	'round-not-on-phone': () => m.refusal_round_not_on_phone(),
	'currency-mismatch': (data) => m.refusal_currency_mismatch({ expected: text(data, 'expected') }),
	'over-balance': (data) => m.refusal_over_balance({ balance: amount(data, 'balance') }),
	'payment-over-due': () => m.refusal_payment_over_due(),
	'allocation-mismatch': () => m.refusal_allocation_mismatch(),
	'claim-unknown': () => m.refusal_claim_unknown(),
	'balance-differs': () => m.refusal_balance_differs(),
	'cash-ceiling': () => m.refusal_cash_ceiling(),
	'value-day-in-future': () => m.refusal_value_day_in_future(),
	'cash-same-person': () => m.refusal_cash_same_person(),
	'cash-nothing': () => m.refusal_cash_nothing(),
	'cash-counted-twice': () => m.refusal_cash_counted_twice(),
	'cash-count-mismatch': () => m.refusal_cash_count_mismatch(),
	'cash-variance-mismatch': (data) => m.refusal_cash_variance_mismatch({ variance: amount(data, 'variance') }),
	'cash-moved': (data) => m.refusal_cash_moved({ held: amount(data, 'held') }),
	'cash-over-held': (data) => m.refusal_cash_over_held({ held: amount(data, 'held') }),
	'cheque-not-held': () => m.refusal_cheque_not_held(),
	'cheque-not-a-cheque': (data) => m.refusal_cheque_not_a_cheque({ receipt: text(data, 'receipt') }),
	'cheque-return-day': () => m.refusal_cheque_return_day(),
	'hand-over-unknown': () => m.refusal_hand_over_unknown(),
	'deposit-mismatch': (data) => m.refusal_deposit_mismatch({ inside: amount(data, 'inside') }),
	'deposit-unknown': () => m.refusal_deposit_unknown(),
	'receipt-device-mismatch': () => m.refusal_receipt_device_mismatch(),
	'receipt-already-used': () => m.refusal_receipt_already_used(),
	'promise-in-past': () => m.refusal_promise_in_past(),
	'promise-too-far': () => m.refusal_promise_too_far(),
	'promise-over-balance': (data) => m.refusal_promise_over_balance({ balance: amount(data, 'balance') }),
	'protocol-total-mismatch': () => m.refusal_protocol_total_mismatch(),
	'protocol-dates': () => m.refusal_protocol_dates(),
	'protocol-over-balance': (data) => m.refusal_protocol_over_balance({ balance: amount(data, 'balance') }),
	'protocol-of-another-day': () => m.refusal_protocol_of_another_day(),
	'strokes-trivial': () => m.refusal_strokes_trivial(),
	'mention-missing': () => m.refusal_mention_missing(),
	'mention-differs': () => m.refusal_mention_differs(),
	'letter-code-wrong': () => m.refusal_letter_code_wrong(),
	'protocol-over-margin': () => m.refusal_protocol_over_margin(),
	'protocol-not-approved': () => m.refusal_protocol_not_approved(),
	'protocol-differs': () => m.refusal_protocol_differs(),
	'protocol-unknown': () => m.refusal_protocol_unknown(),
	'protocol-over': () => m.refusal_protocol_over(),
	'reflection-over': () => m.refusal_reflection_over(),
	'proposal-unknown': () => m.refusal_proposal_unknown(),
	'proposal-decided': () => m.refusal_proposal_decided(),
	'proposal-same-person': () => m.refusal_proposal_same_person(),
	'waiver-needs-settlement': () => m.refusal_waiver_needs_settlement(),
	'settlement-needs-waiver': () => m.refusal_settlement_needs_waiver(),
	'settlement-needs-dispute': () => m.refusal_settlement_needs_dispute(),
	'waiver-too-large': () => m.refusal_waiver_too_large(),
	'proposal-not-needed': () => m.refusal_proposal_not_needed(),
	'reason-missing': () => m.refusal_reason_missing(),
	'visit-date-in-past': () => m.refusal_visit_date_in_past(),
	'report-in-future': () => m.refusal_report_in_future(),
	'situation-reported': () => m.refusal_situation_reported(),
	'dispute-reported': () => m.refusal_dispute_reported(),
	'alert-unknown': () => m.refusal_alert_unknown(),
	'reversal-payment-unknown': () => m.refusal_reversal_payment_unknown(),
	'reversal-already': (data) => m.refusal_reversal_already({ receipt: text(data, 'receipt') }),
	'reversal-request-unknown': () => m.refusal_reversal_request_unknown(),
	'reversal-same-person': () => m.refusal_reversal_same_person(),
	'round-dossier-twice': () => m.refusal_round_dossier_twice(),
	'round-day-in-past': () => m.refusal_round_day_in_past(),
	'outside-gate': () => m.refusal_outside_gate(),
	'clock-skew': () => m.refusal_clock_skew(),
	'out-of-scope': () => m.refusal_out_of_scope(),
	'unknown-kind': () => m.refusal_unknown_kind(),
	'unreadable-body': () => m.refusal_unreadable_body(),
	'device-revoked': () => m.refusal_device_revoked(),
	'user-disabled': () => m.refusal_user_disabled(),
	'bad-hash': () => m.refusal_bad_hash(),
	'bad-signature': () => m.refusal_bad_signature(),
	'amount-empty': () => m.refusal_amount_empty(),
	'amount-malformed': () => m.refusal_amount_malformed(),
	'amount-ambiguous': () => m.refusal_amount_ambiguous(),
	'amount-not-positive': () => m.refusal_amount_not_positive(),
	'amount-too-precise': (data) => m.refusal_amount_too_precise({ decimals: text(data, 'decimals') }),
	'amount-out-of-range': () => m.refusal_amount_out_of_range(),
	'instalment-below-minimum': (data) =>
		m.refusal_instalment_below_minimum({ computed: amount(data, 'computed'), minimum: amount(data, 'minimum') }),
	'plan-anchor-day': () => m.refusal_plan_anchor_day(),
	'plan-count': (data) => m.refusal_plan_count({ max: text(data, 'max') }),
	'plan-down-payment': () => m.refusal_plan_down_payment(),
	'plan-nothing-left': () => m.refusal_plan_nothing_left(),
	'parameter-invalid': () => m.refusal_parameter_invalid(),
	'parameter-same-person': () => m.refusal_parameter_same_person(),
	'parameter-decided': () => m.refusal_parameter_decided(),
	'mandate-invalid': () => m.refusal_mandate_invalid(),
	'mandate-exists': (data) => m.refusal_mandate_exists({ ref: text(data, 'ref') }),
	'iban-invalid': () => m.refusal_iban_invalid(),
	'insurance-invalid': () => m.refusal_insurance_invalid(),
	'parameter-not-known': (data) => m.refusal_parameter_not_known({ day: day(data, 'day') }),
	'phone-busy': () => m.refusal_phone_busy(),
	'storage-full': () => m.refusal_storage_full(),
	'act-invalid': (data) => m.refusal_act_invalid({ at: text(data, 'at') }),
	'device-record-missing': () => m.refusal_device_record_missing(),
	'device-record-unreadable': () => m.refusal_device_record_unreadable(),
	'outbox-unreadable': () => m.refusal_outbox_unreadable(),
	'unreadable-record': () => m.refusal_unreadable_record(),
	'unopenable-seal': () => m.refusal_unopenable_seal(),
	'unexpected-content': () => m.refusal_unexpected_content(),
	'pdf-failed': () => m.refusal_pdf_failed(),
	cancelled: () => m.refusal_cancelled(),
	offline: () => m.refusal_offline(),
	network: () => m.refusal_network(),
	'captive-portal': () => m.refusal_captive_portal(),
	timeout: () => m.refusal_timeout(),
	'session-expired': () => m.refusal_session_expired(),
	'not-signed-in': () => m.refusal_not_signed_in(),
	forbidden: () => m.refusal_forbidden(),
	'server-busy': () => m.refusal_server_busy(),
	'server-error': () => m.refusal_server_error(),
	'body-too-large': () => m.refusal_body_too_large(),
	malformed: () => m.refusal_malformed(),
	'wire-too-old': () => m.refusal_wire_too_old(),
	'wire-too-new': () => m.refusal_wire_too_new(),
	gap: () => m.refusal_gap(),
	forked: () => m.refusal_forked(),
	stopped: () => m.refusal_stopped(),
	'plan-missing': () => m.refusal_plan_missing(),
	'unexpected-answer': () => m.refusal_unexpected_answer(),
	'countersignature-forged': () => m.refusal_countersignature_forged(),
	'snapshot-mismatch': () => m.refusal_snapshot_mismatch(),
	'epoch-unstable': () => m.refusal_epoch_unstable(),
	'sync-too-long': () => m.refusal_sync_too_long(),
	'sync-failed': () => m.refusal_sync_failed(),
	'storage-lost': () => m.refusal_storage_lost(),
	'storage-evicted': () => m.refusal_storage_evicted(),
	'recovery-key-missing': () => m.refusal_recovery_key_missing(),
	'black-box-empty': () => m.refusal_black_box_empty(),
	'black-box-unsupported': () => m.refusal_black_box_unsupported(),
	'act-too-large': () => m.refusal_act_too_large(),
	'sign-in-needed': () => m.refusal_sign_in_needed(),
	'proof-wrong': () => m.refusal_proof_wrong(),
	'device-taken': () => m.refusal_device_taken(),
	'too-large': () => m.refusal_too_large(),
	'content-type': () => m.refusal_content_type(),
	'foreign-origin': () => m.refusal_foreign_origin(),
	'round-unknown': () => m.refusal_round_unknown(),
	'collector-unknown': () => m.refusal_collector_unknown(),
	'round-closed': () => m.refusal_round_closed(),
	'bad-body-hash': () => m.refusal_bad_body_hash(),
	'bad-place-hash': () => m.refusal_bad_place_hash(),
	'foreign-identity': () => m.refusal_foreign_identity()
};

/** An outcome carries bare codes: what its message would quote is then left out with a dash. */
function text(data: Data, name: string): string {
	const value = data[name];
	return value === undefined || value === null ? '–' : String(value);
}

function amount(data: Data, name: string): string {
	const value = data[name];
	return typeof value === 'number' && Number.isSafeInteger(value) ? amountText(value, data.currency) : '–';
}

function day(data: Data, name: string): string {
	const value = data[name];
	return typeof value === 'string' && isLocalDate(value) ? dateText(value) : '–';
}
