// A company with accounts in the test database, and a context whose clock the test moves.
import { inject } from 'vitest';
import * as v from 'valibot';
import { organisationIdSchema, userIdSchema, uuidV7, type OrganisationId, type UserId } from '../../src/lib/core/ids';
import type { Role } from '../../src/lib/core/role';
import { instant } from '../../src/lib/core/time';
import { hashPassword } from '../../src/lib/server/auth/password';
import type { ServerContext } from '../../src/lib/server/context';
import { acrossOrganisations, connect } from '../../src/lib/server/db/connection';
import { ECDSA } from '../../src/lib/server/signature';

export const PASSWORD = 'quatre mots assez longs';
export const NOON = Date.parse('2026-11-20T11:00:00Z');

export type Company = {
	readonly ctx: ServerContext;
	readonly org: OrganisationId;
	/** Database round trips since the company was made. */
	readonly trips: () => number;
	readonly wait: (milliseconds: number) => void;
	readonly user: (email: string, role: Role) => Promise<UserId>;
	readonly change: (sql: string) => Promise<unknown>;
	readonly rows: (sql: string, args?: Record<string, string>) => Promise<readonly Record<string, unknown>[]>;
};

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

/** One hash for everyone: hashing is what these tests wait for. */
const hashed = hashPassword(PASSWORD);

/** Makes an organisation of its own, so that files and tests do not meet. */
export async function company(): Promise<Company> {
	let nowMs = NOON;
	let trips = 0;
	const db = connect({ LIBSQL_URL: inject('libsqlUrl') }, (input, init) => {
		trips += 1;
		return fetch(input, init);
	});
	const pair = await crypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
	const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey);
	const ctx: ServerContext = {
		db,
		now: () => instant(nowMs),
		random,
		env: {
			publicOrigin: 'http://localhost',
			demo: true,
			serverKey: { kid: 'test', publicKey: { x, y }, privateKey: pair.privateKey }
		}
	};
	const org = v.parse(organisationIdSchema, uuidV7(nowMs, random));
	await db.writeBatch([
		acrossOrganisations(
			'the organisation itself is made',
			`INSERT INTO organisation (id, name, siren, address, phone, email, insurer, insurance_policy, insured_until,
				funds_iban, declared_on, currency, time_zone, created_ms)
				VALUES (:org, 'Essai', '', '', '', '', '', '', '2027-01-01', '', '2026-01-01', 'EUR', 'Europe/Paris', 0)`,
			{ org }
		)
	]);
	const hash = await hashed;
	if (!hash.ok) throw new Error(hash.error.code);
	const user = async (email: string, role: Role) => {
		const id = v.parse(userIdSchema, uuidV7(nowMs, random));
		await db.writeBatch([
			acrossOrganisations(
				'a user of the new organisation',
				`INSERT INTO user (id, org, email, name, role, password_hash, created_ms)
					VALUES (:id, :org, :email, 'Ana Petit', :role, :hash, 0)`,
				{ id, org, email, role, hash: hash.value }
			)
		]);
		return id;
	};
	const rows: Company['rows'] = async (sql, args = {}) => {
		const [result] = await db.readBatch([acrossOrganisations('a test looks at the tables', sql, args)]);
		return (result?.rows ?? []).map((row) => ({ ...row }));
	};
	return {
		ctx,
		org,
		trips: () => trips,
		wait: (milliseconds) => {
			nowMs += milliseconds;
		},
		user,
		change: (sql) => db.writeBatch([acrossOrganisations('a test changes a table', sql)]),
		rows
	};
}
