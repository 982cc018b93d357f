// The manager's board of a day: figures as they cross the network, with timestamps instead of ages so that nothing goes stale by itself.
import * as v from 'valibot';
import { creditorIdSchema, deviceIdSchema, dossierIdSchema, operationIdSchema, userIdSchema } from './ids';
import { currencySchema, dateSchema, integerSchema, meansSchema } from './operation';

const amount = { currency: currencySchema, minor: integerSchema, count: integerSchema };

export const boardSchema = v.object({
	day: dateSchema,
	/** Revision of the organisation that the figures were read at. */
	rev: integerSchema,
	/** Money taken on the day and not reversed; every row opens to its receipts. */
	byCollector: v.array(v.object({ collector: userIdSchema, name: v.string(), ...amount })),
	byMeans: v.array(v.object({ means: meansSchema, ...amount })),
	/** Hour of the day on the collector's clock, 0–23. */
	byHour: v.array(v.object({ hour: integerSchema, ...amount })),
	byCreditor: v.array(v.object({ creditor: v.nullable(creditorIdSchema), name: v.string(), ...amount })),
	targets: v.array(
		v.object({ collector: userIdSchema, name: v.string(), currency: currencySchema, minor: integerSchema })
	),
	/** Stops of the day's rounds; done once a visit, a payment or a protocol of the day exists for one. */
	visits: v.array(v.object({ collector: userIdSchema, name: v.string(), planned: integerSchema, done: integerSchema })),
	/** Promises due on the day, as they stand: broken once the day is over. */
	promises: v.array(v.object({ status: v.picklist(['kept', 'open', 'broken']), ...amount })),
	protocols: v.array(
		v.object({
			operation: operationIdSchema,
			dossier: dossierIdSchema,
			ref: v.string(),
			debtor: v.string(),
			collector: v.string(),
			currency: currencySchema,
			minor: integerSchema,
			down: integerSchema,
			instalments: integerSchema,
			atMs: integerSchema
		})
	),
	/** Cash that people hold now, whatever the day. */
	cash: v.array(
		v.object({
			holder: userIdSchema,
			name: v.string(),
			/** On the way with a collector, or at the cash desk. */
			place: v.picklist(['collector', 'desk']),
			currency: currencySchema,
			minor: integerSchema
		})
	),
	/** Cash at the bank: deposited and not seen on the account yet, and credited on the day. */
	bank: v.array(v.object({ currency: currencySchema, inTransit: integerSchema, credited: integerSchema })),
	phones: v.array(
		v.object({
			device: deviceIdSchema,
			user: userIdSchema,
			name: v.string(),
			series: v.string(),
			seq: integerSchema,
			lastSeenMs: v.nullable(integerSchema),
			isForked: v.boolean(),
			/** What it still owes, as far as anybody can know: operations it told of, receipts that were shown, files. */
			operations: integerSchema,
			owingMs: v.nullable(integerSchema),
			receipts: integerSchema,
			shownMs: v.nullable(integerSchema),
			files: integerSchema
		})
	),
	/** Agreements beyond the margin that wait for a second person. */
	proposals: integerSchema,
	/** Reviews that wait for a decision. */
	reviews: integerSchema
});
export type Board = v.InferOutput<typeof boardSchema>;
