// The parts that bodies of operations are made of: amounts, dates, texts that may be signed, means of payment, strokes.
import * as v from 'valibot';
import { isWireText } from './canonical';
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

export const MEANS = ['cash', 'cheque', 'card', 'transfer', 'mobile-money'] as const;
export const meansSchema = v.picklist(MEANS);
export type Means = (typeof MEANS)[number];

/** Strokes as x, y pairs in thousandths of the pad's width; no pressure, speed or per-point time (no biometrics). */
export const strokesSchema = v.strictObject({
	height: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(4000)),
	lines: v.pipe(v.array(v.pipe(v.array(integerSchema), v.maxLength(4000))), v.maxLength(200)),
	durationMs: v.pipe(v.number(), v.safeInteger(), v.minValue(0))
});
export type Strokes = v.InferOutput<typeof strokesSchema>;
