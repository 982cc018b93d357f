// French rates by half-year: ECB main refinancing rate of its first day, legal interest, and what is built on them.
import type { RATE_PARAMETERS, ParameterRows } from '../parameters';
import type { Dated, Confidence } from '../dated';
import { row } from './row';

const ECB =
	'Taux directeurs de la BCE, opérations principales de refinancement, au premier jour du semestre (C. com. L441-10 II)';

type HalfYear = readonly [
	from: string,
	to: string,
	reference: number,
	individual: number,
	other: number,
	order: string,
	confidence: Confidence
];

const HALF_YEARS: readonly HalfYear[] = [
	['2026-07-01', '2026-12-31', 240, 684, 275, 'arr. 26/06/2026 (JO 30/06)', 'medium'],
	['2026-01-01', '2026-06-30', 215, 667, 262, 'arr. 15/12/2025 (JO 26/12)', 'high'],
	['2025-07-01', '2025-12-31', 215, 665, 276, 'arr. 19/06/2025 (JO 24/06)', 'high'],
	['2025-01-01', '2025-06-30', 315, 721, 371, 'arr. 17/12/2024', 'high'],
	['2024-07-01', '2024-12-31', 425, 816, 492, 'arr. juin 2024', 'high'],
	['2024-01-01', '2024-06-30', 450, 801, 507, 'arr. déc. 2023', 'high'],
	['2023-07-01', '2023-12-31', 400, 682, 422, 'arr. 27/06/2023 (JO 30/06)', 'high'],
	['2023-01-01', '2023-06-30', 250, 447, 206, 'arr. déc. 2022', 'high']
];

const legal = (value: (half: HalfYear) => number): readonly Dated<number>[] =>
	HALF_YEARS.map((half) => row(half[0], half[1], value(half), `CMF L313-2, D313-1-A; ${half[5]}`, half[6]));

/** Rates in basis points; a half-year that is absent here stays unknown until an admin enters it. */
export const FRENCH_RATES: ParameterRows<(typeof RATE_PARAMETERS)[number]> = {
	'rate.reference': HALF_YEARS.map((half) => row(half[0], half[1], half[2], ECB, half[6])),
	'rate.legal-individual': legal((half) => half[3]),
	'rate.legal-other': legal((half) => half[4]),
	'rate.late-margin': [row('2009-01-01', null, 1000, 'C. com. L441-10 II (ex L441-6)', 'high')],
	'rate.floor-multiplier': [row('2009-01-01', null, 3, 'C. com. L441-10 II (ex L441-6)', 'high')],
	'rate.increase': [row('2001-01-01', null, 500, 'CMF L313-3', 'high')],
	'rate.increase-after-months': [row('2001-01-01', null, 2, 'CMF L313-3', 'high')]
};
