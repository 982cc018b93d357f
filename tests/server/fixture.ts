// A small company with real keys in the test database: users, a creditor, dossiers, phones that act and sync through the real server.
import { inject } from 'vitest';
import type { SignedIn } from '../../src/app';
import * as ids from '../../src/lib/core/ids';
import type { DossierId, OrganisationId, RoundId } from '../../src/lib/core/ids';
import type { Role } from '../../src/lib/core/role';
import { instant, type LocalDate } from '../../src/lib/core/time';
import type { PublicKey } from '../../src/lib/core/wire';
import type { ServerContext } from '../../src/lib/server/context';
import { acrossOrganisations, connect, statement, type Statement } from '../../src/lib/server/db/connection';
import { keepServerKey } from '../../src/lib/server/keys';
import { actInOffice } from '../../src/lib/server/office/act';
import { keys, newId, NOON, OWED, Phone, random, TODAY } from './phone';

export { keys, newId, NOON, OWED, TODAY, type Keys, type Phone } from './phone';

export type Company = {
	readonly ctx: ServerContext;
	readonly org: OrganisationId;
	readonly manager: SignedIn;
	readonly otherManager: SignedIn;
	readonly ana: SignedIn;
	readonly ben: SignedIn;
	readonly dossiers: readonly DossierId[];
	readonly claims: readonly ids.ClaimId[];
	/** Database round trips since the last call. */
	readonly trips: () => number;
	readonly wait: (milliseconds: number) => void;
	/** Called before each request to the database goes out; tests put another write in between, or lose an answer. */
	readonly meddle: (before: ((body: string) => Promise<void>) | null, loseAnswer?: (body: string) => boolean) => void;
	readonly phone: (who: SignedIn) => Promise<Phone>;
	readonly publish: (
		who: SignedIn,
		dossiers: readonly DossierId[],
		day?: LocalDate,
		round?: RoundId
	) => Promise<RoundId>;
	readonly rows: (sql: string, args?: Record<string, string | number>) => Promise<readonly Record<string, unknown>[]>;
	readonly count: (sql: string, args?: Record<string, string | number>) => Promise<number>;
	readonly write: (sql: string, args?: Record<string, string | number>) => Promise<void>;
};

/** Makes an organisation of its own with `size` dossiers, so that tests do not meet; in another database where one is named. */
export async function company(size = 3, url = inject('libsqlUrl')): Promise<Company> {
	let nowMs = NOON;
	let trips = 0;
	let before: ((body: string) => Promise<void>) | null = null;
	let lose: ((body: string) => boolean) | null = null;
	const wire: typeof fetch = async (input, init) => {
		trips += 1;
		const body = input instanceof Request ? await input.clone().text() : '';
		await before?.(body);
		const response = await fetch(input, init);
		if (!lose?.(body)) return response;
		await response.arrayBuffer();
		throw new TypeError('the answer was lost');
	};
	const db = connect({ LIBSQL_URL: url }, wire);
	const pair = await keys();
	const serverKey = { kid: `test-${ids.uuidV7(NOON, random)}`.slice(0, 40), ...pair };
	const ctx: ServerContext = {
		db,
		now: () => instant(nowMs),
		random,
		env: { publicOrigin: 'http://localhost', demo: true, serverKey }
	};
	const org = newId(ids.organisationIdSchema);
	const people = [
		user(org, 'manager', 'Marc Gérant'),
		user(org, 'manager', 'Nora Gérante'),
		user(org, 'collector', 'Ana Petit'),
		user(org, 'collector', 'Ben Grand')
	] as const;
	const [manager, otherManager, ana, ben] = people;
	const dossiers = Array.from({ length: size }, () => newId(ids.dossierIdSchema)).sort();
	const claims = dossiers.map(() => newId(ids.claimIdSchema));
	await db.writeBatch([
		...organisationRows(org, pair.publicKey),
		keepServerKey(serverKey, NOON),
		...people.map((person) => userRow(org, person)),
		...portfolioRows(org, dossiers, claims)
	]);
	const ask = async (sql: string, args: Record<string, string | number> = {}) => {
		const [result] = await db.readBatch([
			acrossOrganisations('a test looks at the tables', sql, sql.includes(':org') ? { org, ...args } : args)
		]);
		return (result?.rows ?? []).map((row) => ({ ...row }));
	};
	return {
		ctx,
		org,
		manager,
		otherManager,
		ana,
		ben,
		dossiers,
		claims,
		trips: () => {
			const counted = trips;
			trips = 0;
			return counted;
		},
		wait: (milliseconds) => {
			nowMs += milliseconds;
		},
		meddle: (next, loseAnswer) => {
			before = next;
			lose = loseAnswer ?? null;
		},
		phone: (who) => Phone.enrolled(ctx, who),
		publish: async (who, stops, day = TODAY, round = newId(ids.roundIdSchema)) => {
			const body = {
				round,
				collector: who.user.id,
				day,
				target: 50_000,
				currency: 'EUR' as const,
				stops: stops.map((dossier) => ({ dossier, pinned: false, window: null, override: null }))
			};
			const done = await actInOffice(ctx, manager, 'round.published', null, body);
			if (!done.ok) throw new Error(`not published: ${done.error.code}`);
			return round;
		},
		rows: ask,
		count: async (sql, args) => Number(Object.values((await ask(sql, args))[0] ?? {})[0]),
		write: async (sql, args = {}) => {
			await db.writeBatch([
				acrossOrganisations('a test changes the tables', sql, sql.includes(':org') ? { org, ...args } : args)
			]);
		}
	};
}

