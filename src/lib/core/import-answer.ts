// What the dry run and the commit of an import answer: problems by line and column, changes to tick, and the counts.
import * as v from 'valibot';
import { CELL_CODES } from './import-cells';
import { IMPORT_FIELDS } from './import-line';
import { currencySchema, integerSchema } from './operation';

export const PORTFOLIO_CODES = [
	'claim-twice',
	'claim-in-other-dossier',
	'dossier-other-creditor',
	'dossier-other-debtor',
	'dossier-other-currency',
	'dossier-inconsistent',
	'debtor-inconsistent',
	'mandate-unknown',
	'mandate-of-other-creditor',
	'collector-unknown'
] as const;
/** What may be wrong with a line given the rest of the file and the portfolio. */
export type PortfolioCode = (typeof PORTFOLIO_CODES)[number];

export const importProblemSchema = v.object({
	line: integerSchema,
	field: v.picklist(IMPORT_FIELDS),
	code: v.picklist([...CELL_CODES, ...PORTFOLIO_CODES]),
	value: v.string()
});
export type ImportProblem = Readonly<v.InferOutput<typeof importProblemSchema>>;

const valueSchema = v.nullable(v.union([v.string(), integerSchema]));
export const importChangeSchema = v.object({
	/** `claim:<id>`, `dossier:<id>` or `debtor:<id>`: what a tick names. */
	key: v.string(),
	line: integerSchema,
	subject: v.picklist(['claim', 'dossier', 'debtor']),
	/** Reference shown to the manager. */
	ref: v.string(),
	currency: currencySchema,
	/** What the file says otherwise than the portfolio. */
	values: v.pipe(
		v.array(v.object({ field: v.picklist(IMPORT_FIELDS), from: valueSchema, to: valueSchema })),
		v.readonly()
	)
});
/** What the file would change of one existing record; nothing is changed without a tick. */
export type ImportChange = Readonly<v.InferOutput<typeof importChangeSchema>>;
export type ChangedValue = ImportChange['values'][number];

export const importSummarySchema = v.object({
	lines: integerSchema,
	/** Lines with a problem: left out, the others are imported. */
	refused: integerSchema,
	/** New records. */
	dossiers: integerSchema,
	debtors: integerSchema,
	claims: integerSchema,
	/** Claims that are in the portfolio as the file says. */
	unchanged: integerSchema,
	/** Existing records that differ; after the commit, those that were changed. */
	changed: integerSchema
});
export type ImportSummary = Readonly<v.InferOutput<typeof importSummarySchema>>;

export const dryRunSchema = v.object({
	summary: importSummarySchema,
	problems: v.pipe(v.array(importProblemSchema), v.readonly()),
	changes: v.pipe(v.array(importChangeSchema), v.readonly())
});
export type DryRun = Readonly<v.InferOutput<typeof dryRunSchema>>;

/** Which changes are taken over: all, or those of these keys. */
export const ticksSchema = v.union([v.literal('all'), v.pipe(v.array(v.string()), v.readonly())]);
export type Ticks = v.InferOutput<typeof ticksSchema>;
