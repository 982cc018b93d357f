// Judges what becomes of cash and cheques once they were taken: hand-over, deposit, credit on the account, cheque returned unpaid.
import { prevented, type Anomaly } from './anomaly';
import { countedTotal, isCountOf } from './cash-count';
import type { CashMovement } from './cash-day';
import type { Decision } from './decide';
import { takeBack } from './decide-payment';
import { areTrivial } from './decide-protocol';
import type { Dossier } from './dossier';
import type { OperationId, UserId } from './ids';
import { sumMinor, type Currency } from './money';
import type { Act } from './operation';
import { assertNever } from './result';

export type CashAct = Act<'cash.handed-over' | 'cash.deposited' | 'cash.deposit-confirmed'>;

/** A cheque that somebody holds; one that was given back, deposited or returned is in nobody's hands. */
export type HeldCheque = {
	readonly payment: OperationId;
	readonly holder: UserId;
	readonly minor: number;
	readonly currency: Currency;
};

/** Who holds what, as far as the act's names go. */
export type CashBook = {
	readonly held: (holder: UserId, currency: Currency) => number;
	readonly cheques: ReadonlyMap<OperationId, HeldCheque>;
	/** Hand-overs that no deposit contains yet. */
	readonly handOvers: ReadonlyMap<OperationId, { readonly counted: number; readonly currency: Currency }>;
	/** Deposits that nobody saw on the account yet. */
	readonly deposits: ReadonlyMap<OperationId, { readonly by: UserId; readonly cash: number }>;
};

/** What an act moves: cash with its holder, and cheques to a new holder (null: to the bank). */
export type CashSettlement = {
	readonly anomalies: readonly Anomaly[];
	readonly movements: readonly (CashMovement & { readonly holder: UserId })[];
	readonly cheques: readonly { readonly payment: OperationId; readonly holder: UserId | null }[];
};

/** What is wrong with a cash act in itself, whoever holds what: it judges on every device alike. */
export function cashAnomalies(act: CashAct): readonly Anomaly[] {
	switch (act.kind) {
		case 'cash.handed-over':
			return handOverAnomalies(act);
		case 'cash.deposited': {
			const { cash, cheques, handOvers } = act.body;
			return [
				...(cash === 0 && cheques.length === 0 ? [prevented('cash-nothing')] : []),
				...(hasTwice(cheques) || hasTwice(handOvers) ? [prevented('cash-counted-twice')] : [])
			];
		}
		case 'cash.deposit-confirmed':
			return [];
		default:
			return assertNever(act);
	}
}

/** What a cash act moves, given who holds what. An anomaly stops it where it has not happened yet. */
export function settleCash(act: CashAct, book: CashBook): CashSettlement {
	switch (act.kind) {
		case 'cash.handed-over':
			return settleHandOver(act, book);
		case 'cash.deposited':
			return settleDeposit(act, book);
		case 'cash.deposit-confirmed':
			return { anomalies: confirmationAnomalies(act, book), movements: [], cheques: [] };
		default:
			return assertNever(act);
	}
}

/** A cheque that the bank returned pays nothing: what it paid is taken back, and what it kept is open again. */
export function decideChequeReturn(dossier: Dossier, act: Act<'cheque.returned'>): Decision {
	const { state } = dossier;
	const payment = state.payments.find((entry) => entry.id === act.body.payment);
	const stop = (anomaly: Anomaly): Decision => ({ anomalies: [anomaly], effects: [], state });
	if (!payment) return stop(prevented('reversal-payment-unknown'));
	if (payment.returned?.id === act.id) return { anomalies: [], effects: [], state };
	if (payment.means !== 'cheque') return stop(prevented('cheque-not-a-cheque', { receipt: payment.receipt }));
	if (payment.status === 'reversed') return stop(prevented('reversal-already', { receipt: payment.receipt }));
	const { reason, on } = act.body;
	const late = on > act.day || on < payment.day ? [prevented('cheque-return-day', { day: on })] : [];
	return { ...takeBack(state, { ...payment, returned: { id: act.id, reason, on } }), anomalies: late };
}

