// Migrations are applied once, in order, and never change afterwards.
import { createClient } from '@libsql/client';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { migrate, readMigrations } from '../../scripts/migrate.mjs';
import { startSqld } from '../../scripts/sqld.mjs';

describe('the product’s migrations', () => {
	test('have already been applied to the test database, and nothing is left to do', async () => {
		expect(await migrate(inject('libsqlUrl'))).toEqual([]);
	});

	test('leave only STRICT tables behind', async () => {
		const client = createClient({ url: inject('libsqlUrl') });
		const { rows } = await client.execute(`SELECT name FROM pragma_table_list
			WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%' AND strict = 0`);
		expect(rows.map((row) => row.name)).toEqual([]);
	});

	test('are numbered without a hole', () => {
		const names = readMigrations('migrations').map((migration) => migration.name);
		expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_, index) => index + 1));
	});
});

describe('a database of its own', () => {
	const folder = mkdtempSync(join(tmpdir(), 'tournee-migrate-'));
	const migrations = mkdtempSync(join(tmpdir(), 'tournee-migrations-'));
	let sqld: Awaited<ReturnType<typeof startSqld>>;
	beforeAll(async () => {
		sqld = await startSqld({ folder });
	});
	afterAll(async () => {
		await sqld.child.stop();
		for (const path of [folder, migrations]) rmSync(path, { recursive: true, force: true });
	});

	test('a migration that fails leaves nothing of itself, and can be repaired', async () => {
		writeFileSync(
			join(migrations, '0001-first.sql'),
			'CREATE TABLE a (x INTEGER) STRICT;\nCREATE TABLE a (x INTEGER) STRICT;'
		);
		await expect(migrate(sqld.url, { folder: migrations })).rejects.toThrow('0001-first.sql failed');
		writeFileSync(join(migrations, '0001-first.sql'), 'CREATE TABLE a (x INTEGER) STRICT;');
		expect(await migrate(sqld.url, { folder: migrations })).toEqual(['0001-first.sql']);
	});

	test('a migration that changed after it was applied is refused by name', async () => {
		writeFileSync(join(migrations, '0001-first.sql'), 'CREATE TABLE a (x TEXT) STRICT;');
		await expect(migrate(sqld.url, { folder: migrations })).rejects.toThrow('0001-first.sql was already applied');
	});

	test('a trigger with several statements is applied whole', async () => {
		writeFileSync(join(migrations, '0001-first.sql'), 'CREATE TABLE a (x INTEGER) STRICT;');
		writeFileSync(
			join(migrations, '0002-trigger.sql'),
			'CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET x = x + 1; UPDATE a SET x = x + 1; END;'
		);
		expect(await migrate(sqld.url, { folder: migrations })).toEqual(['0002-trigger.sql']);
		const client = createClient({ url: sqld.url });
		await client.batch(['INSERT INTO a VALUES (1)'], 'write');
		expect((await client.execute('SELECT x FROM a')).rows[0]?.x).toBe(3);
	});

	test('the database syncs to disk on every commit', async () => {
		const answer = await fetch(`http://127.0.0.1:${sqld.adminPort}/v1/namespaces/default/config`);
		expect(await answer.json()).toMatchObject({ durability_mode: 'strong' });
	});
});
