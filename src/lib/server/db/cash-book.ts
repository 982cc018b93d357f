// Who holds what cash and which cheques: for judging a cash act, and for the phone of who holds it.
import type { ResultSet } from '@libsql/client/http';
import * as v from 'valibot';
import { cashBagSchema, type CashBag } from '$lib/core/cash-day';
import { FRANCE } from '$lib/core/country/fr/pack';
import type { CashBook, HeldCheque } from '$lib/core/decide-cash';
import { operationIdSchema, roundIdSchema, userIdSchema, type OperationId, type OrganisationId } from '$lib/core/ids';
import type { RoundId, UserId } from '$lib/core/ids';
import type { Currency } from '$lib/core/money';
import { currencySchema, integerSchema, type Act } from '$lib/core/operation';
import { formatReceiptNumber } from '$lib/core/receipt-number';
import { addDays, type LocalDate } from '$lib/core/time';
import { statement, type Statement } from './connection';
import { jsonColumn, readRow, readRows } from './read-rows';

/** What judging cash acts wants to know: of these people, cheques, hand-overs and deposits. */
export type CashWanted = {
	readonly holders: readonly UserId[];
	readonly cheques: readonly OperationId[];
	readonly handOvers: readonly OperationId[];
	readonly deposits: readonly OperationId[];
};

export type CashReading = CashBook & {
	/** Those of the holders who are people of this organisation. */
	readonly people: ReadonlySet<UserId>;
	/** Cheques that each of them holds. */
	readonly chequesHeld: ReadonlyMap<UserId, number>;
	/** Closed rounds of each of them, which wait for their cash. */
	readonly closedRounds: ReadonlyMap<UserId, readonly RoundId[]>;
};

/** What acts on cash name; null when there is none among them. */
export function cashWantedBy(acts: readonly Act[]): CashWanted | null {
	const holders = new Set<UserId>();
	const cheques: OperationId[] = [];
	const handOvers: OperationId[] = [];
	const deposits: OperationId[] = [];
	for (const act of acts) {
		if (act.kind === 'cash.deposit-confirmed') deposits.push(act.body.deposit);
		if (act.kind !== 'cash.handed-over' && act.kind !== 'cash.deposited') continue;
		holders.add(act.actor);
		cheques.push(...act.body.cheques);
		if (act.kind === 'cash.handed-over') holders.add(act.body.from);
		else handOvers.push(...act.body.handOvers);
	}
	return holders.size + deposits.length === 0 ? null : { holders: [...holders], cheques, handOvers, deposits };
}

/** One statement whose rows say what they are. */
export const selectCashBook = (org: OrganisationId, wanted: CashWanted): Statement =>
	statement(
		org,
		`SELECT 'person' AS what, id, id AS holder, 'EUR' AS currency, 0 AS minor FROM user
			WHERE org = :org AND id IN (SELECT value FROM json_each(:holders))
		UNION ALL SELECT 'held', holder, holder, currency, minor FROM cash_balance
			WHERE org = :org AND holder IN (SELECT value FROM json_each(:holders))
		UNION ALL SELECT 'holding', holder, holder, 'EUR', COUNT(*) FROM cheque
			WHERE org = :org AND holder IN (SELECT value FROM json_each(:holders)) GROUP BY holder
		UNION ALL SELECT 'round', id, collector, 'EUR', 0 FROM round
			WHERE org = :org AND status = 'closed' AND collector IN (SELECT value FROM json_each(:holders))
		UNION ALL SELECT 'cheque', operation, holder, currency, minor FROM cheque
			WHERE org = :org AND holder IS NOT NULL AND operation IN (SELECT value FROM json_each(:cheques))
		UNION ALL SELECT 'hand-over', operation, receiver, currency, counted_minor FROM cash_hand_over
			WHERE org = :org AND deposit IS NULL AND operation IN (SELECT value FROM json_each(:handOvers))
		UNION ALL SELECT 'deposit', operation, depositor, currency, minor FROM cash_deposit
			WHERE org = :org AND confirmed IS NULL AND operation IN (SELECT value FROM json_each(:deposits))`,
		{
			holders: JSON.stringify(wanted.holders),
			cheques: JSON.stringify(wanted.cheques),
			handOvers: JSON.stringify(wanted.handOvers),
			deposits: JSON.stringify(wanted.deposits)
		}
	);

const common = { holder: userIdSchema, currency: currencySchema, minor: integerSchema };
const peopleRow = v.object({ what: v.picklist(['person', 'held', 'holding']), ...common });
const roundRow = v.object({ what: v.literal('round'), id: roundIdSchema, ...common });
const operationRow = v.object({
	what: v.picklist(['cheque', 'hand-over', 'deposit']),
	id: operationIdSchema,
	...common
});
const bookRow = v.union([peopleRow, roundRow, operationRow]);