function handOverAnomalies({ actor, body }: Act<'cash.handed-over'>): readonly Anomaly[] {
	const { from, expected, counted, denominations, variance, cheques, signatures, currency } = body;
	const anomalies: Anomaly[] = [];
	if (from === actor) anomalies.push(prevented('cash-same-person'));
	if (expected === 0 && counted === 0 && cheques.length === 0) anomalies.push(prevented('cash-nothing'));
	if (countedTotal(denominations) !== counted || !isCountOf(denominations, currency))
		anomalies.push(prevented('cash-count-mismatch', { counted }));
	if ((variance?.minor ?? 0) !== counted - expected || variance?.minor === 0)
		anomalies.push(prevented('cash-variance-mismatch', { variance: counted - expected }));
	if (hasTwice(cheques)) anomalies.push(prevented('cash-counted-twice'));
	if (areTrivial(signatures.from) || areTrivial(signatures.to)) anomalies.push(prevented('strokes-trivial'));
	return anomalies;
}

/** The difference is recorded with the one who gave, so that nothing is left with him that nobody explains. */
function settleHandOver({ actor, body }: Act<'cash.handed-over'>, book: CashBook): CashSettlement {
	const { from, currency, expected, counted, cheques } = body;
	const held = book.held(from, currency);
	const movements = [
		{ holder: from, kind: 'handed-over' as const, minor: -counted },
		{ holder: from, kind: 'variance' as const, minor: counted - expected },
		{ holder: actor, kind: 'handed-over' as const, minor: counted }
	];
	const given = heldBy(from, currency, cheques, book);
	return {
		anomalies: [...(held === expected ? [] : [prevented('cash-moved', { held })]), ...given.anomalies],
		movements: movements.filter(({ minor }) => minor !== 0),
		cheques: given.payments.map((payment) => ({ payment, holder: actor }))
	};
}

/** What happened at the bank is a fact: an amount that was never held leaves a negative rest, which somebody must explain. */
function settleDeposit({ actor, body }: Act<'cash.deposited'>, book: CashBook): CashSettlement {
	const { currency, cash, handOvers, cheques } = body;
	const found = handOvers.map((id) => book.handOvers.get(id));
	const known = found.filter((handOver) => handOver?.currency === currency);
	const inside = sumMinor(known.map((handOver) => handOver?.counted ?? 0));
	const anomalies: Anomaly[] = [];
	if (known.length < handOvers.length) anomalies.push(prevented('hand-over-unknown'));
	else if (handOvers.length > 0 && inside !== cash) anomalies.push(prevented('deposit-mismatch', { inside }));
	const held = book.held(actor, currency);
	if (cash > held) anomalies.push(prevented('cash-over-held', { held }));
	const given = heldBy(actor, currency, cheques, book);
	return {
		anomalies: [...anomalies, ...given.anomalies],
		movements: cash === 0 ? [] : [{ holder: actor, kind: 'deposited', minor: -cash }],
		cheques: given.payments.map((payment) => ({ payment, holder: null }))
	};
}

function confirmationAnomalies({ actor, body }: Act<'cash.deposit-confirmed'>, book: CashBook): readonly Anomaly[] {
	const deposit = book.deposits.get(body.deposit);
	if (!deposit) return [prevented('deposit-unknown')];
	const gap = body.credited - deposit.cash;
	return [
		...(deposit.by === actor ? [prevented('cash-same-person')] : []),
		...((body.variance?.minor ?? 0) === gap && body.variance?.minor !== 0
			? []
			: [prevented('cash-variance-mismatch', { variance: gap })])
	];
}

/** The cheques that are really in somebody's hands; another one has an owner already. */
function heldBy(
	holder: UserId,
	currency: Currency,
	cheques: readonly OperationId[],
	book: CashBook
): { readonly payments: readonly OperationId[]; readonly anomalies: readonly Anomaly[] } {
	const payments = [...new Set(cheques)].filter((payment) => {
		const cheque = book.cheques.get(payment);
		return cheque?.holder === holder && cheque.currency === currency;
	});
	return { payments, anomalies: payments.length < new Set(cheques).size ? [prevented('cheque-not-held')] : [] };
}

const hasTwice = (ids: readonly OperationId[]): boolean => new Set(ids).size < ids.length;
