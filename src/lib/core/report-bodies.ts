// What is reported about a debtor at the door or in the office: disputes, hardship, danger, a wish to be left alone; and their lifting.
import * as v from 'valibot';
import { dateSchema, minorSchema, textSchema } from './body';
import { ALERTS, type Alert } from './dossier';
import { claimIdSchema, roundIdSchema } from './ids';

const roundRef = v.nullable(roundIdSchema);

/** Situations that a person of the field may report; each stands in the way of something (RULES of the country's gates). */
export type Situation = Exclude<Alert, 'disputed'>;
export const SITUATIONS: readonly Situation[] = ALERTS.filter((alert) => alert !== 'disputed');

export const DISPUTE_CATEGORIES = [
	'not-mine',
	'already-paid',
	'goods-or-service',
	'amount',
	'prescribed',
	'contract',
	'other'
] as const;
/** What the debtor says is wrong with the debt. */
export type DisputeCategory = (typeof DISPUTE_CATEGORIES)[number];

export const situationReportedSchema = v.strictObject({
	round: roundRef,
	situation: v.picklist(SITUATIONS),
	/** Reference that the debtor showed, e.g. of the commission's or the court's letter. */
	reference: v.nullable(textSchema(80, 1)),
	/** Since when, where the debtor or a paper says so. */
	since: v.nullable(dateSchema),
	note: v.nullable(textSchema(600, 1))
});

export const disputeReportedSchema = v.strictObject({
	round: roundRef,
	/** The claim in dispute; null when it is the whole dossier. */
	claim: v.nullable(claimIdSchema),
	category: v.picklist(DISPUTE_CATEGORIES),
	/** What is disputed; null when it is the whole claim. */
	minor: v.nullable(minorSchema),
	/** Papers that the debtor showed or announced, in a few words each. */
	pieces: v.pipe(v.array(textSchema(120, 1)), v.maxLength(10)),
	note: v.nullable(textSchema(600, 1))
});

export const alertLiftedSchema = v.strictObject({
	alert: v.picklist(ALERTS),
	reason: textSchema(300, 3)
});