/** Reads the rows of `selectCashBook`; an empty book without them. */
export function cashBookOf(result: ResultSet | undefined): CashReading {
	const held = new Map<string, number>();
	const chequesHeld = new Map<UserId, number>();
	const people = new Set<UserId>();
	const closedRounds = new Map<UserId, RoundId[]>();
	const cheques = new Map<OperationId, HeldCheque>();
	const handOvers = new Map<OperationId, { counted: number; currency: Currency }>();
	const deposits = new Map<OperationId, { by: UserId; cash: number }>();
	for (const row of readRows(result, bookRow)) {
		const { holder, currency, minor } = row;
		if (row.what === 'round') closedRounds.set(holder, [...(closedRounds.get(holder) ?? []), row.id]);
		else if (!('id' in row)) {
			if (row.what === 'person') people.add(holder);
			else if (row.what === 'held') held.set(`${holder} ${currency}`, minor);
			else chequesHeld.set(holder, minor);
		} else if (row.what === 'cheque') cheques.set(row.id, { payment: row.id, holder, minor, currency });
		else if (row.what === 'hand-over') handOvers.set(row.id, { counted: minor, currency });
		else deposits.set(row.id, { by: holder, cash: minor });
	}
	return {
		held: (holder, currency) => held.get(`${holder} ${currency}`) ?? 0,
		...{ cheques, handOvers, deposits, people, chequesHeld, closedRounds }
	};
}

const HAND_OVER_DAYS = 3;

/** The cash of one person as his phone shows it: a day's sums, cheques in hand, the last hand-overs. */
export const selectBag = (org: OrganisationId, user: UserId, today: LocalDate): Statement =>
	statement(
		org,
		`SELECT (
			SELECT json_group_array(json_object('currency', currency, 'held', held, 'received', received, 'returned', returned,
				'handedOver', handed, 'deposited', deposited, 'variance', variance, 'confirmed', confirmed, 'credited', credited))
			FROM (SELECT b.currency, b.minor AS held,
				COALESCE(SUM(c.minor) FILTER (WHERE c.kind = 'received'), 0) AS received,
				COALESCE(SUM(c.minor) FILTER (WHERE c.kind = 'returned'), 0) AS returned,
				COALESCE(SUM(c.minor) FILTER (WHERE c.kind = 'handed-over'), 0) AS handed,
				COALESCE(SUM(c.minor) FILTER (WHERE c.kind = 'deposited'), 0) AS deposited,
				COALESCE(SUM(c.minor) FILTER (WHERE c.kind = 'variance'), 0) AS variance,
				(SELECT COALESCE(SUM(d.minor), 0) FROM cash_deposit d WHERE d.org = :org AND d.depositor = :user
					AND d.day >= :today AND d.currency = b.currency AND d.confirmed IS NOT NULL) AS confirmed,
				(SELECT COALESCE(SUM(d.credited_minor), 0) FROM cash_deposit d WHERE d.org = :org AND d.depositor = :user
					AND d.day >= :today AND d.currency = b.currency AND d.confirmed IS NOT NULL) AS credited
				FROM cash_balance b LEFT JOIN cash_movement c ON c.org = b.org AND c.holder = b.holder
					AND c.day >= :today AND c.currency = b.currency
				WHERE b.org = :org AND b.holder = :user GROUP BY b.currency)) AS lines,
		(SELECT json_group_array(json_object('payment', q.operation, 'minor', q.minor, 'currency', q.currency,
				'series', p.series, 'year', p.year, 'number', p.number))
			FROM cheque q JOIN payment p ON p.operation = q.operation WHERE q.org = :org AND q.holder = :user) AS cheques,
		(SELECT json_group_array(json_object('id', operation, 'day', day, 'atMs', at_ms, 'to', receiver_name, 'currency', currency,
				'expected', expected_minor, 'counted', counted_minor, 'reason', reason, 'cheques', cheques,
				'chequesMinor', cheques_minor))
			FROM (SELECT h.*, u.name AS receiver_name FROM cash_hand_over h JOIN user u ON u.id = h.receiver
				WHERE h.org = :org AND h.giver = :user AND h.day >= :since ORDER BY h.at_ms DESC LIMIT 5)) AS handOvers`,
		{ user, today, since: addDays(today, -HAND_OVER_DAYS) }
	);

const { lines, cheques, handOvers } = cashBagSchema.entries;
const bagRow = v.object({
	lines: jsonColumn(v.array(v.object({ ...v.omit(lines.item, ['before']).entries, held: integerSchema }))),
	cheques: jsonColumn(
		v.array(
			v.object({
				...v.omit(cheques.item, ['receipt']).entries,
				series: v.string(),
				year: integerSchema,
				number: integerSchema
			})
		)
	),
	handOvers: jsonColumn(handOvers)
});

/** Reads the row of `selectBag`. */
export function bagOf(result: ResultSet | undefined, today: LocalDate): CashBag | null {
	const row = readRow(result, bagRow);
	if (!row) return null;
	return {
		day: today,
		lines: row.lines.map(({ held, ...line }) => {
			const moved = line.received + line.returned + line.handedOver + line.deposited + line.variance;
			return { ...line, before: held - moved };
		}),
		cheques: row.cheques.map(({ series, year, number, ...cheque }) => ({
			...cheque,
			receipt: formatReceiptNumber({ device: series, year, number }, FRANCE.receipt)
		})),
		handOvers: row.handOvers
	};
}
