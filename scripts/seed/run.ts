// Makes the demo company, or goes on where an interrupted start left it, and tops up the rounds of the day.
import * as v from 'valibot';
import type { Act } from '$lib/core/operation';
import { addDays, isLocalDate, parisDay, type Instant, type LocalDate } from '$lib/core/time';
import type { Role } from '$lib/core/role';
import { DEMO_PASSWORD } from '$lib/server/auth/demo';
import { contextOf, type ServerContext } from '$lib/server/context';
import { statement } from '$lib/server/db/connection';
import { jsonColumn, readRows } from '$lib/server/db/read-rows';
import { publicKeySchema } from '$lib/core/wire';
import { needAttention } from './attention-story';
import { dayOfFirstWrite, FIRST_REV, writeBase } from './base';
import { handOver, portionsOf, returnCheque } from './cash';
import { chainEnd, send } from './chain';
import { COLLECTORS, ORG, PEOPLE } from './company';
import { atMinute, historyOf, type History } from './history';
import { approveReversal, eveningBefore, publishPast } from './office';
import { phoneKey, receiptToken, type PhoneKey } from './phone';
import { placeNear } from './place';
import { portfolio, type SeededDossier } from './portfolio';
import { publishToday, workToday } from './today';
import { untouched, worldOf, type World } from './world';

export type SeedSettings = {
	readonly url: string;
	/** yyyy-mm-dd, the civil day in Paris. */
	readonly today: string;
	/** Private JWK of the server, as JSON: it signs what the office did and finds the phones' keys again. */
	readonly serverKey: string;
	readonly now?: () => Instant;
	/** The wire to the database, which a test may cut. */
	readonly fetcher?: typeof fetch;
};

export type Account = {
	readonly email: string;
	readonly password: string;
	readonly role: Role;
	readonly name: string;
};

/** Seeds; running it again changes nothing on the same day, and publishes the new day's rounds on another. */
export async function seed(settings: SeedSettings): Promise<{ readonly accounts: readonly Account[] }> {
	const { today } = settings;
	if (!isLocalDate(today)) throw new RangeError(`--today is no day: ${today}`);
	const ctx = await contextFor(settings, today);
	const keys = await phoneKeys(settings.serverKey);
	const known = await dayOfFirstWrite(ctx);
	const began = known ?? today;
	const dossiers = portfolio(began);
	if (known === null) await writeBase(ctx, began, atMinute(began, 0), keys, dossiers);
	await assertKeys(ctx, keys);
	if (!(await isComplete(ctx))) await writeHistory(ctx, began, dossiers, keys);
	await publishToday(ctx, dossiers, today, ctx.now());
	await workToday(ctx, dossiers, keys, today);
	await needAttention(ctx, dossiers, keys, today);
	return {
		accounts: PEOPLE.map(({ email, role, name }) => ({ email, password: DEMO_PASSWORD, role, name }))
	};
}

/** Where today is not the day of the clock, it is two in the afternoon of it. */
async function contextFor(settings: SeedSettings, today: LocalDate): Promise<ServerContext> {
	const { url, serverKey, fetcher } = settings;
	const environment = { LIBSQL_URL: url, SERVER_KEY: serverKey, PUBLIC_ORIGIN: '', DEMO: '1' };
	const ctx = await (fetcher ? contextOf(environment, fetcher) : contextOf(environment));
	const now = settings.now ?? ctx.now;
	return { ...ctx, now: () => (parisDay(now()) === today ? now() : atMinute(today, 14 * 60)) };
}

async function phoneKeys(serverKey: string): Promise<ReadonlyMap<string, PhoneKey>> {
	const { d } = v.parse(v.object({ d: v.string() }), JSON.parse(serverKey));
	return new Map(await Promise.all(COLLECTORS.map(async ({ series }) => [series, await phoneKey(d, series)] as const)));
}

/** The phones' keys come from the server's: with another one, their chains could not go on. */
async function assertKeys({ db }: ServerContext, keys: ReadonlyMap<string, PhoneKey>): Promise<void> {
	const [found] = await db.readBatch([
		statement(
			ORG,
			`SELECT series, public_key FROM device WHERE org = :org AND id IN (SELECT value FROM json_each(:ids))`,
			{
				ids: JSON.stringify(COLLECTORS.map(({ device }) => device))
			}
		)
	]);
	const rows = readRows(found, v.object({ series: v.string(), public_key: jsonColumn(publicKeySchema) }));
	if (rows.some(({ series, public_key }) => keys.get(series)?.publicKey.x !== public_key.x))
		throw new Error('this demo was made with another server key: use that key again, or an empty data folder');
}

