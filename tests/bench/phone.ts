// A phone of a benchmark: signs in and enrols through the real endpoints, builds real signed operations, and pushes as the phone does.
import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { buildOperation, signedBytesOfProof, type Sign, type Unsigned } from '$lib/core/chain';
import { deviceIdSchema, uuidV7, type DeviceId } from '$lib/core/ids';
import { toBase64url } from '$lib/core/base64url';
import {
	deviceAnswerSchema,
	EMPTY_HEAD,
	MAX_PUSH_BYTES,
	MAX_PUSH_OPERATIONS,
	publicKeySchema,
	syncAnswerSchema,
	WIRE_VERSION,
	type Cursor,
	type Head,
	type Operation,
	type PublicKey,
	type SyncAnswer,
	type SyncRequest
} from '$lib/core/wire';
import { ECDSA, sha256, signer } from '$lib/server/signature';
import { timed } from './bench';
import { PASSWORD, random, type Company } from './company';

/** Room that the phone leaves for what surrounds the operations of a request. */
const ENVELOPE_BYTES = 8_192;

export type Exchange = {
	readonly status: number;
	readonly body: string;
	/** Bodies as they travelled. */
	readonly bytesUp: number;
	readonly bytesDown: number;
};

/** One request of a push: the operations that the server took, how many of them it flagged, and how long the phone waited. */
export type PushedRequest = { readonly taken: number; readonly flagged: number; readonly ms: number };

/**
 * What a browser accepts, best first: production's edge passes brotli on to whoever accepts it. The local one (wrangler) makes
 * it the coding that is named first, which for Chromium is gzip.
 */
const BEST_FIRST = 'br, gzip';
export const AS_CHROMIUM = 'gzip, deflate, br, zstd';

/** One request without any help of a client library, so that bytes are counted as they travel. */
export function post(url: string, cookie: string, body: string, accepted = BEST_FIRST): Promise<Exchange> {
	const packed = body.length < 1_024 ? new TextEncoder().encode(body) : gzipSync(body);
	const headers = {
		'content-type': 'application/json',
		'accept-encoding': accepted,
		'content-length': packed.length,
		origin: new URL(url).origin,
		...(cookie === '' ? {} : { cookie }),
		...(body.length < 1_024 ? {} : { 'content-encoding': 'gzip' })
	};
	return new Promise((resolve, reject) => {
		const sent = request(url, { method: 'POST', headers }, (answer) => {
			const chunks: Uint8Array<ArrayBuffer>[] = [];
			answer.on('data', (chunk: Uint8Array<ArrayBuffer>) => chunks.push(chunk));
			answer.on('error', reject);
			answer.on('end', () => {
				void new Blob(chunks).bytes().then((raw) => {
					const text = unpacked(raw, answer.headers['content-encoding']);
					const { statusCode: status = 0 } = answer;
					resolve({ status, body: new TextDecoder().decode(text), bytesUp: packed.length, bytesDown: raw.length });
				}, reject);
			});
		});
		sent.on('error', reject);
		sent.end(packed);
	});
}

function unpacked(raw: Uint8Array, coding: string | undefined): Uint8Array {
	if (coding === 'br') return brotliDecompressSync(raw);
	return coding === 'gzip' ? gunzipSync(raw) : raw;
}

/** Signs a person of the company in and answers the cookie. */
export async function signIn(origin: string, email: string, password = PASSWORD): Promise<string> {
	const answer = await fetch(`${origin}/api/session`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', origin },
		body: JSON.stringify({ email, password })
	});
	if (answer.status !== 200) throw new Error(`no session for ${email}: ${answer.status} ${await answer.text()}`);
	return answer.headers
		.getSetCookie()
		.map((cookie) => cookie.split(';')[0] ?? '')
		.join('; ');
}

/** An enrolled phone and where its chain, its receipts and its pull stand. */
export class BenchPhone {
	readonly #origin: string;
	readonly #cookie: string;
	readonly #sign: Sign;
	readonly company: Company;
	readonly id: DeviceId;
	readonly publicKey: PublicKey;
	readonly series: string;
	epoch: number;
	head: Head = EMPTY_HEAD;
	receipt = 0;
	cursor: Cursor | null = null;

