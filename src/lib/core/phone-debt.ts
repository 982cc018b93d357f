// What a phone still owes the server, as far as the server can know: operations it told of, receipts that were shown, files it announced.
import * as v from 'valibot';
import { integerSchema } from './body';
import { deviceIdSchema, userIdSchema } from './ids';

/** A receipt that was shown while its payment had not come is an alarm after this time (I18). */
export const RECEIPT_ALARM_MS = 48 * 3_600_000;

export const phoneDebtSchema = v.object({
	device: deviceIdSchema,
	user: userIdSchema,
	name: v.string(),
	series: v.string(),
	lastSeenMs: v.nullable(integerSchema),
	/** Operations beyond the head that came, and since when the phone tells of them. */
	operations: integerSchema,
	owingMs: v.nullable(integerSchema),
	/** Genuine receipts that were checked and whose payment has not come, and when the first of them was. */
	receipts: integerSchema,
	shownMs: v.nullable(integerSchema),
	/** Files that were announced and have not come whole. */
	files: integerSchema,
	/** Receipt numbers that are missing although later ones came. */
	holes: integerSchema
});
export type PhoneDebt = v.InferOutput<typeof phoneDebtSchema>;

/** Says whether a phone owes anything. */
export const owes = (debt: Pick<PhoneDebt, 'operations' | 'receipts' | 'files' | 'holes'>): boolean =>
	debt.operations > 0 || debt.receipts > 0 || debt.files > 0 || debt.holes > 0;

/** Says whether somebody must look into it: a receipt unaccounted for after 48 hours, or a hole in a series. */
export const isAlarm = ({ holes, shownMs }: Pick<PhoneDebt, 'holes' | 'shownMs'>, nowMs: number): boolean =>
	holes > 0 || (shownMs !== null && nowMs - shownMs >= RECEIPT_ALARM_MS);
