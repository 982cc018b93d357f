// A collector's phone for the server's tests: real keys, a chain and an outbox; it acts without the server and syncs with `receive`.
import * as v from 'valibot';
import type { SignedIn } from '../../src/app';
import type { Json } from '../../src/lib/core/canonical';
import { buildOperation, type Unsigned } from '../../src/lib/core/chain';
import type { Dossier } from '../../src/lib/core/dossier';
import * as ids from '../../src/lib/core/ids';
import type { DeviceId, DossierId } from '../../src/lib/core/ids';
import { localDate, parisDay, type LocalDate } from '../../src/lib/core/time';
import {
	EMPTY_HEAD,
	READS,
	syncAnswerSchema,
	type Countersignature,
	type Cursor,
	type DecisionNotice,
	type Head,
	type Operation,
	type PublicKey,
	type SyncAnswer
} from '../../src/lib/core/wire';
import type { ServerContext } from '../../src/lib/server/context';
import { statement } from '../../src/lib/server/db/connection';
import { ECDSA, sha256, signer } from '../../src/lib/server/signature';
import { receive } from '../../src/lib/server/sync/receive';

export const NOON = Date.parse('2026-11-20T11:00:00Z');
export const TODAY = localDate('2026-11-20');
/** What each dossier of the company owes, in cents. */
export const OWED = 100_000;

export const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
export const newId = <const Schema extends v.GenericSchema>(schema: Schema): v.InferOutput<Schema> =>
	v.parse(schema, ids.uuidV7(NOON, random));

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
	/** What it says it reads; null is a phone of before there was anything to say. */
	reads: readonly string[] | null = READS;
	/** Decisions of the office that came down, by operation. */
	decisions = new Map<string, DecisionNotice>();
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
		const reads = this.reads === null ? {} : { reads: this.reads };
		return { wire: 1, device: this.id, epoch, head, countersignature, ops, cursor, ...reads };
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
		for (const decision of pull.decisions ?? []) this.decisions.set(decision.operation, decision);
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
