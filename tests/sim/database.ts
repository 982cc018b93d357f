// libSQL inside this process behind the server's own `Database`: the real migrations and triggers, one transaction a batch.
import type { Client, InArgs, InStatement, InValue, ResultSet, Row, Value } from '@libsql/client/http';
import { drizzle } from 'drizzle-orm/libsql/http';
import Libsql from 'libsql';
import { join } from 'node:path';
import { readMigrations } from '../../scripts/migrate.mjs';
import type { Database, Statement } from '$lib/server/db/connection';

/** Where the server dies: before a write batch begins, after some of its statements, or after its commit. */
export type BatchDeath = {
	/** Which write batch of the request: the product's requests have one, and one that has two must survive all the same. */
	readonly batch: number;
} & ({ readonly at: 'before' | 'after' } | { readonly at: 'inside'; readonly after: number });

/** The server process went away; its caller hears nothing. */
export class ServerDied extends Error {}

export type SimRow = Readonly<Record<string, string | number | null>>;

type Args = Readonly<Record<string, InValue>> | readonly InValue[];
type Prepared = { readonly columns: readonly string[]; readonly run: (args: Args) => readonly (readonly unknown[])[] };

const schema = readMigrations(join(import.meta.dirname, '../../migrations'))
	.map(({ sql }) => sql)
	.join('\n');

/** The organisation's database, with hooks to die and to let others write in between. */
export class SimDatabase {
	readonly #native = new Libsql(':memory:');
	readonly #prepared = new Map<string, Prepared>();
	#backups = 0;
	/** The death that a coming write batch meets. */
	death: BatchDeath | null = null;
	/** Runs before the next write batch: another writer comes between reading and writing. */
	between: (() => Promise<void>) | null = null;
	/** Write batches that were committed: what is derived from the database may be kept while this stays. */
	commits = 0;
	readonly database: Database;

	constructor() {
		this.#native.exec(schema);
		const client = clientOf((sql, args) => this.#run(sql, args, rowOf));
		const orm = drizzle(client);
		this.database = {
			client,
			ask: (query) => query(orm),
			readBatch: async (statements) => statements.map(({ sql, args }) => this.#run(sql, args)),
			writeBatch: async (statements) => {
				const between = this.between;
				this.between = null;
				await between?.();
				return this.#batch(statements, this.#nextDeath());
			}
		};
	}

	#nextDeath(): BatchDeath | null {
		const { death } = this;
		this.death = death && death.batch > 1 ? { ...death, batch: death.batch - 1 } : null;
		return death?.batch === 1 ? death : null;
	}

	/** Rows of a query of the simulator itself. */
	rows(sql: string, args: Readonly<Record<string, InValue>> = {}): readonly SimRow[] {
		const { columns, run } = this.#prepare(sql);
		return run(args).map((cells) => simRowOf(columns, cells));
	}

	/** The first cell of a query, as a number; 0 for none. */
	number(sql: string, args: Readonly<Record<string, InValue>> = {}): number {
		return Number(Object.values(this.rows(sql, args)[0] ?? {})[0] ?? 0);
	}

	/** Remembers the database as it is now; answers the number of the backup. */
	backup(): number {
		this.#backups += 1;
		this.#native.exec(`SAVEPOINT backup_${this.#backups}`);
		return this.#backups;
	}

	/** Puts the database back to a backup, as a person does after a disaster; the backup stays. */
	restore(backup: number): void {
		// Made anew: SQLite keeps every page that was written over a savepoint, and plays all of them back each time, until it is released.
		const name = `backup_${backup}`;
		this.#native.exec(`ROLLBACK TO ${name}; RELEASE ${name}; SAVEPOINT ${name}`);
		this.#backups = backup;
		this.commits += 1;
	}

	#batch(statements: readonly Statement[], death: BatchDeath | null): readonly ResultSet[] {
		if (death?.at === 'before') throw new ServerDied('the server died before its batch');
		// One savepoint is one transaction: inside of it all or nothing, and it lies on top of the backups.
		this.#native.exec('SAVEPOINT batch');
		const results = this.#whole(statements, death);
		this.#native.exec('RELEASE batch');
		this.commits += 1;
		if (death?.at === 'after') throw new ServerDied('the server died after its batch');
		return results;
	}

