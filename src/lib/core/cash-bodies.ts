// The bodies of acts on cash and cheques once they were taken: handed over, deposited, seen on the account, returned unpaid.
import * as v from 'valibot';
import {
	chequeReturnReasonSchema,
	currencySchema,
	dateSchema,
	integerSchema,
	minorSchema,
	positiveMinorSchema,
	strokesSchema,
	textSchema
} from './body';
import { operationIdSchema, userIdSchema } from './ids';

/** So many notes or coins of one value in minor units. */
export const denominationSchema = v.strictObject({
	unit: positiveMinorSchema,
	count: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(100_000))
});
export type DenominationCount = v.InferOutput<typeof denominationSchema>;

export const denominationsSchema = v.pipe(v.array(denominationSchema), v.maxLength(30));
const chequesSchema = v.pipe(v.array(operationIdSchema), v.maxLength(300));
const reasonSchema = textSchema(300, 3);

/** What was found less what was expected, never zero, with its reason. */
export const varianceSchema = v.strictObject({ minor: integerSchema, reason: reasonSchema });

export const cashHandedOverSchema = v.strictObject({
	/** Who gives; who receives is the author of the act. */
	from: userIdSchema,
	currency: currencySchema,
	/** What `from` held as the receiver saw it; negative after a reversal of cash that was handed over before. */
	expected: integerSchema,
	counted: minorSchema,
	denominations: denominationsSchema,
	variance: v.nullable(varianceSchema),
	/** Payments by cheque whose cheques change hands; those left out stay with `from`. */
	cheques: chequesSchema,
	signatures: v.strictObject({ from: strokesSchema, to: strokesSchema })
});

export const cashDepositedSchema = v.strictObject({
	currency: currencySchema,
	/** Hand-overs whose whole cash is in this deposit; none when a collector deposits what he holds. */
	handOvers: v.pipe(v.array(operationIdSchema), v.maxLength(200)),
	cash: minorSchema,
	cheques: chequesSchema,
	/** Reference of the bank's slip. */
	slip: textSchema(60, 1)
});

export const depositConfirmedSchema = v.strictObject({
	deposit: operationIdSchema,
	/** Day on which the bank credited the account. */
	on: dateSchema,
	/** The cash that the bank counted. */
	credited: minorSchema,
	variance: v.nullable(varianceSchema)
});

export const chequeReturnedSchema = v.strictObject({
	payment: operationIdSchema,
	reason: chequeReturnReasonSchema,
	/** Day of the bank's notice. */
	on: dateSchema,
	note: v.nullable(textSchema(300, 1))
});
