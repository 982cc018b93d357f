// The cash day as the phone knows it: what the server said last, with what was done on this phone since.
import { cashDayOfLine, emptyLine, isCashClosed, type CashDay } from '$lib/core/cash-day';
import type { OperationId } from '$lib/core/ids';
import type { Currency } from '$lib/core/money';
import type { LocalDate } from '$lib/core/time';
import type { PhoneCash } from './view';

export type PhoneCheque = {
	readonly payment: OperationId;
	readonly receipt: string;
	readonly minor: number;
	readonly currency: Currency;
};

/** The day's equation in one currency; sums of another day are what was held before this one. */
export function cashDayOfPhone({ bag, pending }: PhoneCash, currency: Currency, today: LocalDate): CashDay {
	const line = bag?.lines.find((one) => one.currency === currency) ?? emptyLine(currency);
	const kept = bag?.day === today ? line : emptyLine(currency, cashDayOfLine(line, []).held);
	const moved = pending.flatMap((one) => (one.kind !== 'cheque' && one.currency === currency ? [one] : []));
	// What was taken on an earlier day and never sent was held when this day began.
	const earlier = moved.filter(({ day }) => day < today).reduce((sum, { minor }) => sum + minor, 0);
	return cashDayOfLine(
		{ ...kept, before: kept.before + earlier },
		moved.filter(({ day }) => day >= today)
	);
}

/** Cheques in hand: those the server knows, and those taken since, less those deposited since. */
export function chequesOfPhone({ bag, pending }: PhoneCash): readonly PhoneCheque[] {
	const gone = new Set(pending.flatMap((one) => (one.kind === 'deposited' ? one.cheques : [])));
	const taken = pending.flatMap((one) => (one.kind === 'cheque' ? [one] : []));
	const all = new Map([...(bag?.cheques ?? []), ...taken].map((cheque) => [cheque.payment, cheque]));
	return [...all.values()].filter(({ payment }) => !gone.has(payment));
}

/** Nothing is held, no cheque is in hand, and no cent of the day is unexplained: there is nothing to hand over. */
export const isCashSettled = (day: CashDay, cheques: readonly PhoneCheque[]): boolean =>
	isCashClosed(day) && cheques.length === 0;
