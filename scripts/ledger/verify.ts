// Walks the whole database: every chain on all cores, then what must hold between operations, money and lists.
import { LibsqlError, type Client } from '@libsql/client/http';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as v from 'valibot';
import type { Chain, Part } from './chain-rows';
import type { Finding } from './finding';
import { MONEY_LAWS } from './money-laws';
import { open, type Address } from './open';
import { walk, type Walked } from './walk';

export type Verdict = {
	readonly chains: number;
	readonly operations: number;
	readonly ledgerLines: number;
	readonly cashMovements: number;
	/** Of the chains alone, which are the long part. */
	readonly operationsPerSecond: number;
	readonly findings: readonly Finding[];
};

export type VerifySettings = Address & {
	/** All cores unless told; 0 walks in this very thread. */
	readonly threads?: number;
	readonly tell?: (operations: number) => void;
};

/** Operations of one task of a thread. */
const PART = 1_000;

/** Verifies everything that is stored behind an address; changes nothing. */
export async function verifyLedger(settings: VerifySettings): Promise<Verdict> {
	const client = open(settings);
	try {
		const chains = await readChains(client);
		const started = performance.now();
		const walked = await walkChains(settings, client, chains);
		const seconds = (performance.now() - started) / 1_000;
		const found = [...walked.findings, ...(await askLaws(client, chains))];
		return {
			chains: chains.length,
			operations: walked.operations,
			ledgerLines: await countOf(client, 'ledger'),
			cashMovements: await countOf(client, 'cash_movement'),
			operationsPerSecond: Math.round(walked.operations / seconds),
			findings: found
		};
	} finally {
		client.close();
	}
}

type LongChain = Chain & { readonly last: number };

const deviceRow = v.object({
	id: v.string(),
	org: v.string(),
	user: v.nullable(v.string()),
	kind: v.picklist(['field', 'office']),
	series: v.string(),
	public_key: v.string(),
	last: v.number()
});
const keySchema = v.pipe(v.string(), v.parseJson(), v.object({ x: v.string(), y: v.string() }));

/** The chains with the keys that may have signed them: the office's by any key that the server ever had. */
async function readChains(client: Client): Promise<readonly LongChain[]> {
	const devices = await client.execute(`SELECT id, org, user, kind, series, public_key,
		MAX(seq, (SELECT COALESCE(MAX(seq), 0) FROM operation o WHERE o.device = device.id),
			(SELECT COALESCE(MAX(seq), 0) FROM refused_operation r WHERE r.device = device.id)) AS last
		FROM device ORDER BY org, series`);
	const keys = await client.execute('SELECT public_key FROM server_key ORDER BY kid');
	const serverKeys = keys.rows.flatMap((row) => keyOf(row['public_key']));
	return v.parse(v.array(deviceRow), devices.rows).map(({ id, org, user, kind, series, public_key, last }) => ({
		device: id,
		org,
		user,
		series: `${series} (${id})`,
		publicKeys: [...keyOf(public_key), ...(kind === 'office' ? serverKeys : [])],
		last
	}));
}

function keyOf(text: unknown): Chain['publicKeys'] {
	const key = v.safeParse(keySchema, text);
	return key.success ? [key.output] : [];
}

/** All parts of all chains, the next one to whoever is free. */
async function walkChains(settings: VerifySettings, client: Client, chains: readonly LongChain[]): Promise<Walked> {
	const parts = chains.flatMap(partsOf);
	const findings: Finding[] = [];
	let operations = 0;
	const work = async ({ go, end }: Walker): Promise<void> => {
		try {
			for (let part = parts.shift(); part; part = parts.shift()) {
				const walked = await go(part);
				operations += walked.operations;
				findings.push(...walked.findings);
				settings.tell?.(operations);
			}
		} finally {
			await end();
		}
	};
	const threads = settings.threads ?? availableParallelism();
	const here: Walker = { go: (part) => walk(client, part), end: async () => undefined };
	const count = Math.min(threads, parts.length);
	const walkers = threads === 0 ? [here] : Array.from({ length: count }, () => startThread(settings));
	await Promise.all(walkers.map(work));
	return { operations, findings };
}

