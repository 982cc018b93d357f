// The shape of a country's table of gates: which reason stops or warns which act, and the rule it comes from.
import type { Confidence } from './country/dated';

export const GATE_ACTIONS = [
	'visit',
	'telephone',
	'collect-cash',
	'propose-plan',
	'send-first-letter',
	'send-letter'
] as const;
/** What a collector or the office is about to do; the first letter is the one that R124-4 wants before anything else. */
export type GateAction = (typeof GATE_ACTIONS)[number];

export type GateEffect = 'block' | 'warn';

/** Reasons in the order in which they are said: our own duties first, then the debtor, the claim, and the hour. */
export const GATE_REASONS = [
	'no-mandate',
	'mandate-not-in-force',
	'insurance-expired',
	'letter-not-sent',
	'visits-refused',
	'contact-refused',
	'debtor-deceased',
	'debtor-minor',
	'debtor-protected',
	'over-indebtedness-admitted',
	'over-indebtedness-filed',
	'insolvency-open',
	'conciliation-open',
	'dispute-open',
	'mediation-open',
	'complaint-filed',
	'prescribed',
	'partly-prescribed',
	'cash-ceiling',
	'danger-reported',
	'address-unknown',
	'rest-day',
	'outside-hours'
] as const;
export type GateReasonCode = (typeof GATE_REASONS)[number];

/** One row of the table; an act that a row does not name is not concerned. */
export type GateRow = {
	readonly effects: Readonly<Partial<Record<GateAction, GateEffect>>>;
	readonly source: string;
	readonly confidence: Confidence;
};

export type GateSection = Readonly<Record<GateReasonCode, GateRow>>;
