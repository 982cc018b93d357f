// The parts that bodies of operations are made of: amounts, dates, texts that may be signed, means of payment, strokes.
import * as v from 'valibot';
import { isWireText } from './canonical';
import { dossierIdSchema } from './ids';
import { CURRENCIES } from './money';
import { isLocalDate, type LocalDate } from './time';

export const dateSchema = v.custom<LocalDate>((input) => typeof input === 'string' && isLocalDate(input));
export const integerSchema = v.pipe(v.number(), v.safeInteger());
export const positiveMinorSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(100_000_000_000));
export const minorSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(100_000_000_000));
export const currencySchema = v.picklist(CURRENCIES);

/** Text that may be signed: well formed, NFC, at most `max` UTF-16 units. */
export const textSchema = (max: number, min = 0): v.GenericSchema<string> =>
	v.pipe(v.string(), v.minLength(min), v.maxLength(max), v.check(isWireText, 'not-nfc'));

export const MEANS = ['cash', 'cheque', 'card', 'transfer', 'mobile-money', 'money-order'] as const;
export const meansSchema = v.picklist(MEANS);
export type Means = (typeof MEANS)[number];

export const COMPONENTS = ['interest', 'penalty', 'indemnity', 'principal'] as const;
export const componentSchema = v.picklist(COMPONENTS);
/** The parts of a claim that a payment can be posted to; costs need an enforceable title and are not claimed before (CPCE L111-8). */
export type Component = (typeof COMPONENTS)[number];

export const OUTCOMES = ['met', 'third-party', 'absent', 'wrong-address', 'refusal', 'danger', 'deceased'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const CAUSES = [
	'forgotten',
	'cash-flow',
	'job-loss',
	'income-drop',
	'separation',
	'over-indebted',
	'disputed-goods',
	'disputed-amount',
	'invoice-not-received',
	'already-paid',
	'unwilling',
	'other'
] as const;
export type Cause = (typeof CAUSES)[number];

export const NEXT_ACTIONS = ['visit', 'call', 'letter', 'wait-payment', 'manager', 'none'] as const;
export type NextAction = (typeof NEXT_ACTIONS)[number];

/** Strokes as x, y pairs in thousandths of the pad's width; no pressure, speed or per-point time (no biometrics). */
export const strokesSchema = v.strictObject({
	height: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(4000)),
	lines: v.pipe(v.array(v.pipe(v.array(integerSchema), v.maxLength(4000))), v.maxLength(200)),
	durationMs: v.pipe(v.number(), v.safeInteger(), v.minValue(0))
});
export type Strokes = v.InferOutput<typeof strokesSchema>;

export const stopSchema = v.strictObject({
	dossier: dossierIdSchema,
	pinned: v.boolean(),
	/** Minutes of the day, e.g. 540 to 720 for 9:00–12:00; null when any time will do. */
	window: v.nullable(v.strictObject({ from: integerSchema, to: integerSchema })),
	/** Why the manager plans this stop though a gate warns or blocks; null when no gate speaks. */
	override: v.nullable(textSchema(300, 1))
});

export const instalmentSchema = v.strictObject({
	no: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
	contractOn: dateSchema,
	dueOn: dateSchema,
	minor: positiveMinorSchema,
	after: minorSchema
});
export type Instalment = v.InferOutput<typeof instalmentSchema>;

/** Plan d'apurement, transaction (C. civ. 2044), reconnaissance de dette (C. civ. 1376). */
export const PROTOCOL_DOCUMENTS = ['plan', 'settlement', 'acknowledgement'] as const;
export type ProtocolDocument = (typeof PROTOCOL_DOCUMENTS)[number];

/** What a manager's margin limits: duration, down payment (basis points of the total), what is given up (minor units). */
export const MARGIN_LIMITS = ['months', 'down', 'waived'] as const;
export const excessSchema = v.strictObject({
	limit: v.picklist(MARGIN_LIMITS),
	asked: integerSchema,
	allowed: integerSchema
});
/** By how much terms go beyond the margin. */
export type Excess = v.InferOutput<typeof excessSchema>;

export const CHEQUE_RETURN_REASONS = [
	'no-funds',
	'account-closed',
	'signature',
	'stopped',
	'lost-or-stolen',
	'irregular',
	'other'
] as const;
/** Why a bank returns a cheque unpaid (CMF L131-73 and L131-35). */
export type ChequeReturnReason = (typeof CHEQUE_RETURN_REASONS)[number];
export const chequeReturnReasonSchema = v.picklist(CHEQUE_RETURN_REASONS);
