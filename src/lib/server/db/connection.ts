// The only way to the database: one HTTP client of libSQL, batches that are either all reads or one write, and statements that name their organisation.
import { createClient, LibsqlError, type Client, type InValue, type ResultSet } from '@libsql/client/http';
import type { LibSQLDatabase } from 'drizzle-orm/libsql';
import { drizzle } from 'drizzle-orm/libsql/http';
import type { OrganisationId } from '$lib/core/ids';

declare const scopedBrand: unique symbol;

/** A statement that was built with its organisation, or on purpose without one; `statement` and `acrossOrganisations` make them. */
export type Statement = {
	readonly sql: string;
	readonly args: Readonly<Record<string, InValue>>;
	readonly [scopedBrand]: true;
};

export type Database = {
	readonly client: Client;
	/** Drizzle, for typed single queries; its own `batch` and `transaction` are forbidden. */
	readonly orm: LibSQLDatabase;
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
	'same-person'
] as const;
export type Abort = (typeof ABORTS)[number];

const TIMEOUT_MS = 15_000;
const READ_ATTEMPTS = 3;
const BUSY_ATTEMPTS = 6;
const BUSY_PAUSE_MS = 20;

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
	return {
		client,
		orm: drizzle(client),
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
function fetchPlain(fetcher: typeof fetch, request: Request): Promise<Response> {
	const headers = new Headers(request.headers);
	headers.set('accept-encoding', 'identity');
	return fetcher(new Request(request, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) }));
}

const built = (sql: string, args: Statement['args']): Statement => ({ sql, args }) as Statement;

const plain = ({ sql, args }: Statement) => ({ sql, args: { ...args } });

async function repeatRead<T>(read: () => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt += 1) {
		try {
			return await read();
		} catch (failure) {
			const isRepeatable = isBusy(failure) || !isFromDatabase(failure);
			if (!isRepeatable || attempt >= READ_ATTEMPTS) throw failure;
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

const isBusy = (failure: unknown): boolean => failure instanceof LibsqlError && failure.code.startsWith('SQLITE_BUSY');

const isFromDatabase = (failure: unknown): boolean =>
	failure instanceof LibsqlError && failure.code.startsWith('SQLITE_');

const pause = (attempt: number): Promise<void> =>
	new Promise((resolve) => {
		setTimeout(resolve, BUSY_PAUSE_MS * attempt * (0.5 + Math.random()));
	});
