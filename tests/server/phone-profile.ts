// The real phone in a test: a browser profile whose fetch ends in the server's own procedures, over a line that can be cut.
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import * as v from 'valibot';
import type { SignedIn } from '../../src/app';
import { queueLocks } from '../../src/lib/client/local/device-lock';
import type { Phone } from '../../src/lib/client/local/phone';
import { webCrypto } from '../../src/lib/client/local/web-crypto';
import type { Ports } from '../../src/lib/client/ports';
import { enterSession } from '../../src/lib/client/state/enter-session';
import { syncPass } from '../../src/lib/client/sync/pass';
import type { Result } from '../../src/lib/core/result';
import { syncRequestSchema } from '../../src/lib/core/wire';
import { headBlob, putBlob } from '../../src/lib/server/blobs/endpoint';
import type { BlobStore } from '../../src/lib/server/blobs/store';
import { enrol } from '../../src/lib/server/devices';
import { problem } from '../../src/lib/server/http/problem';
import { receive } from '../../src/lib/server/sync/receive';
import type { Company } from './fixture';

export type Line = {
	/** The cable: false drops everything. */
	up: boolean;
	/** The cable is cut after so many requests; null: never. */
	cutAfter: number | null;
	/** So many operations of a request are given to the server, as if the phone had cut its backlog there; null: all. */
	mostOperations: number | null;
	/** True once: the server works, its answer is lost. */
	loseAnswer: boolean;
	/** Null: the session has expired. */
	session: SignedIn | null;
	requests: number;
	bytesUp: number;
	/** Where files go; null: the server takes none. */
	store: BlobStore | null;
	/** Every request as it goes out, e.g. `PUT /api/blobs/…`. */
	log: string[];
};

/** What the server threw last: the phone takes it for a line that is down, a test that fails must say it. */
const thrown = new WeakMap<Ports['locks'], unknown>();

export type Profile = { readonly ports: Ports; readonly line: Line };

/** A browser profile whose fetch ends in the server's own procedures. */
export function profileOf(c: Company, who: SignedIn): Profile {
	const line: Line = {
		up: true,
		cutAfter: null,
		mostOperations: null,
		loseAnswer: false,
		session: who,
		requests: 0,
		bytesUp: 0,
		store: null,
		log: []
	};
	const fetcher: Ports['fetch'] = async (path, init) => {
		if (!line.up || (line.cutAfter !== null && line.requests >= line.cutAfter)) throw new TypeError('no network');
		line.requests += 1;
		line.log.push(`${init.method ?? 'GET'} ${path}`);
		const answer = await serve(c, line, path, init).catch((failure: unknown) => {
			thrown.set(ports.locks, failure);
			throw failure;
		});
		if (!line.loseAnswer) return answer;
		line.loseAnswer = false;
		throw new TypeError('the answer is lost');
	};
	const ports: Ports = {
		now: c.ctx.now,
		random: c.ctx.random,
		chance: () => 0.5,
		fetch: fetcher,
		deadline: () => new AbortController().signal,
		crypto: webCrypto(),
		locks: queueLocks(),
		later: () => () => undefined,
		openChannel: () => ({ announce: () => undefined, close: () => undefined }),
		indexedDb: { indexedDB: new IDBFactory(), IDBKeyRange }
	};
	return { ports, line };
}

async function serve(c: Company, line: Line, path: string, init: RequestInit): Promise<Response> {
	const { session } = line;
	if (path === '/api/session') return Response.json({ field: session && publicPart(session), office: null });
	if (path.startsWith('/api/session?')) {
		line.session = null;
		return new Response(null, { status: 204 });
	}
	const [, name] = /^\/api\/blobs\/(\w+)$/.exec(path) ?? [];
	if (name !== undefined && line.store) {
		const asked = {
			request: new Request(`http://localhost${path}`, init),
			readers: { field: session, office: null },
			name
		};
		const ports = { ctx: c.ctx, store: line.store };
		return init.method === 'HEAD' ? headBlob(ports, asked) : putBlob(ports, asked);
	}
	const body = await bodyOf(line, init);
	if (path === '/api/devices' && session) return answered(await enrol(c.ctx, session, body));
	if (path === '/api/sync') return answered(await receive(c.ctx, session, cutShort(line, body)));
	return new Response('not found', { status: 404 });
}

function cutShort({ mostOperations }: Line, body: unknown): unknown {
	if (mostOperations === null) return body;
	const request = v.parse(syncRequestSchema, body);
	return { ...request, ops: request.ops.slice(0, mostOperations) };
}

const answered = <T>(result: Result<T, Parameters<typeof problem>[0]>): Response =>
	result.ok ? Response.json(result.value) : problem(result.error);

async function bodyOf(line: Line, init: RequestInit): Promise<unknown> {
	const bytes = await new Response(init.body ?? null).arrayBuffer();
	line.bytesUp = bytes.byteLength;
	if (new Headers(init.headers).get('content-encoding') !== 'gzip') return new Response(bytes).json();
	return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).json();
}

function publicPart({ user, role, app, organisation }: SignedIn) {
	return { user, role, app, organisation };
}

export async function open(profile: Profile): Promise<Phone> {
	const entered = await enterSession(profile.ports, null);
	if (!entered.ok || !entered.value) throw new Error(entered.ok ? 'nobody is signed in' : entered.error.code);
	return entered.value;
}

export async function sync(phone: Phone): Promise<void> {
	const report = await syncPass(phone, () => undefined);
	if (report === 'busy' || report.error) throw new Error(`not synced: ${JSON.stringify(report)}`);
}
