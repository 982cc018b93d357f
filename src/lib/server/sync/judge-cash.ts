// Judges what becomes of cash and cheques, and collects the rows that it makes.
import type { Anomaly } from '$lib/core/anomaly';
import { settleCash, type CashAct, type CashBook, type CashSettlement, type HeldCheque } from '$lib/core/decide-cash';
import type { OperationId, UserId } from '$lib/core/ids';
import { sumMinor, type Currency } from '$lib/core/money';
import type { Act } from '$lib/core/operation';
import { assertNever } from '$lib/core/result';
import type { Work } from './judge';

/** What becomes of a cheque that was recorded before. */
export type ChequeChange =
	| { readonly what: 'moved'; readonly operation: OperationId; readonly holder: UserId; readonly by: OperationId }
	| { readonly what: 'deposited'; readonly operation: OperationId; readonly by: OperationId }
	| { readonly what: 'given-back'; readonly operation: OperationId }
	| {
			readonly what: 'returned';
			readonly operation: OperationId;
			readonly by: OperationId;
			readonly reason: string;
			readonly on: string;
	  };

/** A deposit that somebody saw on the account. */
export type DepositChange = {
	readonly operation: OperationId;
	readonly by: OperationId;
	readonly who: UserId;
	readonly credited: number;
	readonly on: string;
	readonly reason: string | null;
};

/** Says whether an act is one on cash, and not on a dossier. */
export const isCashAct = (act: Act): act is CashAct =>
	act.kind === 'cash.handed-over' || act.kind === 'cash.deposited' || act.kind === 'cash.deposit-confirmed';

/** Why a cash act has no effect. In the office nothing has happened yet, so that any anomaly stops it; at a bank it is a fact. */
export function barCash(work: Work, act: CashAct): string | null {
	const { reading } = work;
	if (act.kind === 'cash.handed-over' && !reading.cash.people.has(act.body.from)) return 'collector-unknown';
	if (act.kind === 'cash.deposit-confirmed' && !reading.cash.deposits.has(act.body.deposit)) return 'deposit-unknown';
	if (reading.device.kind !== 'office') return null;
	return settleCash(act, bookNow(work)).anomalies[0]?.code ?? null;
}

/** Collects the movements of a cash act; answers what is unusual about it. */
export function applyCash(work: Work, act: CashAct): readonly Anomaly[] {
	const settled = settleCash(act, bookNow(work));
	project(work, act, settled);
	settled.movements.forEach(({ holder, kind, minor }, line) => {
		work.rows.cashMovement.push({
			operation: act.id,
			line,
			holder,
			kind,
			minor,
			currency: currencyOf(act),
			day: act.day
		});
	});
	for (const { payment: operation, holder } of settled.cheques)
		work.cheques.push(
			holder === null ? { what: 'deposited', operation, by: act.id } : { what: 'moved', operation, holder, by: act.id }
		);
	return settled.anomalies;
}

function project(work: Work, act: CashAct, settled: CashSettlement): void {
	switch (act.kind) {
		case 'cash.handed-over':
			projectHandOver(work, act, settled);
			return;
		case 'cash.deposited': {
			const { currency, cash, slip, handOvers } = act.body;
			const sums = chequesOf(work, settled);
			const { id: operation, actor: depositor, day, at: atMs } = act;
			work.rows.deposit.push({ operation, depositor, day, atMs, currency, minor: cash, slip, ...sums });
			for (const handOver of handOvers)
				if (work.reading.cash.handOvers.has(handOver)) work.handOversDeposited.push({ handOver, deposit: act.id });
			return;
		}
		case 'cash.deposit-confirmed': {
			const { deposit, credited, on, variance } = act.body;
			const reason = variance?.reason ?? null;
			work.deposits.push({ operation: deposit, by: act.id, who: act.actor, credited, on, reason });
			return;
		}
		default:
			assertNever(act);
	}
}

/** With nothing left in his hands, the rounds of who gave are reconciled. */
function projectHandOver(work: Work, act: Act<'cash.handed-over'>, settled: CashSettlement): void {
	const { reading, rows, roundChanges } = work;
	const { from: giver, currency, expected, counted, variance } = act.body;
	const { id: operation, actor: receiver, day, at: atMs } = act;
	rows.handOver.push({
		...{ operation, giver, receiver, day, atMs, currency },
		...{ expectedMinor: expected, countedMinor: counted, reason: variance?.reason ?? null },
		...chequesOf(work, settled)
	});
	if ((reading.cash.chequesHeld.get(giver) ?? 0) > settled.cheques.length) return;
	for (const id of reading.cash.closedRounds.get(giver) ?? []) {
		roundChanges.push({ id, status: 'reconciled' });
		rows.change.push({ subject: 'round', id });
	}
}

function chequesOf(work: Work, { cheques }: CashSettlement): { cheques: number; chequesMinor: number } {
	const book = chequesNow(work);
	return {
		cheques: cheques.length,
		chequesMinor: sumMinor(cheques.map(({ payment }) => book.get(payment)?.minor ?? 0))
	};
}

/** The book as it stands within this push: what was read, and what the acts before this one moved. */
function bookNow(work: Work): CashBook {
	const { reading, rows } = work;
	return {
		...reading.cash,
		held: (holder, currency) =>
			reading.cash.held(holder, currency) +
			sumMinor(
				rows.cashMovement
					.filter((movement) => movement.holder === holder && movement.currency === currency)
					.map(({ minor }) => minor)
			),
		cheques: chequesNow(work)
	};
}

function chequesNow({ reading, chequesTaken, cheques }: Work): ReadonlyMap<OperationId, HeldCheque> {
	const book = new Map(reading.cash.cheques);
	for (const cheque of chequesTaken) book.set(cheque.payment, cheque);
	for (const change of cheques) {
		const known = book.get(change.operation);
		if (change.what === 'moved' && known) book.set(change.operation, { ...known, holder: change.holder });
		else book.delete(change.operation);
	}
	return book;
}

const currencyOf = (act: CashAct): Currency => (act.kind === 'cash.deposit-confirmed' ? 'EUR' : act.body.currency);
