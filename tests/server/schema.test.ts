// The drizzle tables say what the migrations made, column by column; every table is STRICT and every row has its organisation.
import { getTableColumns, getTableName } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { createClient } from '@libsql/client';
import * as v from 'valibot';
import { describe, expect, inject, test } from 'vitest';
import { assembled } from '../../src/lib/server/db/connection';
import * as cash from '../../src/lib/server/db/cash-tables';
import * as operations from '../../src/lib/server/db/operation-tables';
import * as portfolio from '../../src/lib/server/db/tables';
import { organisationIdSchema } from '../../src/lib/core/ids';
import { newId } from './fixture';

const client = createClient({ url: inject('libsqlUrl') });
const tables: readonly SQLiteTable[] = [
	...Object.values(portfolio),
	...Object.values(operations),
	...Object.values(cash)
];
/** Not of one organisation: the organisations, the server's keys, delays of unknown accounts, lines of an import's own batch. */
const WITHOUT_ORG = ['organisation', 'server_key', 'sign_in_delay', 'migration'];

const stored = await client.execute(`SELECT t.name AS "table", t.strict, c.name, c.type, c."notnull" AS required, c.pk
	FROM pragma_table_list t JOIN pragma_table_info(t.name) c
	WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE 'libsql%' ORDER BY 1, c.cid`);
const byTable = Map.groupBy(stored.rows, (row) => v.parse(v.string(), row['table']));

describe('the tables', () => {
	test('are STRICT, all of them', () => {
		expect(stored.rows.filter((row) => row['strict'] !== 1)).toEqual([]);
	});

	test.each(tables.map((table) => [getTableName(table), table] as const))(
		'%s has the columns of its migration',
		(name, table) => {
			const described = Object.values(getTableColumns(table)).map((column) => ({
				name: column.name,
				type: column.getSQLType().toUpperCase(),
				required: column.notNull
			}));
			const made = (byTable.get(name) ?? []).map((row) => ({
				name: row['name'],
				type: row['type'],
				required: row['required'] === 1 || (row['pk'] === 1 && isOnlyKey(name))
			}));
			expect(described).toEqual(made);
		}
	);

	test('are all described', () => {
		const names: readonly string[] = tables.map((table) => getTableName(table));
		expect([...byTable.keys()].filter((name) => !names.includes(name) && !name.includes('migration'))).toEqual([]);
	});

	test('carry the organisation in every row', () => {
		const without = [...byTable].filter(([, columns]) => !columns.some((column) => column['name'] === 'org'));
		expect(
			without.map(([name]) => name).filter((name) => !WITHOUT_ORG.includes(name) && !name.includes('migration'))
		).toEqual([]);
	});

	test('cannot be asked without naming the organisation', () => {
		expect(() => assembled(newId(organisationIdSchema), 'SELECT * FROM payment')).toThrow('without its organisation');
	});
});

const isOnlyKey = (name: string): boolean =>
	(byTable.get(name) ?? []).filter((row) => Number(row['pk']) > 0).length === 1;
