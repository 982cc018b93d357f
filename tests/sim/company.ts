// A small company in a fresh database: two managers, three collectors, a creditor and its dossiers, with ids drawn from the seed.
import * as v from 'valibot';
import type { SignedIn } from '../../src/app';
import * as ids from '$lib/core/ids';
import type { ClaimId, DossierId, OrganisationId, UserId } from '$lib/core/ids';
import { EMPTY_STATE } from '$lib/core/dossier';
import type { Role } from '$lib/core/role';
import { statement, type Statement } from '$lib/server/db/connection';
import { loadServerKey } from '$lib/server/keys';
import type { ServerContext } from '$lib/server/context';
import { instant } from '$lib/core/time';
import { privateTextOf, publicKeyOf } from './crypto';
import { SimDatabase } from './database';
import type { Dice } from './dice';
import { Bucket } from './files';

/** Friday, 20 November 2026, noon in Paris. */
export const START_MS = Date.parse('2026-11-20T11:00:00Z');
/** What each dossier owes, in cents. */
export const OWED = 100_000;
const COLLECTORS = ['Ana Petit', 'Ben Grand', 'Chloé Roy'];
const SERVER_KEY = 'server';

export type Company = {
	readonly db: SimDatabase;
	readonly bucket: Bucket;

	readonly ctx: ServerContext;
	readonly org: OrganisationId;
	readonly managers: readonly SignedIn[];
	readonly collectors: readonly SignedIn[];
	readonly dossiers: readonly DossierId[];
	readonly claims: readonly ClaimId[];
	readonly clock: { nowMs: number };
	/** Whose chance the server draws from: the running schedule's. */
	readonly source: { dice: () => Dice };
};

/** Makes the company, before its first round. */
export async function makeCompany(size: number, first: Dice): Promise<Company> {
	const clock = { nowMs: START_MS };
	const source = { dice: () => first };
	const db = new SimDatabase();
	const newId = <const S extends v.GenericSchema>(schema: S): v.InferOutput<S> =>
		v.parse(
			schema,
			ids.uuidV7(clock.nowMs, (length) => source.dice().bytes(length))
		);
	const org = newId(ids.organisationIdSchema);
	const person = (role: Role, name: string): SignedIn => signedIn(org, newId(ids.userIdSchema), role, name);
	const managers = [person('manager', 'Marc Gérant'), person('admin', 'Nora Gérante')];
	const collectors = COLLECTORS.map((name) => person('collector', name));
	const dossiers = Array.from({ length: size }, () => newId(ids.dossierIdSchema));
	const claims = dossiers.map(() => newId(ids.claimIdSchema));
	const office = newId(ids.deviceIdSchema);
	await db.database.writeBatch([
		...organisationRows(org, office),
		...[...managers, ...collectors].map(userRow),
		...portfolioRows(
			org,
			{ creditor: newId(ids.creditorIdSchema), mandate: newId(ids.mandateIdSchema) },
			dossiers.map((id, index) => [id, newId(ids.debtorIdSchema), claims[index] ?? '', `D-${index}`])
		)
	]);
	const ctx: ServerContext = {
		db: db.database,
		now: () => instant(clock.nowMs),
		random: (length) => source.dice().bytes(length),
		env: { publicOrigin: 'http://localhost', demo: false, serverKey: await loadServerKey(serverJwk()) }
	};
	return { db, bucket: new Bucket(), ctx, org, managers, collectors, dossiers, claims, clock, source };
}

const serverJwk = (): string =>
	JSON.stringify({ kty: 'EC', crv: 'P-256', kid: 'sim', d: privateTextOf(SERVER_KEY), ...publicKeyOf(SERVER_KEY) });

function signedIn(org: OrganisationId, id: UserId, role: Role, name: string): SignedIn {
	return {
		user: { id, name, email: `${id}@example.com` },
		role,
		app: role === 'collector' ? 'field' : 'office',
		organisation: {
			id: org,
			name: 'Val de Loire Recouvrement',
			siren: '732829320',
			address: '1 rue Haute, 37000 Tours',
			phone: '+33261910000',
			demo: false
		},
		sessionIdHash: '',
		expiresMs: START_MS + 86_400_000
	};
}

const userRow = ({ user, role, organisation }: SignedIn): Statement =>
	statement(
		organisation.id,
		`INSERT INTO user (id, org, email, name, role, password_hash, created_ms) VALUES (:id, :org, :email, :name, :role, '', 0)`,
		{ ...user, role }
	);

const organisationRows = (org: OrganisationId, office: string): readonly Statement[] => [
	statement(
		org,
		`INSERT INTO organisation (id, name, siren, address, phone, email, insurer, insurance_policy, insured_until,
			funds_iban, declared_on, currency, time_zone, created_ms)
			VALUES (:org, 'Essai', '', '', '', '', '', '', '2037-01-01', '', '2026-01-01', 'EUR', 'Europe/Paris', 0)`
	),
	statement(
		org,
		`INSERT INTO device (id, org, kind, name, public_key, series, created_ms)
			VALUES (:office, :org, 'office', 'Bureau', :key, 'T00', 0)`,
		{ office, key: JSON.stringify(publicKeyOf(SERVER_KEY)) }
	),
	statement(org, 'INSERT INTO meta (org, office_device) VALUES (:org, :office)', { office })
];

function portfolioRows(
	org: OrganisationId,
	{ creditor, mandate }: { readonly creditor: string; readonly mandate: string },
	rows: readonly (readonly string[])[]
): readonly Statement[] {
	const args = { creditor, owed: OWED, rows: JSON.stringify(rows) };
	return [
		statement(
			org,
			`INSERT INTO creditor (id, org, ref, name, created_ms) VALUES (:creditor, :org, 'C', 'Garage du Pont', 0)`,
			{ creditor }
		),
		statement(
			org,
			`INSERT INTO mandate (id, org, creditor, ref, signed_on, created_ms)
				VALUES (:mandate, :org, :creditor, 'M-1', '2026-01-05', 0)`,
			{ creditor, mandate }
		),
		statement(
			org,
			`INSERT INTO debtor (id, org, ref, kind, name, created_ms)
				SELECT value->>1, :org, value->>3, 'consumer', 'Paul Durand', 0 FROM json_each(:rows)`,
			{ rows: args.rows }
		),
		statement(
			org,
			`INSERT INTO dossier (id, org, ref, creditor, debtor, mandate, letter_ref, letter_sent_on, currency, state,
				balance_minor, rev, created_ms)
				SELECT value->>0, :org, value->>3, :creditor, value->>1, :mandate, 'L-1', '2026-09-01', 'EUR', :state, :owed, 0, 0
				FROM json_each(:rows)`,
			{ ...args, mandate, state: JSON.stringify(EMPTY_STATE) }
		),
		statement(
			org,
			`INSERT INTO claim (id, org, dossier, creditor, ref, kind, due_on, principal_minor, currency, created_ms)
				SELECT value->>2, :org, value->>0, :creditor, value->>3, 'consumer-goods-services', '2026-03-31', :owed, 'EUR', 0
				FROM json_each(:rows)`,
			args
		)
	];
}
