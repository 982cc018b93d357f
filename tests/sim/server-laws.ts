// The laws of the server, asked of its tables by other queries than the product's own.
import { hold } from './model';
import type { SimRow } from './database';
import { afterCommits, sqlLaws, type SqlLaw } from './sql-laws';
import type { World } from './world';

export type ServerOperations = {
	/** Hash by `device/seq`, of what was applied, set aside or refused. */
	readonly hashes: ReadonlyMap<string, string>;
	/** Hash by id, of everything that the server keeps, other branches included. */
	readonly ids: ReadonlyMap<string, ReadonlySet<string>>;
	readonly refused: ReadonlySet<string>;
};

const kept = new WeakMap<World, { readonly commits: number; readonly operations: ServerOperations }>();

/** What the server has; read again when something was committed. */
export function serverOperations(world: World): ServerOperations {
	const { db } = world.company;
	const known = kept.get(world);
	if (known?.commits === db.commits) return known.operations;
	const rows = db.rows(
		`SELECT 'operation' AS place, id, device, seq, hash FROM operation
			UNION ALL SELECT 'refused', id, device, seq, hash FROM refused_operation
			UNION ALL SELECT 'forked', operation, device, seq, hash FROM forked_operation`
	);
	const ids = new Map<string, Set<string>>();
	for (const { id, hash } of rows) ids.set(String(id), (ids.get(String(id)) ?? new Set()).add(String(hash)));
	const inChain = rows.filter(({ place }) => place !== 'forked');
	const operations = {
		hashes: new Map(inChain.map(({ device, seq, hash }) => [`${String(device)}/${String(seq)}`, String(hash)])),
		ids,
		refused: new Set(rows.filter(({ place }) => place === 'refused').map(({ id }) => String(id)))
	};
	kept.set(world, { commits: db.commits, operations });
	return operations;
}

/** What was set aside and that a person let take effect since. */
const ACCEPTED = `EXISTS (SELECT 1 FROM decision c WHERE c.subject = o.id AND c.decision = 'accepted')`;

