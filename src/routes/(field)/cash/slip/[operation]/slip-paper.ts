// The slip of a hand-over, as a paper and as a text: who gave what to whom, what was expected, and why it differs.
import { plainPaper, type Paper } from '$lib/client/documents/paper';
import type { DeviceView } from '$lib/client/state/view';
import type { CashBag } from '$lib/core/cash-day';
import { amountText, dateTimeText } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';

const FRENCH = { locale: 'fr' } as const;

type HandOver = CashBag['handOvers'][number];
export type Slip = {
	readonly title: string;
	readonly at: number;
	readonly rows: readonly (readonly [name: string, value: string])[];
	readonly organisation: DeviceView['organisation'];
};

/** What the slip of a hand-over says; always in French, as every paper. */
export function slipOf(one: HandOver, { organisation, user }: DeviceView): Slip {
	const text = (minor: number) => amountText(minor, one.currency, 'fr');
	const gap = one.counted - one.expected;
	const rows: (readonly [string, string])[] = [
		[m.cash_at({}, FRENCH), dateTimeText(one.atMs, 'fr')],
		[m.cash_from({}, FRENCH), user.name],
		[m.cash_to({}, FRENCH), one.to],
		[m.cash_slip_expected({}, FRENCH), text(one.expected)],
		[m.cash_counted({}, FRENCH), text(one.counted)]
	];
	if (gap !== 0) rows.push([m.cash_variance({}, FRENCH), `${text(gap)} « ${one.reason ?? ''} »`]);
	if (one.cheques > 0) rows.push([m.cash_cheques({}, FRENCH), `${one.cheques}, ${text(one.chequesMinor)}`]);
	rows.push([m.cash_slip_reference({}, FRENCH), one.id]);
	return { title: m.cash_slip_title({}, FRENCH), at: one.atMs, rows, organisation };
}

/** The slip to print; both signatures are with the operation that it names. */
export const slipPaper = (slip: Slip): Paper =>
	plainPaper(slip, [
		{ kind: 'facts', rows: slip.rows },
		{ kind: 'text', text: m.cash_slip_signed({}, FRENCH), look: 'small' }
	]);

export const slipText = ({ title, rows, organisation }: Slip): string =>
	[organisation.name, title, ...rows.map(([name, value]) => `${name} : ${value}`), m.cash_slip_signed({}, FRENCH)].join(
		'\n'
	);

/** Name of the file, e.g. remise-2026-11-20-0a1b2c3d. */
export const slipFileName = (one: Pick<HandOver, 'day' | 'id'>): string => `remise-${one.day}-${one.id.slice(-8)}`;