	private constructor(
		origin: string,
		cookie: string,
		company: Company,
		identity: { readonly id: DeviceId; readonly publicKey: PublicKey; readonly sign: Sign },
		enrolled: { readonly series: string; readonly epoch: number }
	) {
		this.#origin = origin;
		this.#cookie = cookie;
		this.#sign = identity.sign;
		this.company = company;
		this.id = identity.id;
		this.publicKey = identity.publicKey;
		this.series = enrolled.series;
		this.epoch = enrolled.epoch;
	}

	/** Signs the collector of a company in, enrols a new key and pulls once. */
	static async enrol(origin: string, company: Company): Promise<BenchPhone> {
		const cookie = await signIn(origin, company.collector.email);
		const pair = await crypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
		const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
		const publicKey = v.parse(publicKeySchema, { x, y });
		const id = v.parse(deviceIdSchema, uuidV7(Date.now(), random));
		const sign = signer(pair.privateKey);
		const proof = toBase64url(await sign(signedBytesOfProof(id, publicKey, company.collector.id)));
		const body = JSON.stringify({ id, publicKey, name: 'Banc', proof });
		const answer = await post(`${origin}/api/devices`, cookie, body);
		if (answer.status !== 200) throw new Error(`not enrolled: ${answer.status} ${answer.body}`);
		const enrolled = v.parse(deviceAnswerSchema, JSON.parse(answer.body));
		const phone = new BenchPhone(origin, cookie, company, { id, publicKey, sign }, enrolled);
		phone.take(await phone.send([]));
		return phone;
	}

	/** The next operation of the chain. */
	async build(act: Pick<Unsigned, 'id' | 'kind' | 'dossier' | 'at' | 'body' | 'place'>): Promise<Operation> {
		const { org, collector } = this.company;
		const base = { epoch: this.epoch, rev: this.cursor?.rev ?? 0 };
		const operation = await buildOperation(
			{ ...act, org, actor: collector.id, device: this.id, head: this.head, base, blobs: [] },
			{ sha256, sign: this.#sign, random }
		);
		this.head = { seq: operation.header.seq, hash: operation.hash };
		return operation;
	}

	/** Signs bytes with the device's key, e.g. those of a receipt. */
	signBytes(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
		return this.#sign(bytes);
	}

	request(ops: readonly Operation[]): SyncRequest {
		return {
			wire: WIRE_VERSION,
			device: this.id,
			epoch: this.epoch,
			head: this.head,
			countersignature: null,
			ops: [...ops],
			cursor: this.cursor
		};
	}

	/** Sends one request of a sync, as the phone does; `take` reads the answer. */
	send(ops: readonly Operation[], accepted = BEST_FIRST): Promise<Exchange> {
		return post(`${this.#origin}/api/sync`, this.#cookie, JSON.stringify(this.request(ops)), accepted);
	}

	/**
	 * Pushes a backlog as the phone does: request after request, each behind the head that the server answered, because it may
	 * take fewer than it was sent.
	 */
	async *push(ops: readonly Operation[]): AsyncGenerator<PushedRequest, void> {
		let rest = ops;
		while (rest.length > 0) {
			const chunk = nextChunk(rest);
			const { value, ms } = await timed(() => this.send(chunk));
			const { outcomes } = this.take(value);
			if (outcomes.length === 0) throw new Error('the push does not go on');
			const flagged = outcomes.filter(({ outcome }) => outcome !== 'applied').length;
			yield { taken: outcomes.length, flagged, ms };
			rest = rest.slice(outcomes.length);
		}
	}

	/** Reads an answer and moves the cursor. */
	take(exchange: Exchange): SyncAnswer {
		if (exchange.status !== 200) throw new Error(`sync: ${exchange.status} ${exchange.body}`);
		const answer = v.parse(syncAnswerSchema, JSON.parse(exchange.body));
		if (answer.push !== 'ok') throw new Error(`the push went ${answer.push}`);
		this.epoch = answer.epoch;
		this.cursor = answer.pull?.cursor ?? this.cursor;
		return answer;
	}
}

/** Size of a value as JSON, in bytes. */
export const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

/** The next operations of a backlog as the phone cuts them off: at most 1,000 operations and 2 MiB a request. */
export function nextChunk(ops: readonly Operation[]): readonly Operation[] {
	let room = MAX_PUSH_BYTES - ENVELOPE_BYTES;
	const end = ops.slice(0, MAX_PUSH_OPERATIONS).findIndex((operation, index) => {
		room -= bytesOf(operation) + 1;
		return room < 0 && index > 0;
	});
	return ops.slice(0, end === -1 ? MAX_PUSH_OPERATIONS : end);
}
