// Replaces what the platform does in threads of its own, so that a schedule has one order of events: WebCrypto of the server and gzip.
import { webcrypto } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { fromBase64url } from '$lib/core/base64url';
import { digest, signWith, verifies } from './crypto';
import { cloneRecord } from './storage';

const jwkSchema = v.object({ x: v.string(), y: v.string(), d: v.optional(v.string()) });
type Jwk = v.InferOutput<typeof jwkSchema>;

/** What the server asks of WebCrypto; anything else is a bug of the simulator and throws. */
const subtle = {
	digest: async (_name: string, bytes: Uint8Array) => digest(bytes).buffer,
	importKey: async (_format: string, jwk: unknown) => v.parse(jwkSchema, jwk),
	sign: async (_algorithm: unknown, key: Jwk, bytes: Uint8Array) => signWith(secretOf(key), bytes).buffer,
	verify: async (_algorithm: unknown, key: Jwk, signature: Uint8Array, bytes: Uint8Array) =>
		verifies(key, bytes, signature)
};

function secretOf({ d }: Jwk): bigint {
	const bytes = d === undefined ? null : fromBase64url(d);
	if (!bytes) throw new TypeError('a public key cannot sign');
	return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

/** A stream that gathers everything and then transforms it at once. */
const atOnce = (transform: (bytes: Uint8Array) => Uint8Array) =>
	class {
		readonly readable: ReadableStream<Uint8Array>;
		readonly writable: WritableStream<Uint8Array>;
		constructor() {
			const parts: Uint8Array[] = [];
			const stream = new TransformStream<Uint8Array, Uint8Array>({
				transform: (chunk) => void parts.push(chunk),
				flush: (controller) => controller.enqueue(new Uint8Array(transform(Buffer.concat(parts))))
			});
			this.readable = stream.readable;
			this.writable = stream.writable;
		}
	};

/**
 * Runs tasks one after the other, each when no promise is left to settle, as the event loop does; but it asks the system nothing in
 * between. The fake storage makes a task of every request.
 */
function inTurn(): (task: () => void) => void {
	const tasks: (() => void)[] = [];
	const settled = Promise.resolve();
	const runNext = (): void => {
		const task = tasks.shift();
		// A tick that a promise asks for comes when all other promises have settled too.
		if (tasks.length > 0) void settled.then(askForTick);
		task?.();
	};
	const askForTick = (): void => process.nextTick(runNext);
	return (task) => {
		tasks.push(task);
		if (tasks.length === 1) void settled.then(askForTick);
	};
}

/** A wait of no time is a turn like any other: the platform makes a millisecond of it, in which nothing happens. */
function orInTurn(next: (task: () => void) => void): (task: () => void, ms?: number) => void {
	const wait = globalThis.setTimeout;
	return (task, ms = 0) => (ms === 0 ? next(task) : void wait(task, ms));
}

/** What is read again in the same moment need not be small: stored in gzip's frame, with its checksum, it costs the least. */
const quickGzip = (bytes: Uint8Array): Uint8Array => gzipSync(bytes, { level: 0 });

/** Installs the stand-ins in this thread; `real` keeps the platform's own WebCrypto, to compare a run with it. */
export function installPlatform(real: boolean): void {
	const getRandomValues = (): never => {
		throw new Error('randomness that is not injected');
	};
	const simulated = { subtle, getRandomValues };
	Object.defineProperty(globalThis, 'crypto', { value: real ? webcrypto : simulated, configurable: true });
	const next = inTurn();
	Object.defineProperty(globalThis, 'setImmediate', { value: next, configurable: true });
	Object.defineProperty(globalThis, 'setTimeout', { value: orInTurn(next), configurable: true });
	Object.defineProperty(globalThis, 'structuredClone', { value: cloneRecord, configurable: true });
	Object.defineProperty(globalThis, 'CompressionStream', { value: atOnce(quickGzip), configurable: true });
	Object.defineProperty(globalThis, 'DecompressionStream', { value: atOnce((b) => gunzipSync(b)), configurable: true });
}
