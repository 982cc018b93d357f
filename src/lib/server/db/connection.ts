// The only way to the database: one HTTP client of libSQL, batches that are either all reads or one write, and statements that name their organisation.
import { createClient, LibsqlError, type Client, type InValue, type ResultSet } from '@libsql/client/http';
import type { LibSQLDatabase } from 'drizzle-orm/libsql';
import { drizzle } from 'drizzle-orm/libsql/http';
import type { OrganisationId } from '$lib/core/ids';

/** Known to this file alone, so that no statement can be made elsewhere. */
const SCOPED = Symbol('scoped');

/** A statement that was built with its organisation, or on purpose without one; `statement` and `acrossOrganisations` make them. */
export type Statement = {
	readonly sql: string;
	readonly args: Readonly<Record<string, InValue>>;
	readonly [SCOPED]: true;
};

export type Database = {
	readonly client: Client;
	/** One typed read by drizzle, tried again like a batch; its own `batch` and `transaction` are forbidden. */
	readonly ask: <Answer>(query: (orm: LibSQLDatabase) => Promise<Answer>) => Promise<Answer>;
	/** All statements in one read transaction and one round trip; tried again when the answer is lost. */
	readonly readBatch: (statements: readonly Statement[]) => Promise<readonly ResultSet[]>;
	/** All statements in one write transaction and one round trip: all are stored or none. */
	readonly writeBatch: (statements: readonly Statement[]) => Promise<readonly ResultSet[]>;
};

export type DatabaseSettings = {
	readonly LIBSQL_URL: string;
	readonly LIBSQL_TOKEN?: string;
};

/** What a guard or a trigger of the migrations aborts a write with. */
export const ABORTS = [
	'stale-head',
	'stale-dossier',
	'stale-scope',
	'stale-epoch',
	'chain',
	'append-only',
	'foreign-organisation',
	'head-backwards',
	'device-identity',
	'revision-backwards',
	'erasure-missing',
	'same-person',
	'blob-incomplete'
] as const;
export type Abort = (typeof ABORTS)[number];

const TIMEOUT_MS = 15_000;
const LOST_ATTEMPTS = 3;
/** A busy database is waited for about five seconds in all: longer than any write lasts. */
const BUSY_ATTEMPTS = 12;
const PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 800;

/**
 * Opens the database over HTTP; holds no connection and no user state, so one a request costs nothing.
 * `fetcher` is the wire, which tests count or break; production uses the platform's.
 */
export function connect(settings: DatabaseSettings, fetcher: typeof fetch = fetch): Database {
	const client = createClient({
		url: settings.LIBSQL_URL,
		...(settings.LIBSQL_TOKEN ? { authToken: settings.LIBSQL_TOKEN } : {}),
		fetch: (request: Request) => fetchPlain(fetcher, request)
	});
	const orm = drizzle(client);
	return {
		client,
		ask: (query) => repeatRead(() => query(orm)),
		readBatch: (statements) => repeatRead(() => client.batch(statements.map(plain), 'read')),
		writeBatch: (statements) => repeatBusy(() => client.batch(statements.map(plain), 'write'))
	};
}

/**
 * Builds a statement of one organisation. Its text must use `:org`, so a query that forgets the organisation does not compile,
 * and throws where its text was put together at run time.
 */
export function statement<const Sql extends string>(
	org: OrganisationId,
	sql: Sql extends `${string}:org${string}` ? Sql : never,
	args: Readonly<Record<string, InValue>> = {}
): Statement {
	return assembled(org, sql, args);
}

/** Like `statement`, for a text put together at run time; throws when it does not use `:org`. */
export function assembled(org: OrganisationId, sql: string, args: Readonly<Record<string, InValue>> = {}): Statement {
	if (!/:org\b/.test(sql)) throw new Error(`a query without its organisation: ${sql}`);
	return built(sql, { ...args, org });
}

/** A statement on what belongs to no organisation (server keys, sign-in delays) or comes before it is known; says why. */
export function acrossOrganisations(
	_why: string,
	sql: string,
	args: Readonly<Record<string, InValue>> = {}
): Statement {
	return built(sql, args);
}

/** The guard or trigger that aborted a write; null for any other failure. */
export function abortOf(failure: unknown): Abort | null {
	if (!(failure instanceof Error)) return null;
	return ABORTS.find((abort) => new RegExp(`\\b${abort}\\b`).test(failure.message)) ?? null;
}

/** sqld compresses slowly and the link to it is short: answers are asked for as they are, and never waited for without end. */
async function fetchPlain(fetcher: typeof fetch, request: Request): Promise<Response> {
	const headers = new Headers(request.headers);
	headers.set('accept-encoding', 'identity');
	try {
		return await fetcher(new Request(request, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) }));
	} catch (failure) {
		throw new Unreachable('the database cannot be reached', { cause: failure });
	}
}

class Unreachable extends Error {}

const built = (sql: string, args: Statement['args']): Statement => ({ sql, args, [SCOPED]: true });

/** Half a surrogate pair is no text (Unicode §3.9): sqld refuses the whole batch for it, so it becomes U+FFFD. */
const plain = ({ sql, args }: Statement) => ({
	sql,
	args: Object.fromEntries(
		Object.entries(args).map(([name, value]) => [name, typeof value === 'string' ? value.toWellFormed() : value])
	)
});

async function repeatRead<T>(read: () => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt += 1) {
		try {
			return await read();
		} catch (failure) {
			const attempts = isBusy(failure) ? BUSY_ATTEMPTS : isFromDatabase(failure) ? 1 : LOST_ATTEMPTS;
			if (attempt >= attempts) throw failure;
			await pause(attempt);
		}
	}
}

/** A busy database has stored nothing, so the same batch may be sent again; any other failure may have committed and is not repeated. */
async function repeatBusy<T>(write: () => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt += 1) {
		try {
			return await write();
		} catch (failure) {
			if (!isBusy(failure) || attempt >= BUSY_ATTEMPTS) throw failure;
			await pause(attempt);
		}
	}
}

const isBusy = (failure: unknown): boolean => codeOf(failure).startsWith('SQLITE_BUSY');

/** Whether a failure is the database's being away or too busy: the same request may well work a moment later. */
export function isUnavailable(failure: unknown): boolean {
	if (failure instanceof Unreachable || isBusy(failure)) return true;
	if (failure instanceof LibsqlError && AWAY.includes(failure.code)) return true;
	if (!(failure instanceof Error)) return false;
	return failure.name === 'TimeoutError' || isUnavailable(failure.cause);
}

/** What the client calls an answer of a database that is not one, or none. */
const AWAY: readonly string[] = ['SERVER_ERROR', 'HRANA_PROTO_ERROR', 'HRANA_CLOSED_ERROR'];

const isFromDatabase = (failure: unknown): boolean => codeOf(failure).startsWith('SQLITE_');

/** The database's code, also of a failure that drizzle wrapped; empty for a lost answer. */
function codeOf(failure: unknown): string {
	if (failure instanceof LibsqlError) return failure.code;
	return failure instanceof Error && failure.cause !== undefined ? codeOf(failure.cause) : '';
}

const pause = (attempt: number): Promise<void> =>
	new Promise((resolve) => {
		setTimeout(resolve, Math.min(LONGEST_PAUSE_MS, PAUSE_MS * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2));
	});
