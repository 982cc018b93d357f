// What the database refuses by itself, whatever the program believes: changes of the past, holes in a chain, strangers.
import { beforeAll, describe, expect, test } from 'vitest';
import { abortOf } from '../../src/lib/server/db/connection';
import { at, company, onRound, type Company, type OnRound } from './fixture';

let story: OnRound;
let foreign: Company;
beforeAll(async () => {
	story = await onRound();
	foreign = await company(1);
	const { phone, d, claims } = story;
	await phone.pay(at(d), at(claims), 1_000, { place: { latE6: 1, lonE6: 2, accuracyM: 3, ageS: 4 } });
	await phone.visit(at(d));
	await phone.sync();
});

/** What stops a write: the code of the trigger that aborted it. */
async function stopOf(sql: string, args: Record<string, string | number> = {}): Promise<string | null> {
	try {
		await story.c.write(sql, args);
		return null;
	} catch (failure) {
		return abortOf(failure);
	}
}

describe('the past', () => {
	test.each([
		['an operation', 'operation', 'outcome'],
		['a body', 'operation_body', 'body'],
		['a place', 'operation_place', 'place'],
		['a ledger line', 'ledger', 'minor'],
		['a cash movement', 'cash_movement', 'minor'],
		['a scope event', 'scope_event', 'direction']
	])('%s is never changed', async (_title, table, column) => {
		expect(await stopOf(`UPDATE ${table} SET ${column} = ${column} WHERE org = :org`)).toBe('append-only');
	});

	test.each([
		['an operation', 'operation', 'append-only'],
		['a ledger line', 'ledger', 'append-only'],
		['a cash movement', 'cash_movement', 'append-only'],
		['a scope event', 'scope_event', 'append-only'],
		['a body that no erasure names', 'operation_body', 'erasure-missing'],
		['a place that no erasure names', 'operation_place', 'erasure-missing']
	])('%s is never deleted', async (_title, table, code) => {
		expect(await stopOf(`DELETE FROM ${table} WHERE org = :org`)).toBe(code);
	});
});

describe('a device', () => {
	test('never goes back, and keeps its key, series and owner', async () => {
		const id = story.phone.id;
		expect(await stopOf('UPDATE device SET seq = 0 WHERE id = :id', { id })).toBe('head-backwards');
		for (const column of ['public_key', 'series', 'user', 'org'])
			expect(await stopOf(`UPDATE device SET ${column} = ${column} WHERE id = :id`, { id })).toBe('device-identity');
	});

	test('has a chain without a hole and without a second branch', async () => {
		const copy = (seq: string, prev: string) =>
			stopOf(
				`INSERT INTO operation SELECT id || 'x', org, actor, device, ${seq}, ${prev}, hash, sig, v, kind, dossier, base_epoch,
					base_rev, at_ms, utc_offset, day, skew, place_hash, body_hash, blobs, outcome, codes, rev, epoch, received_ms
					FROM operation WHERE device = :id AND seq = 2`,
				{ id: story.phone.id }
			);
		expect(await copy('4', 'hash')).toBe('chain');
		expect(await copy('3', `'${'f'.repeat(64)}'`)).toBe('chain');
		expect(await copy('1', 'hash')).toBe('chain');
	});
});

describe('what crosses organisations', () => {
	test('an operation of a foreign device, a ledger line of a foreign dossier', async () => {
		const { phone } = story;
		expect(
			await stopOf(
				`INSERT INTO operation SELECT id || 'y', :other, actor, device, 3, hash, hash, sig, v, kind, dossier, base_epoch,
					base_rev, at_ms, utc_offset, day, skew, place_hash, body_hash, blobs, outcome, codes, rev, epoch, received_ms
					FROM operation WHERE device = :id AND seq = 2`,
				{ id: phone.id, other: foreign.org }
			)
		).toBe('foreign-organisation');
		expect(
			await stopOf(
				`INSERT INTO ledger SELECT operation, line + 9, org, :dossier, NULL, 'credit', minor, currency, day, NULL FROM ledger WHERE org = :org`,
				{ dossier: at(foreign.dossiers) }
			)
		).toBe('foreign-organisation');
	});
});

describe('guards', () => {
	test.each([
		['head', 'stale-head', `VALUES ('head', :org, '${'0'.repeat(36)}', NULL, 0, '')`],
		[
			'dossier',
			'stale-dossier',
			`SELECT 'dossier', org, id, NULL, rev - 1, NULL FROM dossier WHERE org = :org LIMIT 1`
		],
		['scope', 'stale-scope', `SELECT 'scope', org, user, dossier, rev - 1, NULL FROM scope WHERE org = :org LIMIT 1`],
		['epoch', 'stale-epoch', `SELECT 'epoch', org, org, NULL, epoch + 1, NULL FROM meta WHERE org = :org`]
	])('a %s that is no longer what was judged aborts the write', async (_kind, code, row) => {
		expect(await stopOf(`INSERT INTO guard (kind, org, subject, other, number, hash) ${row}`)).toBe(code);
	});

	test('one that still holds stores nothing', async () => {
		expect(
			await stopOf(
				`INSERT INTO guard (kind, org, subject, number) SELECT 'epoch', org, org, epoch FROM meta WHERE org = :org`
			)
		).toBeNull();
		expect(await story.c.count('SELECT COUNT(*) FROM guard')).toBe(0);
	});
});