/** Each query finds what must not be. */
const LAWS: readonly SqlLaw[] = [
	{
		law: 'I8',
		what: 'a head that is not the last operation of its chain',
		sql: `SELECT d.series, d.seq FROM device d WHERE d.seq <>
				(SELECT COUNT(*) FROM operation o WHERE o.device = d.id)
				+ (SELECT COUNT(*) FROM refused_operation r WHERE r.device = d.id)
			OR d.seq > 0 AND NOT EXISTS (
				SELECT 1 FROM operation o WHERE o.device = d.id AND o.seq = d.seq AND o.hash = d.hash
				UNION ALL SELECT 1 FROM refused_operation r WHERE r.device = d.id AND r.seq = d.seq AND r.hash = d.hash)`
	},
	{
		law: 'I6',
		what: 'an operation without its body, without a position that nobody erased, or without a review that it needs',
		sql: `SELECT o.id, o.outcome FROM operation o WHERE NOT EXISTS (SELECT 1 FROM operation_body b WHERE b.operation = o.id)
			OR (o.place_hash IS NOT NULL) <> ((SELECT COUNT(*) FROM operation_place p WHERE p.operation = o.id)
				+ (SELECT COUNT(*) FROM erasure e WHERE e.operation = o.id AND e.what = 'place') = 1)
			OR (o.outcome = 'applied') = EXISTS (SELECT 1 FROM review v WHERE v.operation = o.id)`
	},
	{
		law: 'I6',
		what: 'a position that was erased before two months were over, or anything else that was erased',
		sql: `SELECT e.operation, e.at_ms FROM erasure e JOIN operation o ON o.id = e.operation
			WHERE e.what <> 'place' OR e.at_ms - o.received_ms < ${58 * 86_400_000}`
	},
	{
		law: 'I3',
		what: 'a payment that is not posted exactly once, or posts while it is set aside',
		sql: `SELECT o.id, o.outcome, b.body->>'minor' AS minor,
				(SELECT SUM(l.minor) FROM ledger l WHERE l.operation = o.id) AS posted
			FROM operation o JOIN operation_body b ON b.operation = o.id WHERE o.kind = 'payment.recorded' AND (
				(SELECT COUNT(*) FROM payment p WHERE p.operation = o.id AND p.minor = b.body->>'minor') <> 1
				OR COALESCE((SELECT SUM(l.minor) FROM ledger l WHERE l.operation = o.id), 0)
					<> iif(o.outcome = 'quarantined' AND NOT ${ACCEPTED}, 0, b.body->>'minor'))`
	},
	{
		law: 'I3',
		what: 'a ledger line or a projection of what is no such operation',
		sql: `SELECT l.operation FROM ledger l JOIN operation o ON o.id = l.operation
				WHERE o.kind NOT IN ('payment.recorded', 'payment.reversed') OR o.outcome = 'quarantined' AND NOT ${ACCEPTED}
			UNION ALL SELECT o.id FROM operation o WHERE o.outcome <> 'quarantined' AND (
				o.kind = 'visit.reported' AND NOT EXISTS (SELECT 1 FROM visit v WHERE v.operation = o.id)
				OR o.kind = 'promise.made' AND NOT EXISTS (SELECT 1 FROM promise p WHERE p.operation = o.id)
				OR o.kind = 'protocol.signed' AND NOT EXISTS (SELECT 1 FROM protocol p WHERE p.operation = o.id))`
	},
	{
		law: 'I10',
		what: 'a dossier whose state is not what its ledger says',
		sql: `SELECT d.ref, d.state->>'credit' AS credit FROM dossier d WHERE
				d.state->>'credit' <> COALESCE((SELECT SUM(minor) FROM ledger WHERE dossier = d.id AND component = 'credit'), 0)
				OR COALESCE((SELECT SUM(p.value) FROM json_each(d.state, '$.paid') c, json_each(c.value) p), 0)
					<> COALESCE((SELECT SUM(minor) FROM ledger WHERE dossier = d.id AND component <> 'credit'), 0)
				OR EXISTS (SELECT 1 FROM json_each(d.state, '$.paid') c, json_each(c.value) p WHERE p.value < 0 OR p.value <>
					COALESCE((SELECT SUM(minor) FROM ledger WHERE claim = c.key AND component = p.key), 0))`
	},
	{
		law: 'I10',
		what: 'a reversal that is not one, or not by a second person',
		sql: `SELECT r.id FROM operation r JOIN operation_body b ON b.operation = r.id
				JOIN operation o ON o.id = b.body->>'payment'
				LEFT JOIN operation q ON q.id = b.body->>'request'
			WHERE r.kind = 'payment.reversed' AND EXISTS (SELECT 1 FROM ledger l WHERE l.operation = r.id) AND (
				r.actor = o.actor OR q.id IS NULL OR r.actor = q.actor
				OR (SELECT SUM(minor) FROM ledger l WHERE l.operation IN (r.id, o.id)) <> 0
				OR (SELECT COUNT(DISTINCT operation) FROM ledger l WHERE l.reverses = o.id) <> 1
				OR NOT EXISTS (SELECT 1 FROM payment p WHERE p.operation = o.id AND p.status = 'reversed' AND p.reversal = r.id))`
	},
	{
		law: 'I11',
		what: 'cash that was taken and is not held once, or given back and still held',
		sql: `SELECT o.id FROM operation o JOIN operation_body b ON b.operation = o.id JOIN payment p ON p.operation = o.id
			WHERE o.kind = 'payment.recorded' AND b.body->>'$.detail.means' = 'cash' AND (
				COALESCE((SELECT SUM(minor) FROM cash_movement c WHERE c.operation = o.id AND c.kind = 'received'), 0) <> p.minor
				OR COALESCE((SELECT SUM(minor) FROM cash_movement c WHERE c.operation = p.reversal AND c.kind = 'returned'), 0)
					<> iif(p.status = 'reversed', -p.minor, 0))
			UNION ALL SELECT holder FROM cash_balance c WHERE minor <>
				(SELECT SUM(minor) FROM cash_movement m WHERE m.holder = c.holder AND m.currency = c.currency)`
	},
	{
		law: 'I9',
		what: 'a collector’s act that had effects out of scope, or had none in scope',
		sql: `WITH judged AS (SELECT o.id, o.outcome, o.codes, (
				SELECT e.direction FROM scope_event e WHERE e.user = o.actor AND e.dossier = o.dossier AND e.rev <= o.base_rev
					ORDER BY e.rev DESC LIMIT 1) = 'in' AS was_in
				FROM operation o JOIN device d ON d.id = o.device
				WHERE d.kind = 'field' AND o.dossier IS NOT NULL AND o.base_epoch = o.epoch AND o.base_rev < o.rev)
			SELECT id, outcome, codes, was_in FROM judged WHERE COALESCE(was_in, 0) = 0 AND outcome <> 'quarantined'
				OR was_in = 1 AND codes LIKE '%out-of-scope%'`
	},
	{
		law: 'I8',
		what: 'a dossier or round whose last revision no phone would learn of',
		sql: `SELECT 'dossier' AS subject, d.id, d.rev FROM dossier d WHERE d.rev > 0 AND NOT EXISTS (
				SELECT 1 FROM change c WHERE c.subject = 'dossier' AND c.id = d.id AND c.rev = d.rev)
			UNION ALL SELECT 'rev', org, rev FROM meta WHERE rev < (SELECT COALESCE(MAX(rev), 0) FROM change)`
	},
	{
		law: 'I16',
		what: 'a clock that is a day off and was not flagged',
		sql: `SELECT id FROM operation WHERE ABS(COALESCE(skew, 0)) >= 86400000 AND outcome = 'applied'`
	},
	{
		law: 'I18',
		what: 'a series that two devices share, a number given twice, or one that is missing',
		sql: `SELECT series FROM device GROUP BY series HAVING COUNT(*) > 1
			UNION ALL SELECT series || '-' || year FROM payment GROUP BY device, series, year
				HAVING COUNT(*) <> MAX(number) OR COUNT(DISTINCT number) <> COUNT(*)`
	},
	{
		law: 'I9',
		what: 'an act of somebody who was shut out that had effects',
		sql: `SELECT o.id, o.outcome FROM operation o JOIN device d ON d.id = o.device LEFT JOIN user u ON u.id = d.user
			WHERE o.outcome <> 'quarantined' AND (o.received_ms > d.revoked_ms OR o.received_ms > u.disabled_ms)`
	}
];

