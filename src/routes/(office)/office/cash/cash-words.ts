// Words and sums that the cash pages share.
import { cashDayOfLine, type CashDay } from '$lib/core/cash-day';
import type { CashMovementKind } from '$lib/core/cash-day';
import type { Currency } from '$lib/core/money';
import { amountText } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';

/** Words for what moved cash. */
export const movementWord = (kind: CashMovementKind): string => MOVEMENTS[kind]();

/** A difference in words: missing, too much, or none. */
export function varianceText(minor: number, currency: Currency): string {
	if (minor === 0) return m.cash_variance_none();
	const amount = amountText(Math.abs(minor), currency);
	return minor < 0 ? m.cash_variance_missing({ amount }) : m.cash_variance_excess({ amount });
}

/** The day's equation of a row of the cash page. */
export const dayOf = (row: Parameters<typeof cashDayOfLine>[0]): CashDay => cashDayOfLine(row, []);

const MOVEMENTS: Readonly<Record<CashMovementKind, () => string>> = {
	received: m.cash_movement_received,
	returned: m.cash_movement_returned,
	'handed-over': m.cash_movement_handed_over,
	deposited: m.cash_movement_deposited,
	variance: m.cash_movement_variance
};
