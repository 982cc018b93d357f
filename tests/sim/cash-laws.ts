// I11 once cash leaves a collector's hands: every cent that was taken is held by somebody, at the bank, or a difference that was signed.
import { afterCommits, sqlLaws } from './sql-laws';

const LAWS = [
	{
		law: 'I11',
		what: 'a hand-over that gives more than it takes, or another difference than was signed',
		sql: `SELECT o.id, b.body->>'counted' AS counted FROM operation o JOIN operation_body b ON b.operation = o.id
			WHERE o.kind = 'cash.handed-over' AND o.outcome <> 'quarantined' AND (
				COALESCE((SELECT SUM(minor) FROM cash_movement c WHERE c.operation = o.id AND c.kind = 'handed-over'), 0) <> 0
				OR COALESCE((SELECT SUM(minor) FROM cash_movement c WHERE c.operation = o.id AND c.kind = 'variance'), 0)
					<> (b.body->>'counted') - (b.body->>'expected')
				OR COALESCE((SELECT SUM(minor) FROM cash_movement c WHERE c.operation = o.id AND c.holder = o.actor), 0)
					<> b.body->>'counted')`
	},
	{
		law: 'I11',
		what: 'a deposit that took another amount than was signed, or a hand-over that is in two deposits',
		sql: `SELECT o.id, b.body->>'cash' AS cash FROM operation o JOIN operation_body b ON b.operation = o.id
			WHERE o.kind = 'cash.deposited' AND o.outcome <> 'quarantined' AND COALESCE((
				SELECT SUM(minor) FROM cash_movement c WHERE c.operation = o.id), 0) <> -(b.body->>'cash')
			UNION ALL SELECT h.operation, h.deposit FROM cash_hand_over h WHERE h.deposit IS NOT NULL AND NOT EXISTS (
				SELECT 1 FROM operation_body b, json_each(b.body, '$.handOvers') x
				WHERE b.operation = h.deposit AND x.value = h.operation)`
	},
	{
		law: 'I11',
		what: 'cash that nobody holds and nobody explains',
		sql: `SELECT currency, SUM(minor) AS lost FROM (
				SELECT currency, minor FROM cash_balance
				UNION ALL SELECT currency, -minor FROM cash_movement WHERE kind <> 'handed-over')
			GROUP BY currency HAVING SUM(minor) <> 0`
	},
	{
		law: 'I11',
		what: 'a cheque that is not in exactly one place',
		sql: `SELECT p.operation, c.status FROM payment p LEFT JOIN cheque c ON c.operation = p.operation
			WHERE (p.means = 'cheque') <> (c.operation IS NOT NULL) OR c.minor <> p.minor
				OR c.status = 'deposited' AND c.deposit IS NULL`
	}
] as const;

/** Asks the laws of the cash; throws on the first that does not hold. */
export const checkCash = afterCommits(sqlLaws(LAWS));
