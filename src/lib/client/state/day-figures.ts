// The figures that a collector carries in the day: what was collected, what cash is in the bag, which round is today's.
import { money, sumMinor, type Currency, type Money } from '$lib/core/money';
import type { Means } from '$lib/core/operation';
import type { Round } from '$lib/core/round';
import type { LocalDate } from '$lib/core/time';
import type { PhoneView } from './view';

/** One payment of this collector that is not reversed, whichever way the phone knows of it. */
export type Taken = {
	readonly id: string;
	readonly day: LocalDate;
	readonly minor: number;
	readonly currency: Currency;
	readonly means: Means;
};

/** The round of a day: the one under way first, then the one still to do. */
export function roundOfDay(rounds: readonly Round[], day: LocalDate): Round | null {
	const today = rounds.filter((round) => round.day === day && round.status !== 'draft');
	return (
		today.find((round) => round.status === 'under-way') ??
		today.find((round) => round.status === 'published' || round.status === 'on-phone') ??
		today[0] ??
		null
	);
}

/**
 * Payments that this collector took and that were not reversed: those of this phone, and those of a day that the dossiers show,
 * each once.
 */
export function takenPayments(view: PhoneView, day: LocalDate): readonly Taken[] {
	const taken = new Map<string, Taken>();
	const reversed = new Set<string>();
	for (const { facts, state } of view.dossiers.values())
		for (const { id, by, day: on, minor, means, status } of state.payments) {
			if (status === 'reversed') reversed.add(id);
			else if (by === view.device.user.id && on === day)
				taken.set(id, { id, day: on, minor, means, currency: facts.currency });
		}
	for (const { id, day: on, money: amount, means } of view.payments)
		if (!reversed.has(id)) taken.set(id, { id, day: on, ...amount, means });
	return [...taken.values()];
}

/** Cash that the collector carries: what the server knows, and what this phone did since. */
export function cashHeld(view: PhoneView | null, round: Round | null): Money {
	const currency = currencyOf(view, round);
	const { bag = null, pending = [] } = view?.cash ?? {};
	const line = bag?.lines.find((one) => one.currency === currency);
	const known = line
		? line.before + line.received + line.returned + line.handedOver + line.deposited + line.variance
		: 0;
	const since = pending.filter((one) => one.kind !== 'cheque' && one.currency === currency);
	return money(known + sumMinor(since.map(({ minor }) => minor)), currency);
}

/** Money of all means taken on a day. */
export function collectedOnDay(view: PhoneView | null, day: LocalDate, round: Round | null): Money {
	const currency = currencyOf(view, round);
	const taken = view ? takenPayments(view, day) : [];
	const today = taken.filter((payment) => payment.day === day && payment.currency === currency);
	return money(sumMinor(today.map((payment) => payment.minor)), currency);
}

function currencyOf(view: PhoneView | null, round: Round | null): Currency {
	const [first] = view?.dossiers.values() ?? [];
	return round?.currency ?? first?.facts.currency ?? 'EUR';
}