	#whole(statements: readonly Statement[], death: BatchDeath | null): readonly ResultSet[] {
		try {
			return statements.map(({ sql, args }, index) => {
				if (death?.at === 'inside' && index === Math.min(death.after, statements.length - 1))
					throw new ServerDied('the server died inside its batch');
				return this.#run(sql, args);
			});
		} catch (failure) {
			this.#native.exec('ROLLBACK TO batch');
			this.#native.exec('RELEASE batch');
			throw failure;
		}
	}

	#run(sql: string, args: Args, toRow = namedRowOf): ResultSet {
		const { columns, run } = this.#prepare(sql);
		const rows = run(args).map((cells) => toRow(columns, cells));
		return resultOf(columns, rows);
	}

	#prepare(sql: string): Prepared {
		const known = this.#prepared.get(sql);
		if (known) return known;
		const prepared = prepare(this.#native, sql);
		this.#prepared.set(sql, prepared);
		return prepared;
	}
}

/** In raw mode every row is a list of cells. */
function readRaw(rows: readonly unknown[]): readonly (readonly unknown[])[] {
	return rows.map((row) => {
		if (!Array.isArray(row)) throw new TypeError('a row that is no list');
		return row;
	});
}

function prepare(native: Libsql.Database, sql: string): Prepared {
	const statement = native.prepare(sql);
	if (!statement.reader)
		return {
			columns: [],
			run: (args) => {
				statement.run(args);
				return [];
			}
		};
	statement.raw(true);
	return { columns: statement.columns().map(({ name }) => name), run: (args) => readRaw(statement.all(args)) };
}

/** A row of the simulator's own queries. Judged by hand: the laws read some hundred of them after each step. */
function simRowOf(columns: readonly string[], cells: readonly unknown[]): SimRow {
	const row: Record<string, string | number | null> = {};
	for (let index = 0; index < columns.length; index += 1) {
		const cell = cells[index];
		if (typeof cell !== 'string' && typeof cell !== 'number' && cell !== null)
			throw new TypeError(`a cell of another kind in ${columns[index] ?? ''}`);
		row[columns[index] ?? ''] = cell;
	}
	return row;
}

/** A row whose cells have names alone, as the server's batches read them: one that also numbers them takes ten times longer. */
class NamedCells {
	[name: string]: Value;
	get length(): number {
		return Object.keys(this).length;
	}
}

function namedRowOf(columns: readonly string[], cells: readonly unknown[]): Row {
	const row = new NamedCells();
	for (let index = 0; index < columns.length; index += 1) Reflect.set(row, columns[index] ?? '', cells[index]);
	return row;
}

/** A row as libSQL's client gives it: cells by name, and by number where nobody enumerates them; Drizzle asks for numbers. */
function rowOf(columns: readonly string[], cells: readonly unknown[]): Row {
	const row = { length: 0 };
	Object.defineProperty(row, 'length', { value: cells.length, enumerable: false });
	for (const [index, name] of columns.entries()) {
		Reflect.set(row, name, cells[index]);
		Object.defineProperty(row, index, { value: cells[index] });
	}
	return row;
}

function resultOf(columns: readonly string[], rows: Row[]): ResultSet {
	const names = [...columns];
	const plain = { columns: names, columnTypes: [], rows, rowsAffected: 0, lastInsertRowid: undefined };
	return { ...plain, toJSON: () => plain };
}

function clientOf(run: (sql: string, args: Args) => ResultSet): Client {
	const argsOf = (args: InArgs | undefined): Args => args ?? [];
	return {
		closed: false,
		protocol: 'memory',
		execute: async (statement: InStatement | string, args?: InArgs) =>
			typeof statement === 'string' ? run(statement, argsOf(args)) : run(statement.sql, argsOf(statement.args)),
		...UNUSED
	};
}

const unused = (): never => {
	throw new Error('the server uses batches and single queries only');
};

const UNUSED = {
	batch: unused,
	migrate: unused,
	transaction: unused,
	executeMultiple: unused,
	sync: unused,
	reconnect: unused,
	close: unused
};
