// Acts on cash for tests of its judge: a hand-over, a deposit, a confirmation, each clean unless told otherwise.
import type { CashBook, HeldCheque } from '../../../src/lib/core/decide-cash';
import type { OperationId, UserId } from '../../../src/lib/core/ids';
import type { Body } from '../../../src/lib/core/operation';
import { act, ANA, MANAGER, operationId, payment, STROKES, TODAY, userId } from './fixture';

export const CASHIER = userId(9);
export const paid = (minor: number, more: Partial<Body<'payment.recorded'>> = {}) =>
	act('payment.recorded', payment(minor, 50_000, more));
export const BEN = userId(8);

export const handOver = (body: Partial<Body<'cash.handed-over'>> = {}, actor: UserId = CASHIER) =>
	act(
		'cash.handed-over',
		{
			from: ANA,
			currency: 'EUR',
			expected: 7_000,
			counted: 7_000,
			denominations: [
				{ unit: 5_000, count: 1 },
				{ unit: 2_000, count: 1 }
			],
			variance: null,
			cheques: [],
			signatures: { from: STROKES, to: STROKES },
			...body
		},
		{ id: 50, actor, dossier: null }
	);
export const deposit = (body: Partial<Body<'cash.deposited'>> = {}, actor: UserId = CASHIER) =>
	act(
		'cash.deposited',
		{ currency: 'EUR', handOvers: [], cash: 7_000, cheques: [], slip: 'BR-1', ...body },
		{ id: 60, actor, dossier: null }
	);
export const confirm = (body: Partial<Body<'cash.deposit-confirmed'>> = {}, actor: UserId = MANAGER) =>
	act(
		'cash.deposit-confirmed',
		{ deposit: operationId(60), on: TODAY, credited: 7_000, variance: null, ...body },
		{ id: 70, actor, dossier: null }
	);

export const cheque = (number: number, holder: UserId = ANA): [OperationId, HeldCheque] => [
	operationId(number),
	{ payment: operationId(number), holder, minor: 10_000, currency: 'EUR' }
];
export const book = (more: Partial<CashBook> = {}): CashBook => ({
	held: (holder) => (holder === ANA ? 7_000 : 0),
	cheques: new Map(),
	handOvers: new Map(),
	deposits: new Map(),
	...more
});
export const codes = (anomalies: readonly { readonly code: string }[]) => anomalies.map(({ code }) => code);
