// Where the time of a push goes: the server's own procedure on Node, with a clock around its ports and around each step.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as v from 'valibot';
import type { SignedIn } from '../../src/app';
import { instant } from '$lib/core/time';
import { MAX_PUSH_OPERATIONS } from '$lib/core/wire';
import { contextOf, type ServerContext } from '$lib/server/context';
import type { Database } from '$lib/server/db/connection';
import { sha256, verifier } from '$lib/server/signature';
import { admit } from '$lib/server/sync/admit';
import { authenticityOf, envelopeSchema, readArrivals, wantedBy } from '$lib/server/sync/arrival';
import { judge } from '$lib/server/sync/judge';
import { readForJudging } from '$lib/server/sync/reading';
import { receive } from '$lib/server/sync/receive';
import { makeBacklog } from './backlog';
import { milliseconds, timed, told, whole, type Row } from './bench';
import { drawCompany, random, writeCompany, type Company } from './company';
import { BenchPhone } from './phone';

const DOSSIERS = 300;
const OPERATIONS = MAX_PUSH_OPERATIONS;
const ROUNDS = 5;

type Product = { readonly origin: string; readonly libsqlUrl: string; readonly folder: string };
type Steps = { parse: number; verify: number; judge: number; database: number; total: number };

/** One request of as many operations as it may hold, the mean of five after a warm-up; `database` is the time waited for sqld. */
export async function whereTimeGoes(product: Product): Promise<readonly Row[]> {
	const company = drawCompany('push time', DOSSIERS);
	await writeCompany(product.libsqlUrl, company);
	const phone = await BenchPhone.enrol(product.origin, company);
	const world = new Map(company.dossiers.map((dossier) => [dossier.id, dossier]));
	const steps: Steps = { parse: 0, verify: 0, judge: 0, database: 0, total: 0 };
	for (let round = 0; round <= ROUNDS; round += 1) {
		const ops = await makeBacklog(phone, world, OPERATIONS);
		const one = await measure(product, company, phone, gzipSync(JSON.stringify(phone.request(ops))));
		if (round > 0) for (const step of stepNames) steps[step] += one[step] / ROUNDS;
	}
	const { total, ...parts } = steps;
	// Steps that wait overlap, and on a busy machine they can add up to more than the whole.
	const rest = Math.max(0, total - parts.verify - parts.judge - parts.database - parts.parse);
	const row = (name: string, ms: number) =>
		told(`… ${name}`, `${milliseconds(ms)} (${Math.round((100 * ms) / total)} %)`);
	return [
		told(`one request of ${whole(OPERATIONS)} operations, in the server’s code on Node`, milliseconds(total)),
		row('unzip, read and validate', parts.parse),
		row('verify hashes and signatures', parts.verify),
		row('judge (rules, anomalies, rows)', parts.judge),
		row('wait for the database', parts.database),
		row('the rest: statements, rows back, pull', rest)
	];
}

const unpacked = (packed: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(gunzipSync(packed)));

const stepNames = ['parse', 'verify', 'judge', 'database', 'total'] as const;

async function measure(product: Product, company: Company, phone: BenchPhone, packed: Uint8Array): Promise<Steps> {
	let database = 0;
	const ctx = await contextFor(product, (ms) => (database += ms));
	const alone = await stepsAlone(ctx, company, phone, packed);
	database = 0;
	const received = await timed(async () => receive(ctx, signedIn(company), unpacked(packed)));
	if (!received.value.ok) throw new Error(received.value.error.code);
	const { cursor } = received.value.value.pull ?? { cursor: null };
	phone.cursor = cursor;
	return { ...alone, database, total: received.ms };
}

/** The steps that `receive` goes through, each by itself on the same request. */
async function stepsAlone(ctx: ServerContext, company: Company, phone: BenchPhone, packed: Uint8Array) {
	const parsed = await timed(async () => {
		const envelope = v.parse(envelopeSchema, unpacked(packed));
		return readArrivals(envelope.ops) ?? [];
	});
	const arrivals = parsed.value;
	const door = { org: company.org, device: phone.id, actor: null };
	const { reading } = await readForJudging(ctx.db, door, wantedBy(arrivals), []);
	if (!reading) throw new Error('the phone is unknown');
	const ports = { sha256, verify: verifier() };
	const checked = await timed(() =>
		Promise.all(
			arrivals.map(async (arrival) => ({
				arrival,
				standing: await authenticityOf(arrival, reading.device.publicKey, ports)
			}))
		)
	);
	const judging = await timed(async () =>
		judge(admit(checked.value, reading, true), reading, { now: ctx.now(), random })
	);
	return { parse: parsed.ms, verify: checked.ms, judge: judging.ms };
}

async function contextFor(
	{ libsqlUrl, folder, origin }: Product,
	waited: (ms: number) => void
): Promise<ServerContext> {
	const ctx = await contextOf({
		LIBSQL_URL: libsqlUrl,
		SERVER_KEY: readFileSync(join(folder, 'server-key.json'), 'utf8'),
		PUBLIC_ORIGIN: origin,
		DEMO: '0'
	});
	return { ...ctx, db: clocked(ctx.db, waited), now: () => instant(Date.now()) };
}

function clocked(db: Database, waited: (ms: number) => void): Database {
	const clock =
		<Args extends readonly unknown[], Out>(call: (...args: Args) => Promise<Out>) =>
		async (...args: Args) => {
			const { value, ms } = await timed(() => call(...args));
			waited(ms);
			return value;
		};
	return { ...db, readBatch: clock(db.readBatch), writeBatch: clock(db.writeBatch) };
}

const signedIn = ({ org, collector: { id, email, name } }: Company): SignedIn => ({
	user: { id, name, email },
	role: 'collector',
	app: 'field',
	organisation: { id: org, name: 'Banc d’essai', siren: '000000018', address: '', phone: '', demo: false },
	sessionIdHash: '',
	expiresMs: Number.MAX_SAFE_INTEGER
});
