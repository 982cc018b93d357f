// Which receipts a figure stands for: the day, collector, means, hour and creditor behind a number of the board.
import * as v from 'valibot';
import { creditorIdSchema, dossierIdSchema, userIdSchema } from './ids';
import { dateSchema, MEANS } from './operation';

export const RECEIPT_STATUSES = [
	'counted',
	'recorded',
	'reversal-requested',
	'quarantined',
	'reversed',
	'all'
] as const;

const optional = <const Schema extends v.GenericSchema<string, string>>(schema: Schema) =>
	v.fallback(v.nullable(schema), null);
const dayParameter = v.fallback(v.nullable(dateSchema), null);

export const receiptsFilterSchema = v.object({
	/** One day, or the first of several when `until` is given. */
	day: dayParameter,
	until: dayParameter,
	collector: optional(userIdSchema),
	means: v.fallback(v.nullable(v.picklist(MEANS)), null),
	hour: v.fallback(v.nullable(v.pipe(v.string(), v.regex(/^(?:1?\d|2[0-3])$/), v.transform(Number))), null),
	creditor: optional(creditorIdSchema),
	dossier: optional(dossierIdSchema),
	/** `counted` is what the board adds up: everything received and neither reversed nor set aside. */
	status: v.fallback(v.picklist(RECEIPT_STATUSES), 'counted'),
	page: v.fallback(v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), v.minValue(1)), 1)
});
export type ReceiptsFilter = v.InferOutput<typeof receiptsFilterSchema>;

/** Reads a filter from the parameters of an address; what does not fit counts as absent. */
export function readReceiptsFilter(parameters: Iterable<readonly [string, string]>): ReceiptsFilter {
	const given = Object.fromEntries(Array.from(parameters).filter(([, value]) => value !== ''));
	const blank = Object.fromEntries(Object.keys(receiptsFilterSchema.entries).map((key) => [key, null]));
	return v.parse(receiptsFilterSchema, { ...blank, ...given });
}
