// How a manager narrows the portfolio; read from and written to the address of the page, so that a list can be shared and kept.
import * as v from 'valibot';
import { ALERTS, PHASES } from './dossier';
import { parseAmount } from './parse-amount';
import { creditorIdSchema, userIdSchema } from './ids';

export const PORTFOLIO_SORTS = ['ref', 'debtor', 'city', 'balance', 'due', 'collector'] as const;
export type PortfolioSort = (typeof PORTFOLIO_SORTS)[number];

/** A parameter that does not fit is read as absent: an old or hand-written address still opens a list. */
const optional = <const Schema extends v.GenericSchema<string, string>>(schema: Schema) =>
	v.fallback(v.nullable(schema), null);
/** An amount typed in the organisation's currency, in minor units. */
const amountSchema = v.fallback(
	v.nullable(
		v.pipe(
			v.string(),
			v.rawTransform<string, number>(({ dataset, addIssue, NEVER }) => {
				const amount = parseAmount(dataset.value);
				if (amount.ok && amount.value.minor >= 0) return amount.value.minor;
				addIssue({ message: 'amount' });
				return NEVER;
			})
		)
	),
	null
);

export const portfolioFilterSchema = v.object({
	/** Part of a reference, a name or a town. */
	q: v.fallback(v.pipe(v.string(), v.trim(), v.maxLength(100)), ''),
	creditor: optional(creditorIdSchema),
	phase: v.fallback(v.nullable(v.picklist(PHASES)), null),
	/** A collector, or 'none' for dossiers that nobody has. */
	collector: v.fallback(v.nullable(v.union([v.literal('none'), userIdSchema])), null),
	min: amountSchema,
	max: amountSchema,
	alert: v.fallback(v.nullable(v.union([v.literal('any'), v.picklist(ALERTS)])), null),
	letter: v.fallback(v.nullable(v.picklist(['sent', 'missing'])), null),
	promise: v.fallback(v.nullable(v.picklist(['overdue'])), null),
	sort: v.fallback(v.picklist(PORTFOLIO_SORTS), 'ref'),
	down: v.fallback(
		v.pipe(
			v.string(),
			v.transform((text) => text === '1')
		),
		false
	),
	page: v.fallback(v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), v.minValue(1)), 1)
});
export type PortfolioFilter = v.InferOutput<typeof portfolioFilterSchema>;

/** Reads a filter from the parameters of an address; blank ones count as absent. */
export function readPortfolioFilter(parameters: Iterable<readonly [string, string]>): PortfolioFilter {
	const given = Object.fromEntries(Array.from(parameters).filter(([, value]) => value !== ''));
	const blank = Object.fromEntries(Object.keys(portfolioFilterSchema.entries).map((key) => [key, null]));
	return v.parse(portfolioFilterSchema, { ...blank, ...given });
}
