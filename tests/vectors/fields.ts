// Readers of the fields that vectors share: dates, amounts and flags, with the defaults that an absent field means.
import * as v from 'valibot';
import type { Result } from '../../src/lib/core/result';
import { isLocalDate, localDate } from '../../src/lib/core/time';

export const day = v.pipe(
	v.string(),
	v.check(isLocalDate),
	v.transform((text) => localDate(text))
);
export const dayOrNull = v.optional(v.nullable(day), null);
export const cents = v.pipe(v.number(), v.safeInteger());
export const flag = v.optional(v.boolean(), false);
export const dayCount = v.optional(v.picklist(['ACT/365', 'ACT/ACT']), 'ACT/365');
export const principalPayments = v.optional(
	v.array(
		v.pipe(
			v.object({ date: day, cents }),
			v.transform((payment) => ({ date: payment.date, minor: payment.cents }))
		)
	),
	[]
);

/** The day on which the vectors were written: where a rule needs a date that a vector does not give. */
export const VECTORS_DAY = localDate('2026-11-21');

/** What a group answers for the inputs of one vector: compared key by key with what the vector expects. */
export type VectorGroup = (inputs: unknown) => Readonly<Record<string, unknown>>;

/** A group from the schema of its inputs and its rule. */
export function group<const Schema extends v.GenericSchema>(
	schema: Schema,
	rule: (inputs: v.InferOutput<Schema>) => Readonly<Record<string, unknown>>
): VectorGroup {
	return (inputs) => rule(v.parse(schema, inputs));
}

/** The value of a rule that the vectors take for granted; a refusal is an error of the vector. */
export function value<T>(result: Result<T, { readonly code: string }>): T {
	if (!result.ok) throw new Error(result.error.code);
	return result.value;
}