const DONE = 'demo.history-written';

async function isComplete({ db }: ServerContext): Promise<boolean> {
	const [found] = await db.readBatch([
		statement(ORG, 'SELECT 1 FROM audit WHERE org = :org AND action = :done LIMIT 1', { done: DONE })
	]);
	return (found?.rows.length ?? 0) > 0;
}

async function writeHistory(
	ctx: ServerContext,
	began: LocalDate,
	dossiers: readonly SeededDossier[],
	keys: ReadonlyMap<string, PhoneKey>
): Promise<void> {
	const world = worldOf(dossiers.map(untouched));
	const told: { readonly index: number; readonly history: History }[] = [];
	for (const [index, { series }] of COLLECTORS.entries()) {
		const key = keys.get(series);
		if (key) told.push({ index, history: await tell(ctx, { index, began, dossiers, world, key }) });
	}
	await publishPast(
		ctx,
		told.flatMap(({ index, history }) => {
			const collector = COLLECTORS[index];
			if (!collector) return [];
			return history.rounds.map((round) => ({ collector, round, at: eveningBefore(round.day), why: null }));
		})
	);
	for (const { index, history } of told) await deliver(ctx, index, history, dossiers, keys);
	const request = told.find(({ history }) => history.request !== null)?.history.request ?? null;
	if (request) await approveReversal(ctx, request, eveningBefore(began));
	for (const { index, history } of told) {
		const collector = COLLECTORS[index];
		if (collector) await returnCheque(ctx, collector, history, addDays(began, -2));
	}
	await ctx.db.writeBatch([
		statement(ORG, 'INSERT INTO audit (org, at_ms, action) VALUES (:org, :now, :done)', { now: ctx.now(), done: DONE })
	]);
}

type Telling = {
	readonly index: number;
	readonly began: LocalDate;
	readonly dossiers: readonly SeededDossier[];
	readonly world: World;
	readonly key: PhoneKey;
};

/** Plays a collector's past; only what the server does not have yet is signed. */
async function tell(ctx: ServerContext, { index, began, dossiers, world, key }: Telling): Promise<History> {
	const collector = COLLECTORS[index];
	if (!collector) throw new RangeError('no collector');
	const { head } = await chainEnd(ctx, collector);
	const own = dossiers.filter(({ assignee }) => assignee === collector.id);
	return historyOf(collector, own, world, began, async ({ seq, ...receipt }) =>
		seq > head.seq ? receiptToken({ device: collector.device, ...receipt }, key.sign, ctx.random) : STORED_TOKEN
	);
}

/** Stands in for a token that was signed and stored by an earlier start; it is never sent. */
const STORED_TOKEN = 'A'.repeat(147);

/** The silent collector's phone could not send its last operations: it owes them since yesterday evening. */
const KEPT_BY_SILENT = 3;

async function deliver(
	ctx: ServerContext,
	index: number,
	history: History,
	dossiers: readonly SeededDossier[],
	keys: ReadonlyMap<string, PhoneKey>
): Promise<void> {
	const collector = COLLECTORS[index];
	const key = collector && keys.get(collector.series);
	if (!collector || !key) return;
	const byId = new Map(dossiers.map((dossier) => [dossier.id, untouched(dossier)]));
	const placeOf = (act: Act) => {
		const dossier = act.dossier && byId.get(act.dossier);
		return dossier ? placeNear(dossier, act.id) : null;
	};
	let sent = 0;
	for (const { acts, handOver: given } of portionsOf(collector, history)) {
		const { head } = await chainEnd(ctx, collector);
		const missing = acts.slice(Math.max(0, head.seq - sent));
		sent += acts.length;
		const kept = collector.silent && sent === history.acts.length ? KEPT_BY_SILENT : 0;
		const base = { epoch: 1, rev: FIRST_REV };
		if (missing.length > 0)
			await send(ctx, { collector, key, head, base, acts: missing, placeOf, signedIn: null, arrivesAt: null, kept });
		if (given && missing.length > 0) await handOver(ctx, collector, given);
	}
}
