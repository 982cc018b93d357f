// A small company with real keys in the test database: users, a creditor, dossiers, phones that act and sync through the real server.
import { inject } from 'vitest';
import * as v from 'valibot';
import type { SignedIn } from '../../src/app';
import type { Json } from '../../src/lib/core/canonical';
import { buildOperation, type Unsigned } from '../../src/lib/core/chain';
import type { Dossier } from '../../src/lib/core/dossier';
import * as ids from '../../src/lib/core/ids';
import type { DeviceId, DossierId, OperationId, OrganisationId, RoundId, UserId } from '../../src/lib/core/ids';
import type { Role } from '../../src/lib/core/role';
import { instant, localDate, parisDay, type LocalDate } from '../../src/lib/core/time';
import {
	EMPTY_HEAD,
	syncAnswerSchema,
	type Countersignature,
	type Cursor,
	type Head,
	type Operation,
	type PublicKey,
	type SyncAnswer
} from '../../src/lib/core/wire';
import type { ServerContext } from '../../src/lib/server/context';
import { acrossOrganisations, connect, statement, type Statement } from '../../src/lib/server/db/connection';
import { ECDSA, sha256, signer } from '../../src/lib/server/signature';
import { keepServerKey } from '../../src/lib/server/keys';
import { actInOffice } from '../../src/lib/server/office/act';
import { receive } from '../../src/lib/server/sync/receive';

export const NOON = Date.parse('2026-11-20T11:00:00Z');
export const TODAY = localDate('2026-11-20');
/** What each dossier of the company owes, in cents: one claim of principal and indemnity. */
export const OWED = 100_000;

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
export const newId = <const Schema extends v.GenericSchema>(schema: Schema): v.InferOutput<Schema> =>
	v.parse(schema, ids.uuidV7(NOON, random));

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

