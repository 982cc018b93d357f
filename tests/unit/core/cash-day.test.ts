// The equation of the cash day (I11), by example and over whatever may happen.
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it, test } from 'vitest';
import { changeOf } from '../../../src/lib/core/cash-count';
import {
	cashBagSchema,
	cashDayOf,
	cashDayOfLine,
	emptyLine,
	isCashClosed,
	type CashMovement,
	type DepositedCash
} from '../../../src/lib/core/cash-day';
import {
	cashAnomalies,
	settleCash,
	type CashAct,
	type CashBook,
	type HeldCheque
} from '../../../src/lib/core/decide-cash';
import type { OperationId, UserId } from '../../../src/lib/core/ids';
import { BEN, CASHIER, confirm, deposit, handOver } from './cash-fixture';
import { ANA, operationId, OTHER_MANAGER, TODAY } from './fixture';

describe('the day’s equation (I11)', () => {
	it('shows where everything is', () => {
		const movements: readonly CashMovement[] = [
			{ kind: 'received', minor: 30_000 },
			{ kind: 'returned', minor: -5_000 },
			{ kind: 'handed-over', minor: -18_000 },
			{ kind: 'variance', minor: -2_000 },
			{ kind: 'deposited', minor: -4_000 }
		];
		const deposits = [
			{ minor: 3_000, credited: 2_990 },
			{ minor: 1_000, credited: null }
		];
		const day = cashDayOf({ before: 1_000, movements, deposits, held: 2_000 });
		expect(day).toMatchObject({ inTransit: 1_000, deposited: 2_990, variance: 2_010, handedOver: 18_000 });
		expect(day.unexplained).toBe(0);
		expect(isCashClosed(day)).toBe(false);
		expect(cashDayOf({ before: 1_000, movements, deposits, held: 1_500 }).unexplained).toBe(500);
		expect(isCashClosed({ held: 0, unexplained: 0 })).toBe(true);
		expect(isCashClosed({ held: 0, unexplained: 1 })).toBe(false);
	});

	it('of a line of the server and of what the phone did since', () => {
		const line = { ...emptyLine('EUR', 500), received: 2_000, deposited: -1_000, confirmed: 600, credited: 600 };
		const day = cashDayOfLine(line, [{ kind: 'received', minor: 700 }]);
		expect(day).toMatchObject({ before: 500, received: 2_700, inTransit: 400, deposited: 600, held: 2_200 });
		expect(day.unexplained).toBe(0);
		expect(cashDayOfLine(emptyLine('EUR'), []).held).toBe(0);
		expect(v.is(cashBagSchema, { day: TODAY, lines: [line], cheques: [], handOvers: [] })).toBe(true);
	});
});

/** A company of two collectors and two cashiers as the server keeps it, driven by the judge alone. */
type Held = Map<UserId, number>;
type Company = {
	readonly held: Held;
	readonly movements: { readonly holder: UserId; readonly kind: CashMovement['kind']; readonly minor: number }[];
	readonly cheques: Map<OperationId, HeldCheque>;
	readonly handOvers: Map<OperationId, { counted: number; currency: 'EUR' }>;
	readonly deposits: Map<OperationId, { by: UserId; cash: number }>;
	readonly confirmed: DepositedCash[];
	readonly banked: Set<OperationId>;
	next: number;
};

const step = fc.record({
	what: fc.constantFrom('cash', 'cheque', 'reverse', 'hand-over', 'deposit', 'own-deposit', 'confirm'),
	who: fc.constantFrom(ANA, BEN),
	to: fc.constantFrom(CASHIER, OTHER_MANAGER),
	minor: fc.integer({ min: 1, max: 100_000 }),
	gap: fc.integer({ min: -500, max: 500 })
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

test('whatever happens in whatever order, every euro has one place and nothing is unexplained', () => {
	fc.assert(
		fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
			const company: Company = {
				...{ held: new Map(), movements: [], cheques: new Map(), handOvers: new Map(), deposits: new Map() },
				...{ confirmed: [], banked: new Set(), next: 1000 }
			};
			for (const one of steps) {
				live(company, one);
				const held = [...company.held.values()].reduce((sum, minor) => sum + minor, 0);
				const pending = [...company.deposits.values()].map(({ cash }) => ({ minor: cash, credited: null }));
				const day = cashDayOf({
					before: 0,
					movements: company.movements,
					deposits: [...company.confirmed, ...pending],
					held
				});
				expect(day.unexplained).toBe(0);
				// What one handed over is what another took over.
				expect(day.handedOver).toBe(day.takenOver);
				for (const id of company.cheques.keys()) expect(company.banked.has(id)).toBe(false);
			}
		}),
		{ numRuns: 300 }
	);
});

const bookOf = (company: Company): CashBook => ({ ...company, held: (holder) => company.held.get(holder) ?? 0 });

function move(company: Company, holder: UserId, kind: CashMovement['kind'], minor: number): void {
	company.movements.push({ holder, kind, minor });
	company.held.set(holder, (company.held.get(holder) ?? 0) + minor);
}

function settle(company: Company, done: CashAct): boolean {
	const settled = settleCash(done, bookOf(company));
	if ([...cashAnomalies(done), ...settled.anomalies].length > 0) return false;
	for (const { holder, kind, minor } of settled.movements) move(company, holder, kind, minor);
	for (const { payment, holder } of settled.cheques) {
		const known = company.cheques.get(payment);
		if (!known) throw new Error('a cheque of nobody moved');
		if (holder) company.cheques.set(payment, { ...known, holder });
		else {
			company.cheques.delete(payment);
			company.banked.add(payment);
		}
	}
	return true;
}

function live(company: Company, { what, who, to, minor, gap }: Step): void {
	const id = operationId((company.next += 1));
	const held = company.held.get(who) ?? 0;
	const own = [...company.cheques.values()].filter(({ holder }) => holder === who).map(({ payment }) => payment);
	if (what === 'cash') move(company, who, 'received', minor);
	if (what === 'cheque') company.cheques.set(id, { payment: id, holder: who, minor, currency: 'EUR' });
	if (what === 'reverse') move(company, who, 'returned', -minor);
	if (what === 'hand-over') {
		const counted = Math.max(0, held + gap);
		const body = {
			...{ from: who, expected: held, counted, denominations: [...changeOf(counted, 'EUR').pieces], cheques: own },
			variance: counted === held ? null : { minor: counted - held, reason: 'Écart constaté' }
		};
		if (settle(company, { ...handOver(body, to), id })) company.handOvers.set(id, { counted, currency: 'EUR' });
	}
	if (what === 'own-deposit') {
		const body = { cash: Math.max(0, Math.min(held, minor)), cheques: own };
		if (settle(company, { ...deposit(body, who), id })) company.deposits.set(id, { by: who, cash: body.cash });
	}
	if (what === 'deposit') {
		const handOvers = [...company.handOvers.keys()];
		const cash = [...company.handOvers.values()].reduce((sum, { counted }) => sum + counted, 0);
		if (!settle(company, { ...deposit({ handOvers, cash }, to), id })) return;
		company.handOvers.clear();
		company.deposits.set(id, { by: to, cash });
	}
	const [first] = company.deposits;
	if (what !== 'confirm' || !first) return;
	const credited = Math.max(0, first[1].cash + gap);
	const variance =
		credited === first[1].cash ? null : { minor: credited - first[1].cash, reason: 'Compté par la banque' };
	if (!settle(company, { ...confirm({ deposit: first[0], credited, variance }), id })) return;
	company.deposits.delete(first[0]);
	company.confirmed.push({ minor: first[1].cash, credited });
}
