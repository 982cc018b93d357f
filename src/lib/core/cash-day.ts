// Cash once it was taken: every euro has one place, and the places of a day add up to what was received (I11).
import * as v from 'valibot';
import { currencySchema, dateSchema, integerSchema, minorSchema } from './body';
import { operationIdSchema } from './ids';
import { sumMinor } from './money';

export const CASH_MOVEMENTS = ['received', 'returned', 'handed-over', 'deposited', 'variance'] as const;
/** What moves the cash of a holder. */
export type CashMovementKind = (typeof CASH_MOVEMENTS)[number];

/**
 * One movement of what somebody holds, in minor units with its sign: cash taken adds, cash given back takes away, and a
 * hand-over takes from the one what it adds to the other.
 */
export type CashMovement = { readonly kind: CashMovementKind; readonly minor: number };

/** What went to the bank: in transit until somebody else than the depositor saw it on the account. */
export type DepositedCash = { readonly minor: number; readonly credited: number | null };

export type CashDay = {
	/** Held when the day began. */
	readonly before: number;
	readonly received: number;
	/** Given back by approved reversals. */
	readonly returned: number;
	/** Taken over from others: a cashier's side of a hand-over. */
	readonly takenOver: number;
	readonly handedOver: number;
	/** At the bank, not seen on the account yet. */
	readonly inTransit: number;
	readonly deposited: number;
	/** Found missing (positive) or in excess (negative), each with its reason. */
	readonly variance: number;
	readonly held: number;
	/** What no line explains; a day closes only at zero. */
	readonly unexplained: number;
};

/**
 * The day of one holder, or of all of them, as an equation:
 * before + received − returned + taken over = held + handed over + in transit + deposited + variance + unexplained.
 * `held` is what is counted, or what the books say when nobody counted yet.
 */
export function cashDayOf(day: {
	readonly before: number;
	readonly movements: readonly CashMovement[];
	readonly deposits: readonly DepositedCash[];
	readonly held: number;
}): CashDay {
	const of = (kind: CashMovementKind, sign: 1 | -1) =>
		sumMinor(day.movements.filter((one) => one.kind === kind && one.minor * sign > 0).map(({ minor }) => minor * sign));
	const out = of('deposited', -1);
	const confirmed = day.deposits.flatMap(({ minor, credited }) => (credited === null ? [] : [{ minor, credited }]));
	const seen = sumMinor(confirmed.map(({ minor }) => minor));
	const deposited = sumMinor(confirmed.map(({ credited }) => credited));
	const received = of('received', 1);
	const returned = of('returned', -1);
	const takenOver = of('handed-over', 1);
	const handedOver = of('handed-over', -1);
	// What a holder found missing, and what the bank did.
	const variance = of('variance', -1) - of('variance', 1) + (seen - deposited);
	const inTransit = out - seen;
	const { before, held } = day;
	const unexplained = before + received - returned + takenOver - (held + handedOver + inTransit + deposited + variance);
	return { before, received, returned, takenOver, handedOver, inTransit, deposited, variance, held, unexplained };
}

/** A day is closed when nothing is held and nothing is unexplained. */
export const isCashClosed = ({ held, unexplained }: Pick<CashDay, 'held' | 'unexplained'>): boolean =>
	held === 0 && unexplained === 0;

const lineSchema = v.object({
	currency: currencySchema,
	/** Held when the day began. */
	before: integerSchema,
	/** Sums of the day's movements, signed as they moved what is held. */
	received: integerSchema,
	returned: integerSchema,
	handedOver: integerSchema,
	deposited: integerSchema,
	variance: integerSchema,
	/** Of what was deposited on the day: seen on the account, and how much of it the bank found. */
	confirmed: minorSchema,
	credited: minorSchema
});
export type CashLine = v.InferOutput<typeof lineSchema>;

/** What the server knows of a collector's cash: the day's sums, the cheques he holds, and his last hand-overs. */
export const cashBagSchema = v.object({
	day: dateSchema,
	lines: v.array(lineSchema),
	cheques: v.array(
		v.object({ payment: operationIdSchema, receipt: v.string(), minor: minorSchema, currency: currencySchema })
	),
	handOvers: v.array(
		v.object({
			id: operationIdSchema,
			day: dateSchema,
			atMs: integerSchema,
			/** Who received it. */
			to: v.string(),
			currency: currencySchema,
			expected: integerSchema,
			counted: minorSchema,
			reason: v.nullable(v.string()),
			cheques: minorSchema,
			chequesMinor: minorSchema
		})
	)
});
export type CashBag = v.InferOutput<typeof cashBagSchema>;

/** The day of a line of a bag, with what the phone did since (`more`). */
export function cashDayOfLine(line: CashLine, more: readonly CashMovement[]): CashDay {
	const { before, received, returned, handedOver, deposited, variance, confirmed, credited } = line;
	const movements: readonly CashMovement[] = [
		{ kind: 'received', minor: received },
		{ kind: 'returned', minor: returned },
		{ kind: 'handed-over', minor: handedOver },
		{ kind: 'deposited', minor: deposited },
		{ kind: 'variance', minor: variance },
		...more
	];
	const held = before + sumMinor(movements.map(({ minor }) => minor));
	return cashDayOf({ before, movements, deposits: confirmed > 0 ? [{ minor: confirmed, credited }] : [], held });
}

/** A line of a currency in which nothing happened. */
export const emptyLine = (currency: CashLine['currency'], before = 0): CashLine => ({
	currency,
	before,
	received: 0,
	returned: 0,
	handedOver: 0,
	deposited: 0,
	variance: 0,
	confirmed: 0,
	credited: 0
});