/** Makes an organisation of its own with `size` dossiers, so that tests do not meet. */
export async function company(size = 3): Promise<Company> {
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
	const db = connect({ LIBSQL_URL: inject('libsqlUrl') }, wire);
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

type ActMore = Partial<Pick<Unsigned, 'base' | 'place' | 'blobs' | 'at' | 'actor' | 'org'>>;

/** A collector's phone: real keys, a chain, an outbox; it acts without the server and syncs with `receive`. */
export class Phone {
	head: Head = EMPTY_HEAD;
	outbox: Operation[] = [];
	cursor: Cursor | null = null;
	epoch = 1;
	countersignature: Countersignature | null = null;
	through = 0;
	snapshot = new Map<DossierId, Dossier>();
	#receipt = 0;

	readonly ctx: ServerContext;
	readonly who: SignedIn;
	readonly id: DeviceId;
	readonly series: string;
	readonly keys: Keys;

	private constructor(ctx: ServerContext, who: SignedIn, id: DeviceId, series: string, pair: Keys) {
		this.ctx = ctx;
		this.who = who;
		this.id = id;
		this.series = series;
		this.keys = pair;
	}

	static async enrolled(ctx: ServerContext, who: SignedIn): Promise<Phone> {
		const pair = await keys();
		const id = newId(ids.deviceIdSchema);
		const org = who.organisation.id;
		const [found] = await ctx.db.readBatch([statement(org, 'SELECT COUNT(*) AS n FROM device WHERE org = :org')]);
		const series = `T${String(Number(found?.rows[0]?.['n'] ?? 0)).padStart(2, '0')}`;
		await ctx.db.writeBatch([
			statement(
				org,
				`INSERT INTO device (id, org, user, kind, name, public_key, series, created_ms)
					VALUES (:id, :org, :user, 'field', 'Essai', :key, :series, :at)`,
				{ id, user: who.user.id, key: JSON.stringify(pair.publicKey), series, at: NOON }
			)
		]);
		return new Phone(ctx, who, id, series, pair);
	}

	/** A second phone that woke up with the same profile: same device, key and head. */
	clone(): Phone {
		const copy = new Phone(this.ctx, this.who, this.id, this.series, this.keys);
		copy.head = this.head;
		copy.cursor = this.cursor;
		return copy;
	}

	/** Saves an act on the phone; nothing is sent before `sync`. */
	async act(kind: string, dossier: DossierId | null, body: Json, more: ActMore = {}): Promise<Operation> {
		const now = this.ctx.now();
		const unsigned: Unsigned = {
			id: newId(ids.operationIdSchema),
			org: this.who.organisation.id,
			actor: this.who.user.id,
			device: this.id,
			head: this.head,
			kind,
			dossier,
			base: { epoch: this.epoch, rev: this.cursor?.rev ?? 0 },
			at: { ms: now, utcOffset: 60, day: parisDay(now), skew: 0 },
			body,
			place: null,
			blobs: [],
			...more
		};
		const ports = { sha256, sign: signer(this.keys.privateKey), random };
		const operation = await buildOperation(unsigned, ports);
		this.head = { seq: operation.header.seq, hash: operation.hash };
		this.outbox.push(operation);
		return operation;
	}

	/** A payment in cash unless said otherwise, on the only claim of a dossier, with the balance that the snapshot shows. */
	pay(dossier: DossierId, claim: ids.ClaimId, minor: number, more: Partial<PaymentWish> = {}): Promise<Operation> {
		this.#receipt += 1;
		const { before = OWED, allocated = minor, detail = { means: 'cash' }, number = this.#receipt, ...act } = more;
		const body = {
			round: null,
			receipt: { series: this.series, year: 2026, number, token: 'A'.repeat(147) },
			minor,
			currency: 'EUR',
			detail,
			payer: null,
			directedTo: null,
			allocation: allocated > 0 ? [{ claim, component: 'principal', minor: allocated }] : [],
			credit: minor - allocated,
			before,
			after: Math.max(0, before - allocated),
			printed: {
				debtor: 'Paul Durand',
				creditor: 'Garage du Pont',
				mandate: 'M-1',
				letter: null,
				words: 'cent euros',
				collector: 'Ana Petit'
			}
		};
		return this.act('payment.recorded', dossier, body, act);
	}

	visit(dossier: DossierId, outcome = 'absent', more: ActMore = {}): Promise<Operation> {
		const body = { round: null, outcome, cause: null, note: null, next: null, openedAt: null };
		return this.act('visit.reported', dossier, body, more);
	}

	promise(dossier: DossierId, minor: number, dueOn: LocalDate, more: ActMore = {}): Promise<Operation> {
		return this.act(
			'promise.made',
			dossier,
			{ round: null, minor, currency: 'EUR', dueOn, means: null, by: null },
			more
		);
	}

	request(ops: readonly unknown[] = this.outbox): Record<string, unknown> {
		const { cursor, epoch, head, countersignature } = this;
		return { wire: 1, device: this.id, epoch, head, countersignature, ops, cursor };
	}

	/** One sync; takes the answer over like the real phone does. `session` null is a deposit. */
	async sync(session: SignedIn | null = this.who, ops?: readonly unknown[]): Promise<SyncAnswer> {
		const sent: unknown = JSON.parse(JSON.stringify(this.request(ops)));
		const received = await receive(this.ctx, session, sent);
		if (!received.ok) throw new Error(`refused: ${received.error.code}`);
		const answer = v.parse(syncAnswerSchema, JSON.parse(JSON.stringify(received.value)));
		this.take(answer);
		return answer;
	}

	/** Syncs until nothing more comes; gives the last answer. */
	async syncAll(): Promise<SyncAnswer> {
		let answer = await this.sync();
		while (answer.pull?.more) answer = await this.sync();
		return answer;
	}

	take(answer: SyncAnswer): void {
		const { pull } = answer;
		this.outbox = this.outbox.filter(({ header }) => header.seq > answer.head.seq);
		this.countersignature = answer.countersignature ?? this.countersignature;
		this.epoch = answer.epoch;
		if (!pull) return;
		if (pull.mode === 'snapshot' && !this.cursor?.after) this.snapshot.clear();
		for (const dossier of pull.dossiers) this.snapshot.set(dossier.id, dossier);
		for (const id of pull.removed) this.snapshot.delete(id);
		this.cursor = pull.cursor;
		if (!pull.more) this.through = pull.through;
	}
}

type PaymentWish = ActMore & {
	readonly before: number;
	/** How much of the amount goes to the claim; the rest is credit. */
	readonly allocated: number;
	readonly detail: Json;
	readonly number: number;
};

export type Keys = { readonly privateKey: CryptoKey; readonly publicKey: PublicKey };

export async function keys(): Promise<Keys> {
	const pair = await crypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
	const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey);
	return { privateKey: pair.privateKey, publicKey: { x, y } };
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

export type { OperationId, UserId };
