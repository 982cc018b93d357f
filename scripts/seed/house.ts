// What the demo company approved over the country's rules: the margin that it leaves to its collectors.
import { FRANCE } from '$lib/core/country/fr/pack';
import { withDatedRows, type ApprovedRow } from '$lib/core/country/parameters';
import { localDate } from '$lib/core/time';

const from = localDate('2020-01-01');
const common = { from, to: null, source: 'décision de la direction', confidence: 'high' } as const;

/** Half of interest, penalties and indemnities, and 5 % for who pays at once. */
export const DEMO_ROWS: readonly ApprovedRow[] = [
	{ ...common, parameter: 'plan.max-waiver', value: 5_000 },
	{ ...common, parameter: 'plan.immediate-discount', value: 500 }
];

/** The rules that the demo's people work by. */
export const DEMO_PACK = withDatedRows(FRANCE, DEMO_ROWS);
