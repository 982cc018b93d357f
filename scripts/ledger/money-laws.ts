// What must hold between operations, the money that they moved and the lists made of them: each query finds what must not be.

export type MoneyLaw = {
	/** What is wrong with a row that the query finds. */
	readonly what: string;
	/** Rows of `operation` (null: the row belongs to none), `device` and `seq` where there is no operation, `detail`. */
	readonly sql: string;
};

const row = (operation: string, detail: string): string => `SELECT ${operation} AS operation, ${detail} AS detail`;

/** Had effects: judged so when it came, or let in by a decision of the office since. */
const TOOK_EFFECT = `(o.outcome <> 'quarantined' OR EXISTS (
	SELECT 1 FROM decision d WHERE d.subject = o.id AND d.decision = 'accepted'))`;

/** A payment whose body is too large or says no amount stands in no list; that it is so is checked with its chain. */
const READABLE = `NOT (o.outcome = 'quarantined' AND (o.codes LIKE '%"unreadable-body"%' OR o.codes LIKE '%"body-too-large"%'))`;

/** Bodies that are JSON; another one is reported with its chain. */
const BODY = `(SELECT operation, iif(json_valid(body), body, 'null') AS body FROM operation_body)`;

/** Rows whose operation is not there, or in another organisation. */
const ORPHANS = [
	...['operation_body', 'operation_place', 'ledger', 'cash_movement', 'payment', 'visit', 'promise', 'protocol'],
	...['review', 'blob', 'decision', 'erasure', 'cash_hand_over', 'cash_deposit', 'cheque']
].map((table) => ({
	what: `a row of ${table} whose operation is not there, or belongs to another organisation`,
	sql: `${row('x.operation', `'organisation ' || x.org`)} FROM ${table} x
		LEFT JOIN operation o ON o.id = x.operation AND o.org = x.org WHERE o.id IS NULL`
}));

