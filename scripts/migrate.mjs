// Applies migrations/NNNN-name.sql once each, in order, and refuses to go on when one that was applied has changed since.
import { createClient } from '@libsql/client';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './runtime.mjs';

const ledger = `CREATE TABLE IF NOT EXISTS migration (
	name TEXT PRIMARY KEY,
	sha256 TEXT NOT NULL,
	applied_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT`;

/**
 * Brings a database up to date; each migration and its line in the ledger are one transaction.
 * @param {string} url
 * @param {{token?: string, folder?: string}} [options]
 * @returns {Promise<string[]>} names of the migrations that were applied now
 */
export async function migrate(url, { token, folder = join(root, 'migrations') } = {}) {
	const client = createClient({ url, authToken: token });
	try {
		await client.execute(ledger);
		const { rows } = await client.execute('SELECT name, sha256 FROM migration');
		const applied = new Map(rows.map((row) => [String(row.name), String(row.sha256)]));
		const done = [];
		for (const migration of readMigrations(folder)) {
			const known = applied.get(migration.name);
			if (known === undefined) {
				await apply(client, migration);
				done.push(migration.name);
			} else if (known !== migration.sha256) throw changed(migration.name);
		}
		return done;
	} finally {
		client.close();
	}
}

/**
 * The migrations in order, each with its checksum.
 * @param {string} folder
 */
export function readMigrations(folder) {
	const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
	return names.sort().map((name) => {
		const sql = readFileSync(join(folder, name), 'utf8');
		return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
	});
}

/**
 * @param {import('@libsql/client').Client} client
 * @param {{name: string, sql: string, sha256: string}} migration
 */
async function apply(client, { name, sql, sha256 }) {
	const entry = `INSERT INTO migration (name, sha256) VALUES ('${name.replaceAll("'", "''")}', '${sha256}');`;
	try {
		await client.executeMultiple(`BEGIN IMMEDIATE;\n${sql}\n${entry}\nCOMMIT;`);
	} catch (error) {
		throw new Error(`Migration ${name} failed and was rolled back: ${error instanceof Error ? error.message : error}`, {
			cause: error
		});
	}
}

/** @param {string} name */
function changed(name) {
	return new Error(
		`Migration ${name} was already applied to this database and has changed since. ` +
			'Add a new migration instead; in development, delete the data folder (.tournee) to start afresh.'
	);
}
