// The network between phones and server: what is sent may be lost, doubled, cut, delayed, or answered by somebody else.
import { gunzipSync, gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { syncRequestSchema } from '$lib/core/wire';
import type { Dice } from './dice';
import type { Handset } from './handset';
import { serve, type Parcel } from './server';
import type { SignedIn } from '../../src/app';
import type { World } from './world';

/** What the network does to one request; 'none' is an honest network. */
export const NETWORK_FAULTS = [
	'request-dropped',
	'answer-dropped',
	'request-doubled',
	'request-delayed',
	'captive-portal-page',
	'captive-portal-redirect',
	'foreign-json',
	'forged-acknowledgement',
	'too-many-requests',
	'unavailable',
	'bad-gateway',
	'request-cut',
	'piece-damaged',
	'answer-cut',
	'server-died-before',
	'server-died-inside',
	'server-died-after',
	'other-writer-between',
	'act-while-sending',
	'older-wire',
	'newer-wire'
] as const;
export type NetworkFault = (typeof NETWORK_FAULTS)[number];

/** A request that is still on its way, to arrive after later ones. */
export type Delayed = { readonly session: SignedIn | null; readonly parcel: Parcel };

/** Takes one request from a phone to the server and back. */
export async function transmit(world: World, handset: Handset, path: string, init: RequestInit): Promise<Response> {
	const parcel = parcelOf(path, init);
	const fault = path === '/api/session' ? null : world.nextFault();
	if (fault) world.count(fault);
	const session = world.sessionOf(handset);
	const answer = await meet(world, fault, session, parcel);
	// Only the server itself tells of a restore: not who answers for it, and not half an answer.
	if (answer.ok && path === '/api/sync' && isServers.has(answer)) handset.restoresSeen = world.restores;
	return answer;
}

/** Answers of the server that arrive as it gave them. */
const isServers = new WeakSet<Response>();

/** Lets the oldest delayed request arrive now; nobody waits for its answer. */
export async function deliver(world: World, { session, parcel }: Delayed): Promise<void> {
	await serve(world.company, session, parcel);
}

async function meet(
	world: World,
	fault: NetworkFault | null,
	session: SignedIn | null,
	parcel: Parcel
): Promise<Response> {
	const { company, dice } = world;
	const { db } = company;
	const arrive = async (changed = parcel): Promise<Response> => {
		const answer = await serve(company, session, changed);
		isServers.add(answer);
		return answer;
	};
	switch (fault) {
		case 'request-dropped':
			throw new TypeError('the request was lost');
		case 'answer-dropped':
			await arrive();
			throw new TypeError('the answer was lost');
		case 'request-doubled':
			await arrive();
			return arrive();
		case 'request-delayed':
			world.delayed.push({ session, parcel });
			throw new TypeError('no answer in time');
		case 'act-while-sending':
			await world.meanwhile();
			return arrive();
		case 'other-writer-between':
			db.between = () => world.otherWriter();
			return arrive();
		case 'server-died-before':
			db.death = { at: 'before', batch: dice.once(4) ? 2 : 1 };
			return arrive();
		case 'server-died-inside':
			db.death = { at: 'inside', after: dice.below(14), batch: 1 };
			return arrive();
		case 'server-died-after':
			db.death = { at: 'after', batch: 1 };
			return arrive();
		case 'request-cut':
			return arrive(cut(parcel, dice));
		case 'piece-damaged':
			return arrive(damaged(parcel, dice));
		case 'older-wire':
			return arrive(ofWire(parcel, 0));
		case 'newer-wire':
			return arrive(ofWire(parcel, 2));
		case 'answer-cut':
			return cutAnswer(await arrive(), dice);
		case 'forged-acknowledgement':
			return acknowledged(parcel) ?? arrive();
		case null:
			return arrive();
		default:
			return imposed(fault);
	}
}

type Imposed = Extract<
	NetworkFault,
	| 'captive-portal-page'
	| 'captive-portal-redirect'
	| 'foreign-json'
	| 'too-many-requests'
	| 'unavailable'
	| 'bad-gateway'
>;

/** Somebody else answers, and the server never hears of it. */
function imposed(fault: Imposed): Response {
	switch (fault) {
		case 'captive-portal-page':
			return new Response('<html>Bienvenue</html>', { headers: { 'content-type': 'text/html' } });
		case 'captive-portal-redirect':
			return new Response(null, { status: 302, headers: { location: 'http://portail.example/' } });
		case 'foreign-json':
			return Response.json({ wire: 1, ok: true, push: 'ok' });
		case 'too-many-requests':
			return new Response(null, { status: 429, headers: { 'retry-after': '7' } });
		case 'unavailable':
			return new Response(null, { status: 503 });
		case 'bad-gateway':
			return new Response('<html>502</html>', { status: 502, headers: { 'content-type': 'text/html' } });
	}
}

/** Somebody in between says that all has arrived; only the server could sign that. Null where there is nothing to say. */
function acknowledged({ path, body, headers }: Parcel): Response | null {
	if (path !== '/api/sync' || !body) return null;
	const bytes = headers.get('content-encoding') === 'gzip' ? gunzipSync(body) : body;
	const asked = v.parse(v.pipe(v.string(), v.parseJson(), syncRequestSchema), new TextDecoder().decode(bytes));
	const { device, epoch, head, ops, countersignature } = asked;
	if (!countersignature || ops.length === 0) return null;
	const outcomes = ops.map(({ header: { id, seq } }) => ({ id, seq, outcome: 'applied', codes: [], rev: 1 }));
	const signed = { ...countersignature, seq: head.seq, hash: head.hash };
	const answer = { wire: 1, magic: 'tournee', device, epoch, head, push: 'ok', outcomes };
	return Response.json({ ...answer, countersignature: signed, now: 0, pull: null });
}

function parcelOf(path: string, init: RequestInit): Parcel {
	const { body } = init;
	const bytes = body instanceof Uint8Array ? new Uint8Array(body) : null;
	return { path, method: init.method ?? 'GET', headers: new Headers(init.headers), body: bytes };
}

/** The request arrives with its end missing. */
function cut(parcel: Parcel, dice: Dice): Parcel {
	const { body } = parcel;
	if (!body) return parcel;
	if (isFile(parcel)) return { ...parcel, body: body.slice(0, dice.below(body.length)) };
	const headers = new Headers(parcel.headers);
	const isGzip = headers.get('content-encoding') === 'gzip';
	const zipped = isGzip ? body : new Uint8Array(gzipSync(body));
	headers.set('content-encoding', 'gzip');
	return { ...parcel, headers, body: zipped.slice(0, dice.below(zipped.length)) };
}

/** One bit of a file is another when it arrives; operations are signed, and change in other tests. */
function damaged(parcel: Parcel, dice: Dice): Parcel {
	const { body } = parcel;
	if (!body || !isFile(parcel)) return parcel;
	const changed = body.slice();
	const at = dice.below(changed.length);
	changed[at] = (changed[at] ?? 0) ^ 4;
	return { ...parcel, body: changed };
}

const isFile = ({ path }: Parcel): boolean => path.startsWith('/api/blobs/');

async function cutAnswer(answer: Response, dice: Dice): Promise<Response> {
	const text = await answer.text();
	return new Response(text.slice(0, dice.below(text.length)), { status: answer.status, headers: answer.headers });
}

/** A client of another version of the wire sends this. */
function ofWire(parcel: Parcel, wire: number): Parcel {
	const { path, body } = parcel;
	if (path !== '/api/sync' || !body) return parcel;
	const headers = new Headers(parcel.headers);
	const bytes = headers.get('content-encoding') === 'gzip' ? gunzipSync(body) : body;
	headers.delete('content-encoding');
	const text = new TextDecoder().decode(bytes).replace('"wire":1', `"wire":${wire}`);
	return { ...parcel, headers, body: new TextEncoder().encode(text) };
}