export const MONEY_LAWS: readonly MoneyLaw[] = [
	...ORPHANS,
	{
		what: 'its ledger does not add up to what was paid',
		sql: `${row('o.id', `'posted ' || COALESCE(SUM(l.minor), 0) || ', paid ' || (b.body->>'minor')`)}
			FROM operation o JOIN ${BODY} b ON b.operation = o.id LEFT JOIN ledger l ON l.operation = o.id
			WHERE o.kind = 'payment.recorded' GROUP BY o.id
			HAVING COALESCE(SUM(l.minor), 0) <> iif(${TOOK_EFFECT}, b.body->>'minor', 0)`
	},
	{
		what: 'a line of its ledger is not in what was printed on the receipt',
		sql: `${row('l.operation', `'line ' || l.line`)} FROM ledger l JOIN operation o ON o.id = l.operation
			JOIN ${BODY} b ON b.operation = o.id
			WHERE o.kind = 'payment.recorded' AND (l.minor < 0 OR l.currency <> b.body->>'currency' OR l.reverses IS NOT NULL
				OR (l.component = 'credit') <> (l.claim IS NULL)
				OR l.component <> 'credit' AND NOT EXISTS (SELECT 1 FROM json_each(b.body, '$.allocation') a
					WHERE a.value->>'claim' = l.claim AND a.value->>'component' = l.component AND a.value->>'minor' >= l.minor))`
	},
	{
		what: 'what was printed on its receipt is not what was posted, and nobody was told',
		sql: `${row(
			'o.id',
			`'credit ' || COALESCE((SELECT SUM(l.minor) FROM ledger l
				WHERE l.operation = o.id AND l.component = 'credit'), 0)`
		)}
			FROM operation o JOIN ${BODY} b ON b.operation = o.id
			WHERE o.kind = 'payment.recorded' AND o.outcome = 'applied' AND b.body->>'credit' <> COALESCE((
				SELECT SUM(l.minor) FROM ledger l WHERE l.operation = o.id AND l.component = 'credit'), 0)`
	},
	{
		what: 'a line of its ledger carries another day, dossier or number than it may',
		sql: `${row('l.operation', `'line ' || l.line`)} FROM ledger l JOIN operation o ON o.id = l.operation
			WHERE l.day <> o.day OR l.dossier IS NOT o.dossier OR l.line < 0 OR l.line >= (
				SELECT COUNT(*) FROM ledger m WHERE m.operation = l.operation)`
	},
	{
		what: 'it posts money and is none of the acts that do',
		sql: `SELECT DISTINCT l.operation, o.kind AS detail FROM ledger l JOIN operation o ON o.id = l.operation
			WHERE o.kind NOT IN ('payment.recorded', 'payment.reversed', 'cheque.returned') OR NOT ${TOOK_EFFECT}`
	},
	{
		what: 'it does not take back exactly what the payment posted',
		sql: `WITH back AS (SELECT o.id, b.body->>'payment' AS payment FROM operation o
				JOIN ${BODY} b ON b.operation = o.id
				WHERE o.kind IN ('payment.reversed', 'cheque.returned') AND EXISTS (SELECT 1 FROM ledger l WHERE l.operation = o.id))
			${row('back.id', `'payment ' || back.payment`)} FROM back WHERE EXISTS (
				SELECT 1 FROM ledger l LEFT JOIN ledger m ON m.operation = back.payment AND m.line = l.line
				WHERE l.operation = back.id AND (m.minor IS NULL OR l.minor <> -m.minor OR l.claim IS NOT m.claim
					OR l.component <> m.component OR l.currency <> m.currency OR l.dossier <> m.dossier
					OR l.reverses IS NOT back.payment))
			OR (SELECT COUNT(*) FROM ledger WHERE operation = back.id)
				<> (SELECT COUNT(*) FROM ledger WHERE operation = back.payment)`
	},
	{
		what: 'it is marked as reversed or as asked for otherwise than its operations say',
		sql: `WITH back AS MATERIALIZED (SELECT b.body->>'payment' AS payment FROM operation o JOIN ${BODY} b ON b.operation = o.id
				WHERE o.kind IN ('payment.reversed', 'cheque.returned')
					AND EXISTS (SELECT 1 FROM ledger l WHERE l.operation = o.id))
			${row('p.operation', 'p.status')} FROM payment p
			LEFT JOIN operation r ON r.id = p.reversal LEFT JOIN operation_body rb ON rb.operation = r.id
			LEFT JOIN operation q ON q.id = p.request LEFT JOIN operation_body qb ON qb.operation = q.id
			WHERE p.reversal IS NOT NULL AND (r.id IS NULL OR r.kind NOT IN ('payment.reversed', 'cheque.returned')
					OR NOT json_valid(rb.body) OR rb.body->>'payment' <> p.operation)
				OR p.request IS NOT NULL AND (q.kind IS NOT 'payment.reversal-requested'
					OR NOT json_valid(qb.body) OR qb.body->>'payment' <> p.operation)
				OR (p.status = 'reversed') <> (p.operation IN (SELECT payment FROM back))
				OR p.status = 'reversal-requested' AND p.request IS NULL`
	},
	{
		what: 'the list of payments says something else than what was signed',
		sql: `${row('o.id', 'p.status')} FROM operation o JOIN ${BODY} b ON b.operation = o.id
			LEFT JOIN payment p ON p.operation = o.id
			WHERE o.kind = 'payment.recorded' AND b.body->>'$.receipt.number' IS NOT NULL AND ${READABLE} AND (p.operation IS NULL
				OR p.dossier IS NOT o.dossier OR p.collector <> o.actor OR p.device <> o.device OR p.day <> o.day
				OR p.at_ms <> o.at_ms - COALESCE(o.skew, 0) OR p.minor <> b.body->>'minor' OR p.currency <> b.body->>'currency'
				OR p.means <> b.body->>'$.detail.means' OR p.series <> b.body->>'$.receipt.series'
				OR p.year <> b.body->>'$.receipt.year' OR p.number <> b.body->>'$.receipt.number'
				OR p.round IS NOT b.body->>'round' OR p.hour NOT BETWEEN 0 AND 23
				OR (p.status = 'quarantined') = ${TOOK_EFFECT})`
	},
	{
		what: 'the list of visits says something else than what was signed',
		sql: `${row('x.operation', 'x.outcome')} FROM visit x JOIN operation o ON o.id = x.operation
			JOIN ${BODY} b ON b.operation = o.id
			WHERE o.kind <> 'visit.reported' OR x.dossier <> o.dossier OR x.collector <> o.actor OR x.day <> o.day
				OR x.at_ms <> o.at_ms - COALESCE(o.skew, 0) OR x.outcome <> b.body->>'outcome' OR x.round IS NOT b.body->>'round'`
	},
	{
		what: 'the list of promises says something else than what was signed',
		sql: `${row('x.operation', 'x.status')} FROM promise x JOIN operation o ON o.id = x.operation
			JOIN ${BODY} b ON b.operation = o.id
			WHERE o.kind = 'promise.made' AND (x.dossier <> o.dossier OR x.collector <> o.actor OR x.made_on <> o.day
				OR x.minor <> b.body->>'minor' OR x.due_on <> b.body->>'dueOn')`
	},
	{
		what: 'cash was received otherwise than was signed',
		sql: `${row('o.id', `COALESCE(c.kind || ' ' || c.minor, 'no movement')`)}
			FROM operation o JOIN ${BODY} b ON b.operation = o.id
			LEFT JOIN cash_movement c ON c.operation = o.id AND c.kind = 'received'
			WHERE o.kind = 'payment.recorded' AND b.body->>'$.receipt.number' IS NOT NULL AND ${READABLE}
				AND (b.body->>'$.detail.means' = 'cash') <> (c.operation IS NOT NULL AND c.line = 0 AND c.holder = o.actor
					AND c.minor = b.body->>'minor' AND c.currency = b.body->>'currency' AND c.day = o.day)`
	},
	{
		what: 'cash moved in a way that this act cannot move it',
		sql: `${row('c.operation', `c.kind || ' ' || c.minor`)} FROM cash_movement c JOIN operation o ON o.id = c.operation
			JOIN ${BODY} b ON b.operation = o.id LEFT JOIN payment p ON p.operation = b.body->>'payment'
			WHERE c.day <> o.day OR NOT CASE c.kind
				WHEN 'received' THEN o.kind = 'payment.recorded'
				WHEN 'returned' THEN o.kind = 'payment.reversed' AND c.minor = -p.minor AND c.holder = p.collector
					AND c.currency = p.currency AND p.means = 'cash' AND c.line = 0
				WHEN 'handed-over' THEN o.kind = 'cash.handed-over' AND c.currency = b.body->>'currency'
					AND (c.holder = o.actor AND c.minor = b.body->>'counted'
						OR c.holder = b.body->>'from' AND c.minor = -(b.body->>'counted'))
				WHEN 'variance' THEN o.kind = 'cash.handed-over' AND c.currency = b.body->>'currency'
					AND c.holder = b.body->>'from' AND c.minor = (b.body->>'counted') - (b.body->>'expected')
				WHEN 'deposited' THEN o.kind = 'cash.deposited' AND c.currency = b.body->>'currency'
					AND c.holder = o.actor AND c.minor = -(b.body->>'cash')
				ELSE false END
			OR c.line < 0 OR c.line >= (SELECT COUNT(*) FROM cash_movement m WHERE m.operation = c.operation)`
	},
	{
		what: 'cash was given back and nobody noted it',
		sql: `${row('p.reversal', `'payment ' || p.operation`)} FROM payment p WHERE p.means = 'cash' AND p.reversal IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM cash_movement c WHERE c.operation = p.reversal AND c.kind = 'returned')`
	},
	{
		what: 'what somebody holds is not the sum of what moved',
		sql: `SELECT NULL AS operation, NULL AS device, 'holder ' || holder || ', ' || minor || ' ' || currency AS detail FROM (
				SELECT org, holder, currency, SUM(minor) AS minor FROM (
					SELECT org, holder, currency, minor FROM cash_balance
					UNION ALL SELECT org, holder, currency, -minor FROM cash_movement)
				GROUP BY org, holder, currency) WHERE minor <> 0`
	},
	{
		what: 'its dossier’s state is not what the ledger says',
		sql: `SELECT (SELECT l.operation FROM ledger l WHERE l.org = d.org AND l.dossier = d.id
				ORDER BY l.rowid DESC LIMIT 1) AS operation,
				'dossier ' || d.ref || ', ' || d.id AS detail
			FROM dossier d LEFT JOIN (SELECT dossier, SUM(iif(component = 'credit', minor, 0)) AS credit,
				SUM(iif(component = 'credit', 0, minor)) AS paid FROM ledger GROUP BY dossier) s ON s.dossier = d.id
			WHERE d.state->>'credit' <> COALESCE(s.credit, 0)
				OR COALESCE((SELECT SUM(p.value) FROM json_each(d.state, '$.paid') c, json_each(c.value) p), 0)
					<> COALESCE(s.paid, 0)
				OR EXISTS (SELECT 1 FROM json_each(d.state, '$.paid') c, json_each(c.value) p WHERE p.value <> COALESCE((
					SELECT SUM(minor) FROM ledger WHERE org = d.org AND dossier = d.id AND claim = c.key AND component = p.key), 0))`
	},
	{
		what: 'it was judged otherwise than its review says',
		sql: `${row('o.id', 'o.outcome')} FROM operation o LEFT JOIN review r ON r.operation = o.id
			WHERE (o.outcome = 'applied') <> (r.id IS NULL) OR (o.outcome = 'applied') <> (o.codes = '[]')
				OR r.codes <> o.codes OR r.opened_ms <> o.received_ms OR r.id IS NOT NULL AND r.dossier IS NOT o.dossier`
	},
	{
		what: 'it came in the same request as its neighbour, and at another moment',
		sql: `${row('MAX(o.id)', `'revision ' || o.rev`)} FROM operation o GROUP BY o.org, o.epoch, o.rev, o.device
			HAVING COUNT(DISTINCT o.received_ms) > 1`
	},
	{
		what: 'its revision or its epoch is one that was never made',
		sql: `${row('o.id', `'revision ' || o.rev || ', epoch ' || o.epoch`)} FROM operation o JOIN meta m ON m.org = o.org
			WHERE o.rev < 1 OR o.epoch < 1 OR o.epoch > m.epoch OR o.epoch = m.epoch AND o.rev > m.rev`
	},
	{
		what: 'the head is not the last operation of the chain',
		sql: `SELECT NULL AS operation, d.id AS device, d.seq, 'head ' || d.seq AS detail FROM device d
			WHERE d.seq <> (SELECT COALESCE(MAX(seq), 0) FROM (
					SELECT seq FROM operation WHERE device = d.id UNION ALL SELECT seq FROM refused_operation WHERE device = d.id))
				OR d.hash <> COALESCE((SELECT hash FROM operation WHERE device = d.id AND seq = d.seq),
					(SELECT hash FROM refused_operation WHERE device = d.id AND seq = d.seq),
					'0000000000000000000000000000000000000000000000000000000000000000')`
	},
	{
		what: 'the receipt counter is not at the last receipt',
		sql: `SELECT NULL AS operation, d.id AS device, d.receipt_year || '-' || d.receipt_number AS detail FROM device d
			WHERE d.receipt_year * 1000000 + d.receipt_number <> COALESCE((
				SELECT MAX(p.year * 1000000 + p.number) FROM payment p WHERE p.device = d.id AND p.series = d.series), 0)`
	},
	{
		what: 'receipts of this device share a number, or one is missing',
		sql: `SELECT NULL AS operation, p.device, p.series || '-' || p.year AS detail FROM payment p
			GROUP BY p.device, p.series, p.year
			HAVING COUNT(*) <> MAX(p.number) - MIN(p.number) + 1 OR COUNT(DISTINCT p.number) <> COUNT(*)`
	},
	{
		what: 'a chain whose device is not there',
		sql: `${row('MIN(o.id)', `'device ' || o.device`)} FROM operation o LEFT JOIN device d ON d.id = o.device AND d.org = o.org
			WHERE d.id IS NULL GROUP BY o.device`
	},
	{
		what: 'it changed its dossier at a revision of which no phone was told',
		sql: `${row('o.id', `'revision ' || o.rev`)} FROM operation o
			WHERE o.kind IN ('payment.recorded', 'visit.reported') AND o.outcome <> 'quarantined' AND NOT EXISTS (
				SELECT 1 FROM change c WHERE c.org = o.org AND c.rev = o.rev AND c.subject = 'dossier' AND c.id = o.dossier)`
	},
	{
		what: 'it has an earlier revision than the one that it follows',
		sql: `${row('n.id', `'revision ' || n.rev`)} FROM operation n JOIN operation o ON o.device = n.device AND o.seq = n.seq - 1
			WHERE n.epoch < o.epoch OR n.epoch = o.epoch AND n.rev < o.rev`
	},
	{
		what: 'the office’s device has a key that the server never had',
		sql: `SELECT NULL AS operation, d.id AS device, d.name AS detail FROM device d
			WHERE d.kind = 'office' AND d.seq > 0 AND NOT EXISTS (SELECT 1 FROM server_key k
				WHERE k.public_key->>'x' = d.public_key->>'x' AND k.public_key->>'y' = d.public_key->>'y')`
	}
];
