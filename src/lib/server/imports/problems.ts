// What an import can find wrong with a line, and what it would change: the words of the dry run.
import type { CellCode } from '$lib/core/import-cells';
import type { CellProblem, ImportField } from '$lib/core/import-line';

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

export type ImportProblem = CellProblem<CellCode | PortfolioCode>;

/** One value that the file says otherwise than the portfolio. */
export type ChangedValue = {
	readonly field: ImportField;
	readonly from: string | number | null;
	readonly to: string | number | null;
};

/** What the file would change of one existing record; nothing is changed without a tick. */
export type ImportChange = {
	/** `claim:<id>`, `dossier:<id>` or `debtor:<id>`: what a tick names. */
	readonly key: string;
	readonly line: number;
	readonly subject: 'claim' | 'dossier' | 'debtor';
	/** Reference shown to the manager. */
	readonly ref: string;
	readonly currency: string;
	readonly values: readonly ChangedValue[];
};