function user(org: OrganisationId, role: Role, name: string): SignedIn {
	const id = newId(ids.userIdSchema);
	return {
		user: { id, name, email: `${id}@example.com` },
		role,
		app: role === 'collector' ? 'field' : 'office',
		organisation: { id: org, name: 'Essai', siren: '', address: '', phone: '', demo: true },
		sessionIdHash: '',
		expiresMs: NOON + 86_400_000
	};
}

const userRow = (org: OrganisationId, { user: person, role }: SignedIn): Statement =>
	statement(
		org,
		`INSERT INTO user (id, org, email, name, role, password_hash, created_ms) VALUES (:id, :org, :email, :name, :role, '', 0)`,
		{ ...person, role }
	);

function organisationRows(org: OrganisationId, officeKey: PublicKey): readonly Statement[] {
	const office = newId(ids.deviceIdSchema);
	return [
		statement(
			org,
			`INSERT INTO organisation (id, name, siren, address, phone, email, insurer, insurance_policy, insured_until,
				funds_iban, declared_on, currency, time_zone, created_ms)
				VALUES (:org, 'Essai', '', '', '', '', '', '', '2027-01-01', '', '2026-01-01', 'EUR', 'Europe/Paris', 0)`
		),
		statement(
			org,
			`INSERT INTO device (id, org, kind, name, public_key, series, created_ms)
				VALUES (:office, :org, 'office', 'Bureau', :key, 'T00', 0)`,
			{ office, key: JSON.stringify(officeKey) }
		),
		statement(org, 'INSERT INTO meta (org, office_device) VALUES (:org, :office)', { office })
	];
}

function portfolioRows(
	org: OrganisationId,
	dossiers: readonly DossierId[],
	claims: readonly ids.ClaimId[]
): readonly Statement[] {
	const creditor = newId(ids.creditorIdSchema);
	const mandate = newId(ids.mandateIdSchema);
	const rows = dossiers.map((id, index) => [id, newId(ids.debtorIdSchema), claims[index], `D-${index}`]);
	const args = { creditor, mandate, owed: OWED, rows: JSON.stringify(rows), state: EMPTY };
	return [
		statement(
			org,
			`INSERT INTO creditor (id, org, ref, name, created_ms) VALUES (:creditor, :org, 'C', 'Garage du Pont', 0)`,
			{
				creditor
			}
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
			`INSERT INTO dossier (id, org, ref, creditor, debtor, mandate, letter_ref, letter_sent_on, currency, state, balance_minor,
				rev, created_ms)
				SELECT value->>0, :org, value->>3, :creditor, value->>1, :mandate, 'L-1', '2026-09-01', 'EUR', :state, :owed, 0, 0
				FROM json_each(:rows)`,
			args
		),
		statement(
			org,
			`INSERT INTO claim (id, org, dossier, creditor, ref, kind, due_on, principal_minor, currency, created_ms)
				SELECT value->>2, :org, value->>0, :creditor, value->>3, 'consumer-goods-services', '2026-03-31', :owed, 'EUR', 0
				FROM json_each(:rows)`,
			{ creditor, owed: OWED, rows: args.rows }
		)
	];
}

const EMPTY = JSON.stringify({
	paid: {},
	credit: 0,
	visits: [],
	payments: [],
	promises: [],
	protocols: [],
	alerts: []
});

export type OnRound = {
	readonly c: Company;
	readonly phone: Phone;
	readonly d: Company['dossiers'];
	readonly claims: Company['claims'];
};

/** Ana's phone after its first sync, with every dossier of the company on today's round. */
export async function onRound(size = 3, url = inject('libsqlUrl')): Promise<OnRound> {
	const c = await company(size, url);
	await c.publish(c.ana, c.dossiers);
	const phone = await c.phone(c.ana);
	await phone.syncAll();
	c.trips();
	return { c, phone, d: c.dossiers, claims: c.claims };
}

/** The item at an index; a test that asks for one that is not there is wrong. */
export function at<T>(list: readonly T[], index = 0): T {
	const item = list[index];
	if (item === undefined) throw new Error(`nothing at ${index}`);
	return item;
}
