// What is unusual about an act: prevented on the phone before it happens, flagged on the server when it happened all the same.
import type { Refusal } from './refusal';

export const ANOMALY_CODES = [
	'role-not-allowed',
	'dossier-missing',
	'dossier-not-expected',
	'currency-mismatch',
	'over-balance',
	'allocation-mismatch',
	'claim-unknown',
	'balance-differs',
	'cash-ceiling',
	'value-day-in-future',
	'cash-same-person',
	'cash-nothing',
	'cash-counted-twice',
	'cash-count-mismatch',
	'cash-variance-mismatch',
	'cash-moved',
	'cash-over-held',
	'cheque-not-held',
	'cheque-not-a-cheque',
	'cheque-return-day',
	'hand-over-unknown',
	'deposit-mismatch',
	'deposit-unknown',
	'receipt-device-mismatch',
	'receipt-already-used',
	'promise-in-past',
	'promise-too-far',
	'promise-over-balance',
	'protocol-total-mismatch',
	'protocol-dates',
	'protocol-over-balance',
	'strokes-trivial',
	'mention-missing',
	'mention-differs',
	'letter-code-wrong',
	'protocol-over-margin',
	'protocol-not-approved',
	'protocol-differs',
	'protocol-unknown',
	'protocol-over',
	'reflection-over',
	'proposal-unknown',
	'proposal-decided',
	'proposal-same-person',
	'visit-date-in-past',
	'report-in-future',
	'situation-reported',
	'dispute-reported',
	'alert-unknown',
	'reversal-payment-unknown',
	'reversal-already',
	'reversal-request-unknown',
	'reversal-same-person',
	'round-dossier-twice',
	'round-day-in-past',
	'outside-gate',
	'clock-skew'
] as const;
export type AnomalyCode = (typeof ANOMALY_CODES)[number];

/** An anomaly; `prevent` stops the act on the phone, where it has not happened yet. The server only ever flags. */
export type Anomaly = Refusal<AnomalyCode> & { readonly prevent: boolean };

/** The act must not be saved on the phone; the server, if it comes all the same, keeps and flags it. */
export const prevented = (code: AnomalyCode, data?: Refusal['data']): Anomaly =>
	data === undefined ? { code, prevent: true } : { code, data, prevent: true };

/** The act is a fact; it is kept, and a manager looks at it. */
export const flagged = (code: AnomalyCode, data?: Refusal['data']): Anomaly =>
	data === undefined ? { code, prevent: false } : { code, data, prevent: false };