/** A chain without operations is one part too: its other branches are looked at with the first. */
function partsOf({ last, ...chain }: LongChain): readonly Part[] {
	const count = Math.max(1, Math.ceil(last / PART));
	return Array.from({ length: count }, (_, index) => ({
		chain,
		from: index * PART + 1,
		to: Math.min(last, (index + 1) * PART)
	}));
}

type Walker = { readonly go: (part: Part) => Promise<Walked>; readonly end: () => Promise<unknown> };

function startThread({ url, token }: VerifySettings): Walker {
	const thread = new Worker(join(import.meta.dirname, 'worker.ts'), {
		workerData: { url, token: token ?? null },
		execArgv: ['--import', join(import.meta.dirname, '..', 'typescript.mjs'), '--no-warnings']
	});
	return { go: (part) => ask(thread, part), end: () => thread.terminate() };
}

const ask = (thread: Worker, part: Part): Promise<Walked> =>
	new Promise((resolve, reject) => {
		thread.once('error', reject);
		thread.once('message', (walked: Walked) => {
			thread.off('error', reject);
			resolve(walked);
		});
		thread.postMessage(part);
	});

const lawRow = v.object({
	operation: v.nullable(v.string()),
	detail: v.nullable(v.union([v.string(), v.number()])),
	place: v.nullable(v.string()),
	place_seq: v.nullable(v.number()),
	device: v.optional(v.nullable(v.string()), null),
	seq: v.optional(v.nullable(v.number()), null)
});
/** Rows that one law is asked for at most: a database that is wrong everywhere need not be listed. */
const MOST_ROWS = 1_000;

async function askLaws(client: Client, chains: readonly Chain[]): Promise<readonly Finding[]> {
	const findings: Finding[] = [];
	const names = new Map(chains.map(({ device, series }) => [device, series]));
	const answers = await askAll(client);
	for (const [index, { what }] of MONEY_LAWS.entries()) {
		const rows = answers[index];
		if (typeof rows === 'string') findings.push({ device: 'of nobody', seq: null, id: null, what: `${what}? ${rows}` });
		else
			for (const { operation, detail, place, place_seq, device, seq } of rows ?? []) {
				const name = place ?? device ?? 'of nobody';
				const words = detail === null ? what : `${what}: ${detail}`;
				findings.push({ device: names.get(name) ?? name, seq: place_seq ?? seq, id: operation, what: words });
			}
	}
	return findings;
}

type LawAnswer = readonly v.InferOutput<typeof lawRow>[] | string;

/** All laws in one trip; one by one when a row is so broken that the database itself stumbles over it. */
async function askAll(client: Client): Promise<readonly LawAnswer[]> {
	const questions = MONEY_LAWS.map(
		({ sql }) => `SELECT f.*, o.device AS place, o.seq AS place_seq FROM (${sql}) f
			LEFT JOIN operation o ON o.id = f.operation LIMIT ${MOST_ROWS}`
	);
	try {
		const results = await client.batch(questions, 'read');
		return results.map(({ rows }) => v.parse(v.array(lawRow), rows));
	} catch (failure) {
		if (!isQuestionRefused(failure)) throw failure;
	}
	const answers: LawAnswer[] = [];
	for (const question of questions) answers.push(await askOne(client, question));
	return answers;
}

async function askOne(client: Client, question: string): Promise<LawAnswer> {
	try {
		return v.parse(v.array(lawRow), (await client.execute(question)).rows);
	} catch (failure) {
		if (isQuestionRefused(failure)) return `it cannot be said: ${failure.message}`;
		throw failure;
	}
}

const isQuestionRefused = (failure: unknown): failure is LibsqlError =>
	failure instanceof LibsqlError && failure.code.startsWith('SQLITE_');

async function countOf(client: Client, table: 'ledger' | 'cash_movement'): Promise<number> {
	const { rows } = await client.execute(`SELECT COUNT(*) AS n FROM ${table}`);
	return Number(rows[0]?.['n'] ?? 0);
}
