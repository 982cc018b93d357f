// Seals records with AES-GCM under keys that cannot be read; the record's place is authenticated, so none can stand for another.
import * as v from 'valibot';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import type { KeyHandle, Ports } from '../ports';
import { concatBytes, fromUtf8, parseJson, utf8 } from './bytes';

const NONCE_BYTES = 12;
/** First byte of a sealed record, so that its form can change one day. */
const SEAL_VERSION = 1;

/** Where an operation of the outbox is sealed. */
export const outboxPlace = (id: string): string => `outbox:${id}`;

export type SealPorts = Pick<Ports, 'crypto' | 'random'>;

/** Opening needs one function of the whole port: the service worker has no other. */
export type OpenPorts = { readonly crypto: Pick<Ports['crypto'], 'open'> };

/** Why a sealed record gives nothing; the record stays as it is. */
export type SealRefusal = Refusal<'unopenable-seal' | 'unexpected-content'>;

/** Version, nonce and ciphertext of a value's JSON, bound to its place, e.g. 'outbox:<id>'. */
export const sealJson = (
	ports: SealPorts,
	key: KeyHandle,
	place: string,
	value: unknown
): Promise<Uint8Array<ArrayBuffer>> => sealBytes(ports, key, place, utf8(JSON.stringify(value)));

/** The same for bytes as they are. */
export async function sealBytes(
	ports: SealPorts,
	key: KeyHandle,
	place: string,
	bytes: Uint8Array<ArrayBuffer>
): Promise<Uint8Array<ArrayBuffer>> {
	const nonce = ports.random(NONCE_BYTES);
	const sealed = await ports.crypto.seal(key, nonce, utf8(place), bytes);
	return concatBytes(Uint8Array.of(SEAL_VERSION), concatBytes(nonce, sealed));
}

/** Opens and judges what `sealJson` made; refuses another place, a changed bit, or content that the schema does not know. */
export async function openJson<S extends v.GenericSchema>(
	ports: OpenPorts,
	key: KeyHandle,
	place: string,
	sealed: Uint8Array<ArrayBuffer>,
	schema: S
): Promise<Result<v.InferOutput<S>, SealRefusal>> {
	const opened = await openBytes(ports, key, place, sealed);
	if (!opened.ok) return opened;
	let text: string;
	try {
		text = fromUtf8(opened.value);
	} catch {
		return err(refusal('unopenable-seal', { place }));
	}
	const parsed = v.safeParse(schema, parseJson(text));
	if (!parsed.success) return err(refusal('unexpected-content', { place, at: v.getDotPath(parsed.issues[0]) }));
	return ok(parsed.output);
}

/** Opens what `sealBytes` made; refuses another place or a changed bit. */
export async function openBytes(
	{ crypto }: OpenPorts,
	key: KeyHandle,
	place: string,
	sealed: Uint8Array<ArrayBuffer>
): Promise<Result<Uint8Array<ArrayBuffer>, SealRefusal>> {
	if (sealed[0] !== SEAL_VERSION) return err(refusal('unopenable-seal', { place }));
	const nonce = sealed.slice(1, 1 + NONCE_BYTES);
	try {
		return ok(await crypto.open(key, nonce, utf8(place), sealed.slice(1 + NONCE_BYTES)));
	} catch {
		return err(refusal('unopenable-seal', { place }));
	}
}
