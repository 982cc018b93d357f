// Opens a black box with the organisation's recovery code, in the browser: the private key never leaves it.
import * as v from 'valibot';
import {
	BLACK_BOX_INFO,
	blackBoxAad,
	blackBoxContentSchema,
	blackBoxSalt,
	MAX_BLACK_BOX_BYTES,
	readBlackBox,
	type BlackBoxContent,
	type BlackBoxHeader
} from '$lib/core/black-box';
import { fromBase64url } from '$lib/core/base64url';
import { keyOfRecoveryCode } from '$lib/core/recovery-code';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';

export type OpenedBlackBox = { readonly header: BlackBoxHeader; readonly content: BlackBoxContent };

const CURVE = { name: 'ECDH', namedCurve: 'P-256' };

/**
 * Opens the text of a file. Refuses what `readBlackBox` refuses, `black-box-other-organisation`, `recovery-code-malformed` for a
 * code with a slip of the pen, `black-box-wrong-key` for the code of another key, and `black-box-damaged`.
 */
export async function openBlackBox(text: string, code: string, org: string): Promise<Result<OpenedBlackBox, Refusal>> {
	const read = readBlackBox(text);
	if (!read.ok) return read;
	const { header, sealed } = read.value;
	if (header.org !== org) return err(refusal('black-box-other-organisation'));
	const d = keyOfRecoveryCode(code);
	if (d === null) return err(refusal('recovery-code-malformed'));
	const own = await importPrivate(d, header);
	if (!own) return err(refusal('black-box-wrong-key'));
	const packed = await unseal(own, header, sealed);
	const content = packed && (await inflate(packed));
	const parsed = v.safeParse(contentJson, content ?? '');
	if (!parsed.success || parsed.output.operations.length !== header.count) return err(refusal('black-box-damaged'));
	return ok({ header, content: parsed.output });
}

const contentJson = v.pipe(v.string(), v.parseJson(), blackBoxContentSchema);

/** Null where the code is not of the key that the file is sealed to: browsers check that the halves of a key belong together. */
async function importPrivate(d: string, { recovery }: BlackBoxHeader): Promise<CryptoKey | null> {
	try {
		const jwk = { kty: 'EC', crv: 'P-256', d, ...recovery };
		return await crypto.subtle.importKey('jwk', jwk, CURVE, false, ['deriveBits']);
	} catch {
		return null;
	}
}

async function unseal(
	own: CryptoKey,
	header: BlackBoxHeader,
	sealed: Uint8Array<ArrayBuffer>
): Promise<Uint8Array<ArrayBuffer> | null> {
	const { subtle } = crypto;
	try {
		const jwk = { kty: 'EC', crv: 'P-256', ...header.ephemeral };
		const ephemeral = await subtle.importKey('jwk', jwk, CURVE, false, []);
		const bits = await subtle.deriveBits({ name: 'ECDH', public: ephemeral }, own, 256);
		const secret = await subtle.importKey('raw', bits, 'HKDF', false, ['deriveKey']);
		const info = new TextEncoder().encode(BLACK_BOX_INFO);
		const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: blackBoxSalt(header), info };
		const key = await subtle.deriveKey(hkdf, secret, { name: 'AES-GCM', length: 256 }, false, ['decrypt']);
		const params = { name: 'AES-GCM', iv: ivOf(header), additionalData: blackBoxAad(header) };
		return new Uint8Array(await subtle.decrypt(params, key, sealed));
	} catch {
		return null;
	}
}

const ivOf = ({ iv }: BlackBoxHeader): Uint8Array<ArrayBuffer> => fromBase64url(iv) ?? new Uint8Array(12);

/** The inflated text; null for what is no gzip, or would fill the memory. */
async function inflate(packed: Uint8Array<ArrayBuffer>): Promise<string | null> {
	const decoder = new TextDecoder('utf-8', { fatal: true });
	let text = '';
	let bytes = 0;
	try {
		const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
		for (let part = await reader.read(); !part.done; part = await reader.read()) {
			bytes += part.value.length;
			if (bytes > MAX_BLACK_BOX_BYTES) return null;
			text += decoder.decode(part.value, { stream: true });
		}
		return text + decoder.decode();
	} catch {
		return null;
	}
}
