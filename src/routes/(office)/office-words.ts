// Words and tones of what only the office shows: states of payments, outcomes of operations, columns and problems of imports.
import type { ImportProblem } from '$lib/core/import-answer';
import type { ImportField } from '$lib/core/import-line';
import { isKnownKind } from '$lib/core/operation';
import type { RECEIPT_STATUSES } from '$lib/core/receipts-filter';
import { m } from '$lib/i18n/paraglide/messages';
import { kindWord } from '$lib/i18n/words';
import type { Tone } from '$lib/ui/tone';

export type PaymentStatus = 'recorded' | 'reversal-requested' | 'reversed' | 'quarantined';
export type Outcome = 'applied' | 'flagged' | 'quarantined';

export const paymentStatusWord = (status: (typeof RECEIPT_STATUSES)[number]): string => PAYMENT_WORDS[status]();
export const paymentStatusTone = (status: PaymentStatus): Tone => PAYMENT_TONES[status];
export const outcomeWordOf = (outcome: Outcome): string => OUTCOME_WORDS[outcome]();
export const outcomeTone = (outcome: Outcome): Tone => OUTCOME_TONES[outcome];

/** The kind of a stored operation, also one that this version does not know. */
export const operationWord = (kind: string): string => kindWord(isKnownKind(kind) ? kind : null);

/** The name of a column of an import. */
export const fieldWord = (field: ImportField): string => FIELD_WORDS[field]();

/** What is wrong with a cell, and the way out; codes are those of the dry run. */
export const problemWord = (code: ProblemCode): string => PROBLEM_WORDS[code]();

type ProblemCode = ImportProblem['code'];

const PAYMENT_WORDS: Readonly<Record<(typeof RECEIPT_STATUSES)[number], () => string>> = {
	counted: m.office_payment_counted,
	recorded: m.office_payment_recorded,
	'reversal-requested': m.office_payment_reversal_requested,
	quarantined: m.office_payment_quarantined,
	reversed: m.office_payment_reversed,
	all: m.office_all
};

const PAYMENT_TONES: Readonly<Record<PaymentStatus, Tone>> = {
	recorded: 'ok',
	'reversal-requested': 'warn',
	quarantined: 'danger',
	reversed: 'neutral'
};

const OUTCOME_WORDS: Readonly<Record<Outcome, () => string>> = {
	applied: m.office_outcome_applied,
	flagged: m.office_outcome_flagged,
	quarantined: m.office_outcome_quarantined
};
const OUTCOME_TONES: Readonly<Record<Outcome, Tone>> = { applied: 'ok', flagged: 'warn', quarantined: 'danger' };

const FIELD_WORDS: Readonly<Record<ImportField, () => string>> = {
	dossier: m.office_field_dossier,
	creditor: m.office_field_creditor,
	mandate: m.office_field_mandate,
	mandateSignedOn: m.office_field_mandate_signed_on,
	debtor: m.office_field_debtor,
	debtorKind: m.office_field_debtor_kind,
	debtorName: m.office_field_debtor_name,
	siren: m.office_field_siren,
	address: m.office_field_address,
	postcode: m.office_field_postcode,
	city: m.office_field_city,
	phone: m.office_field_phone,
	email: m.office_field_email,
	claim: m.office_field_claim,
	claimLabel: m.office_field_claim_label,
	claimKind: m.office_field_claim_kind,
	issuedOn: m.office_field_issued_on,
	dueOn: m.office_field_due_on,
	countedOn: m.office_field_counted_on,
	principal: m.office_field_principal,
	interest: m.office_field_interest,
	penalty: m.office_field_penalty,
	indemnity: m.office_field_indemnity,
	currency: m.office_field_currency,
	letter: m.office_field_letter,
	letterSentOn: m.office_field_letter_sent_on,
	letterCode: m.office_field_letter_code,
	noticeOn: m.office_field_notice_on,
	collector: m.office_field_collector
};

const PROBLEM_WORDS: Readonly<Record<ProblemCode, () => string>> = {
	missing: m.office_problem_missing,
	'too-long': m.office_problem_too_long,
	'amount-malformed': m.office_problem_amount_malformed,
	'amount-ambiguous': m.office_problem_amount_ambiguous,
	'amount-too-precise': m.office_problem_amount_too_precise,
	'amount-not-positive': m.office_problem_amount_not_positive,
	'amount-out-of-range': m.office_problem_amount_out_of_range,
	'date-malformed': m.office_problem_date_malformed,
	'date-century': m.office_problem_date_century,
	'date-in-future': m.office_problem_date_in_future,
	'currency-unknown': m.office_problem_currency_unknown,
	'company-id': m.office_problem_company_id,
	phone: m.office_problem_phone,
	email: m.office_problem_email,
	'debtor-kind-unknown': m.office_problem_debtor_kind_unknown,
	'claim-kind-unknown': m.office_problem_claim_kind_unknown,
	'letter-incomplete': m.office_problem_letter_incomplete,
	'letter-code': m.office_problem_letter_code,
	'claim-twice': m.office_problem_claim_twice,
	'claim-in-other-dossier': m.office_problem_claim_in_other_dossier,
	'dossier-other-creditor': m.office_problem_dossier_other_creditor,
	'dossier-other-debtor': m.office_problem_dossier_other_debtor,
	'dossier-other-currency': m.office_problem_dossier_other_currency,
	'dossier-inconsistent': m.office_problem_dossier_inconsistent,
	'debtor-inconsistent': m.office_problem_debtor_inconsistent,
	'mandate-unknown': m.office_problem_mandate_unknown,
	'mandate-of-other-creditor': m.office_problem_mandate_of_other_creditor,
	'collector-unknown': m.office_problem_collector_unknown
};
