// What became of each operation of a black box, as the office's page shows it.
import * as v from 'valibot';
import { currencySchema, integerSchema } from './body';
import { deviceIdSchema } from './ids';
import { headSchema } from './wire';

/** At most so many operations, and so many bytes, go to the server at a time. */
export const MAX_IMPORT_OPERATIONS = 500;
export const MAX_IMPORT_BYTES = 900_000;

export const blackBoxRequestSchema = v.strictObject({
	device: deviceIdSchema,
	epoch: v.pipe(integerSchema, v.minValue(0)),
	head: headSchema,
	operations: v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(MAX_IMPORT_OPERATIONS))
});
export type BlackBoxRequest = v.InferOutput<typeof blackBoxRequestSchema>;

/** 'forked': kept on a second branch; 'left': not taken, because something before it is missing or forged. */
export const IMPORT_OUTCOMES = ['applied', 'flagged', 'quarantined', 'refused', 'forked', 'left'] as const;

export const blackBoxAnswerSchema = v.object({
	items: v.array(
		v.object({
			seq: integerSchema,
			id: v.string(),
			kind: v.string(),
			outcome: v.picklist(IMPORT_OUTCOMES),
			codes: v.array(v.string()),
			/** False for what the server had before. */
			isNew: v.boolean(),
			minor: v.nullable(integerSchema),
			currency: v.nullable(currencySchema)
		})
	),
	/** 'gap' and 'stopped' leave the rest of the file where it is. */
	push: v.picklist(['ok', 'gap', 'forked', 'stopped']),
	/** Last operation of the phone that the server has now. */
	head: integerSchema
});
export type BlackBoxAnswer = v.InferOutput<typeof blackBoxAnswerSchema>;
export type ImportedItem = BlackBoxAnswer['items'][number];
