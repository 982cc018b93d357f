// The verifier of the ledger on a database of its own: it finds nothing wrong there, and every byte that is changed in it.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyLedger, type Verdict } from '../../scripts/ledger/verify';
import { actInOffice } from '../../src/lib/server/office/act';
import type { SignedIn } from '../../src/app';
import { at, onRound, TODAY, type OnRound } from './fixture';
import { startDatabase } from './sqld';

let server: Awaited<ReturnType<typeof startDatabase>>;
let round: OnRound;
const verify = (): Promise<Verdict> => verifyLedger({ url: server.url, threads: 0 });

beforeAll(async () => {
	server = await startDatabase();
	round = await onRound(4, server.url);
	await fill(round);
	// Who changes bytes behind the product's back is not stopped by its triggers either.
	for (const { name } of await round.c.rows(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`))
		await round.c.write(`DROP TRIGGER "${String(name)}"`);
});

afterAll(() => server.stop());

/** A day with all that can become of an operation: applied, flagged, set aside, refused, forked, reversed, returned unpaid, erased. */
async function fill({ c, phone, d, claims }: OnRound): Promise<void> {
	const place = { latE6: 47_390_000, lonE6: 690_000, accuracyM: 12, ageS: 3 };
	const paid = await phone.pay(at(d), at(claims), 40_000, { place });
	const asked = await phone.act('payment.reversal-requested', at(d), { payment: paid.header.id, reason: 'Erreur' });
	const cheque = await phone.pay(at(d, 1), at(claims, 1), 3_000, {
		detail: { means: 'cheque', number: '1234567', bank: 'Banque', drawer: 'Paul Durand' }
	});
	const visit = await phone.visit(at(d, 1), 'absent', { place });
	await phone.promise(at(d, 2), 5_000, at([visit.header.at.day]));
	await phone.pay(at(d, 3), at(claims, 3), 90_000, { allocated: 80_000 });
	await phone.act('call.logged', at(d), { seconds: 30 });
	const forged = await phone.visit(at(d, 2));
	const ops = phone.outbox.map((op) => (op === forged ? { ...op, sig: 'A'.repeat(86) } : op));
	const other = phone.clone();
	await phone.sync(phone.who, ops);
	await phone.visit(at(d, 2));
	await phone.sync();
	await other.visit(at(d, 3));
	await other.sync();
	await phone.sync(phone.who, [{ ...paid, hash: 'e'.repeat(64) }]);
	const body = { payment: paid.header.id, request: asked.header.id, reason: 'Accord du responsable' };
	const reversed = await actInOffice(c.ctx, c.manager, 'payment.reversed', at(d), body);
	expect(reversed).toMatchObject({ ok: true });
	const bounced = { payment: cheque.header.id, reason: 'no-funds' as const, on: TODAY, note: null };
	const cashier: SignedIn = { ...c.manager, role: 'cashier' };
	expect(await actInOffice(c.ctx, cashier, 'cheque.returned', at(d, 1), bounced)).toMatchObject({ ok: true });
	await c.write(
		`INSERT INTO erasure (id, org, operation, what, reason, actor, at_ms)
			VALUES ('e', :org, :operation, 'place', 'Demande du débiteur', :actor, 0)`,
		{ operation: visit.header.id, actor: c.manager.user.id }
	);
	await c.write('DELETE FROM operation_place WHERE operation = :operation', { operation: visit.header.id });
}

/** Columns whose every byte is evidence, by table. */
const EVIDENCE = {
	operation: [
		...['id', 'org', 'actor', 'device', 'seq', 'prev', 'hash', 'sig', 'v', 'kind', 'dossier', 'base_epoch', 'base_rev'],
		...['at_ms', 'utc_offset', 'day', 'skew', 'place_hash', 'body_hash', 'blobs', 'outcome', 'codes', 'epoch']
	],
	operation_body: ['operation', 'org', 'salt', 'body'],
	operation_place: ['operation', 'org', 'salt', 'place'],
	refused_operation: ['device', 'seq', 'id', 'hash'],
	forked_operation: ['device', 'seq', 'operation', 'hash', 'verbatim', 'standing'],
	ledger: ['operation', 'line', 'org', 'dossier', 'claim', 'component', 'minor', 'currency', 'day', 'reverses'],
	cash_movement: ['operation', 'line', 'org', 'holder', 'kind', 'minor', 'currency', 'day'],
	payment: [
		'dossier',
		'collector',
		'device',
		'series',
		'year',
		'number',
		'minor',
		'currency',
		'means',
		'day',
		'status'
	],
	device: ['public_key', 'seq', 'hash', 'receipt_number']
} as const;

type Cell = {
	readonly table: string;
	readonly column: string;
	readonly rowid: number;
	readonly value: string | number;
};

async function cells(): Promise<readonly Cell[]> {
	const found: Cell[] = [];
	for (const [table, columns] of Object.entries(EVIDENCE))
		for (const row of await round.c.rows(`SELECT rowid AS rowid, * FROM ${table} ORDER BY rowid`))
			for (const column of columns) {
				const value = row[column];
				// Nobody signed the words of a forgery.
				if (column === 'verbatim' && row['standing'] !== 'ok') continue;
				if (typeof value === 'string' || typeof value === 'number')
					found.push({ table, column, rowid: Number(row['rowid']), value });
			}
	return found;
}

/** The value with one character or digit replaced by another one that looks as if it belonged there. */
function changed(value: string | number, where: number, by: number): string | number {
	const text = String(value);
	const index = where % text.length;
	const [alphabet] = [
		'0123456789',
		'abcdef',
		'ghijklmnopqrstuvwxyz',
		'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
		' -_.,:;{}[]"'
	].filter((letters) => letters.includes(text.charAt(index)));
	const letters = alphabet ?? 'éèà';
	const old = letters.indexOf(text.charAt(index));
	const letter = letters.charAt((old + 1 + (by % (letters.length - 1))) % letters.length);
	const other = text.slice(0, index) + letter + text.slice(index + 1);
	return typeof value === 'number' ? Number(other) : other;
}

/** False when the database itself refuses the change. */
async function put({ table, column, rowid }: Cell, value: string | number): Promise<boolean> {
	try {
		await round.c.write(`UPDATE ${table} SET ${column} = :value WHERE rowid = :rowid`, { value, rowid });
		return true;
	} catch {
		return false;
	}
}

describe('the verifier of the ledger', () => {
	test('finds nothing wrong in what the product stored, on two threads as on none', async () => {
		const { operations, ledgerLines, findings } = await verify();
		expect(findings).toEqual([]);
		expect(operations).toBeGreaterThan(9);
		expect(ledgerLines).toBe(6);
		const threaded = await verifyLedger({ url: server.url, threads: 2 });
		expect(threaded).toMatchObject({ operations, findings: [] });
	});

	test('reports any changed byte of an operation, a ledger line, a cash movement or a head', async () => {
		const all = await cells();
		const seen = new Set<string>();
		const missed: string[] = [];
		await fc.assert(
			fc.asyncProperty(fc.nat(), fc.nat(), fc.nat(), async (which, where, by) => {
				const cell = at(all, which % all.length);
				const value = changed(cell.value, where, by);
				if (value === cell.value || !(await put(cell, value))) return;
				const { findings } = await verify();
				await put(cell, cell.value);
				seen.add(`${cell.table}.${cell.column}`);
				if (findings.length === 0) missed.push(`${cell.table}.${cell.column}: ${cell.value} → ${value}`);
			}),
			{ numRuns: 150 }
		);
		expect([...new Set(missed)]).toEqual([]);
		expect(seen.size).toBeGreaterThan(25);
		expect((await verify()).findings).toEqual([]);
	});

	test('says which device, which seq and what is wrong', async () => {
		const [ledger] = await round.c.rows(
			`SELECT l.rowid AS rowid, l.minor, o.seq, o.id, d.series FROM ledger l JOIN operation o ON o.id = l.operation
				JOIN device d ON d.id = o.device WHERE l.minor = 3000`
		);
		const cell = { table: 'ledger', column: 'minor', rowid: Number(ledger?.['rowid']), value: 3_000 };
		await put(cell, 3_001);
		const { findings } = await verify();
		await put(cell, cell.value);
		expect(findings[0]).toMatchObject({
			device: `${String(ledger?.['series'])} (${round.phone.id})`,
			seq: ledger?.['seq'],
			id: ledger?.['id'],
			what: 'its ledger does not add up to what was paid: posted 3001, paid 3000'
		});
	});

	test('reports a branch that is called a forgery, and a forgery that is called a branch', async () => {
		const rows = await round.c.rows('SELECT rowid AS rowid, standing FROM forked_operation ORDER BY rowid');
		expect(rows.map(({ standing }) => standing)).toEqual(['ok', 'bad-hash']);
		const reported: string[] = [];
		for (const [index, other] of ['foreign-identity', 'ok'].entries()) {
			const { rowid, standing } = rows[index] ?? {};
			const cell = {
				table: 'forked_operation',
				column: 'standing',
				rowid: Number(rowid),
				value: String(standing)
			};
			await put(cell, other);
			reported.push(...(await verify()).findings.map(({ what }) => what));
			await put(cell, cell.value);
		}
		expect(reported).toEqual([
			'it is called forged and is authentic',
			'of the other branch, its header is not what its hash says'
		]);
	});

	test('reports an operation that was taken out of its chain', async () => {
		const [row] = await round.c.rows(`SELECT rowid AS rowid, seq FROM operation WHERE kind = 'promise.made'`);
		const cell = { table: 'operation', column: 'seq', rowid: Number(row?.['rowid']), value: Number(row?.['seq']) };
		await put(cell, 4_711);
		const { findings } = await verify();
		await put(cell, cell.value);
		expect(findings.map(({ what }) => what)).toContain(`a hole before it: operation ${cell.value} is missing`);
	});
});
