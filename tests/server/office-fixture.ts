// A small organisation of its own for tests of the office: people, and a context with a clock that the test holds.
import { webcrypto } from 'node:crypto';
import { inject } from 'vitest';
import * as v from 'valibot';
import { organisationIdSchema, userIdSchema, uuidV7, type OrganisationId, type UserId } from '$lib/core/ids';
import { instant, type Instant } from '$lib/core/time';
import type { ServerContext } from '$lib/server/context';
import { acrossOrganisations, connect, statement, type Database } from '$lib/server/db/connection';
import { loadServerKey } from '$lib/server/keys';

/** 21 November 2026, 14:32 in Paris. */
export const NOW = instant(Date.UTC(2026, 10, 21, 13, 32));

export const random = (length: number) => webcrypto.getRandomValues(new Uint8Array(length));
export const newId = (): string => uuidV7(Date.now(), random);

export type Office = {
	readonly ctx: ServerContext;
	readonly db: Database;
	readonly org: OrganisationId;
	readonly manager: UserId;
	readonly collector: UserId;
	readonly collectorEmail: string;
	readonly setNow: (at: Instant) => void;
};

/** Makes an organisation with one manager and one collector, and an office device of the test's server key. */
export async function makeOffice(): Promise<Office> {
	const db = connect({ LIBSQL_URL: inject('libsqlUrl') });
	let at = NOW;
	const serverKey = await loadServerKey(await newServerKey());
	const ctx: ServerContext = {
		db,
		now: () => at,
		random,
		env: { publicOrigin: 'https://tournee.example', demo: false, serverKey }
	};
	const org = v.parse(organisationIdSchema, newId());
	const manager = v.parse(userIdSchema, newId());
	const collector = v.parse(userIdSchema, newId());
	const collectorEmail = `ana-${collector}@example.com`;
	const officeDevice = newId();
	const user = (id: UserId, role: string, email: string, name: string) =>
		statement(
			org,
			`INSERT INTO user (id, org, email, name, role, password_hash, created_ms)
				VALUES (:id, :org, :email, :name, :role, 'none', :at)`,
			{ id, email, name, role, at }
		);
	await db.writeBatch([
		statement(
			org,
			`INSERT INTO organisation (id, name, siren, address, phone, email, insurer, insurance_policy, insured_until,
				funds_iban, declared_on, currency, time_zone, created_ms)
			VALUES (:org, 'Agence', '732829320', '1 rue Haute, 37000 Tours', '+33261910000', 'agence@example.com', 'Assureur', 'P1',
				'2027-12-31', 'FR7630006000011234567890189', '2020-01-01', 'EUR', 'Europe/Paris', :at)`,
			{ at }
		),
		user(manager, 'manager', `marc-${manager}@example.com`, 'Marc Manager'),
		user(collector, 'collector', collectorEmail, 'Ana Agent'),
		acrossOrganisations('server keys serve all', `INSERT OR IGNORE INTO server_key VALUES (:kid, :key, :at)`, {
			kid: serverKey.kid,
			key: JSON.stringify(serverKey.publicKey),
			at
		}),
		statement(
			org,
			`INSERT INTO device (id, org, kind, name, public_key, series, created_ms)
				VALUES (:id, :org, 'office', 'Bureau', :key, 'B00', :at)`,
			{ id: officeDevice, key: JSON.stringify(serverKey.publicKey), at }
		),
		statement(org, `INSERT INTO meta (org, office_device) VALUES (:org, :id)`, { id: officeDevice })
	]);
	return { ctx, db, org, manager, collector, collectorEmail, setNow: (next) => void (at = next) };
}

/** The value of the first column of the first row, for a query that counts. */
export async function count(office: Office, sql: string): Promise<number> {
	const { rows } = await office.db.client.execute({ sql, args: { org: office.org } });
	return Number(rows[0]?.[0]);
}

async function newServerKey(): Promise<string> {
	const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
	const jwk = await webcrypto.subtle.exportKey('jwk', pair.privateKey);
	return JSON.stringify({ ...jwk, kid: `test-${newId()}`.slice(0, 40) });
}