const askLaws = sqlLaws(LAWS);

/** Asks every law of the server; throws on the first that does not hold. */
export const checkServer = afterCommits((world) => {
	askLaws(world);
	checkLedgerGrows(world);
});

/** I10: lines are only ever added; a restore begins anew. */
function checkLedgerGrows(world: World): void {
	const { db } = world.company;
	const last = ledgers.get(world);
	if (last && last.restores === world.restores) {
		const [row] = db.rows(`SELECT ${LEDGER_SUM} FROM ledger WHERE rowid <= :rows`, { rows: last.rows });
		hold('I10', Number(row?.['sum']) === last.sum, () => 'a ledger line that was there is not what it was');
	}
	const [row]: readonly SimRow[] = db.rows(`SELECT ${LEDGER_SUM} FROM ledger`);
	ledgers.set(world, { rows: Number(row?.['rows']), sum: Number(row?.['sum']), restores: world.restores });
}

const LEDGER_SUM = 'COALESCE(MAX(rowid), 0) AS rows, COALESCE(SUM(rowid * minor), 0) AS sum';
const ledgers = new WeakMap<World, { readonly rows: number; readonly sum: number; readonly restores: number }>();

/** I2, I3, I4: whatever a screen called saved is on a phone or on the server, as it was signed. */
export function checkTold(world: World): void {
	const server = serverOperations(world);
	for (const told of world.model.owed()) {
		const hashes = server.ids.get(told.id);
		const isHere = world.handsets.some(({ mirror }) => mirror.get(told.id)?.hash === told.hash);
		const isThere = hashes?.has(told.hash) === true;
		hold('I2', isHere || isThere, () => `${told.kind} ${told.seq} of ${told.handset} (step ${told.step}) is nowhere`);
		hold('I4', !hashes || isThere, () => `${told.kind} ${told.seq} of ${told.handset} is stored as another`);
		hold('I6', !server.refused.has(told.id), () => `${told.kind} ${told.seq} of ${told.handset} was called forged`);
	}
}
