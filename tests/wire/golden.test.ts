// Golden operations: what version 1 of the wire writes, byte for byte, checked by our code and by openssl from the outside.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { canonical } from '$lib/core/canonical';
import { buildOperation, checkOperation, type Bytes } from '$lib/core/chain';
import { fromBase64url } from '$lib/core/base64url';
import { GENESIS_HASH, operationSchema, publicKeySchema, type Operation } from '$lib/core/wire';
import { sha256, signer, verifier } from '$lib/server/signature';
import { goldenActs } from './golden-acts';

const FILE = fileURLToPath(new URL('./golden.json', import.meta.url));
const goldenSchema = v.strictObject({
	publicKey: publicKeySchema,
	operations: v.array(v.strictObject({ operation: operationSchema, canonicalHeader: v.string() }))
});

if (process.env['GOLDEN'] === 'write') await write();
const golden = v.parse(goldenSchema, JSON.parse(readFileSync(FILE, 'utf8')));
const ports = { sha256, verify: verifier() };

describe('golden operations', () => {
	it('come out byte for byte the same, signatures apart', async () => {
		let head = { seq: 0, hash: GENESIS_HASH };
		for (const [index, act] of goldenActs().entries()) {
			const expected = golden.operations[index]?.operation;
			const built = await buildOperation(
				{ ...act, head },
				{ sha256, sign: async () => new Uint8Array(64), random: countingBytes(index) }
			);
			expect({ ...built, sig: expected?.sig }).toEqual(expected);
			expect(canonical(built.header)).toBe(golden.operations[index]?.canonicalHeader);
			head = { seq: built.header.seq, hash: built.hash };
		}
		expect(golden.operations).toHaveLength(goldenActs().length);
	});

	it('are authentic', async () => {
		for (const { operation } of golden.operations)
			expect(await checkOperation(operation, golden.publicKey, ports)).toBe('ok');
	});

	it('chain each to the one before', () => {
		golden.operations.forEach(({ operation }, index) => {
			expect(operation.header.seq).toBe(index + 1);
			expect(operation.header.prev).toBe(golden.operations[index - 1]?.operation.hash ?? GENESIS_HASH);
		});
	});

	it('are verified by openssl from the canonical header, the public key and the signature alone', () => {
		for (const { operation, canonicalHeader } of golden.operations) {
			expect(opensslVerifies(canonicalHeader, operation)).toBe(true);
			expect(opensslVerifies(canonicalHeader.replace('"seq":', '"sep":'), operation)).toBe(false);
		}
	});

	it.each([
		['another hash', 'bad-hash', (o: Operation) => ({ ...o, hash: GENESIS_HASH })],
		['a header that was touched', 'bad-hash', (o: Operation) => ({ ...o, header: { ...o.header, seq: 9 } })],
		['another signature', 'bad-signature', (o: Operation) => ({ ...o, sig: 'A'.repeat(86) })],
		['another body', 'bad-body-hash', (o: Operation) => ({ ...o, body: { note: 'x' } })],
		[
			'another place',
			'bad-place-hash',
			(o: Operation) => ({ ...o, place: { latE6: 1, lonE6: 2, accuracyM: 3, ageS: 4 } })
		]
	] as const)('%s is found out as %s', async (_title, expected, forge) => {
		const first = golden.operations[0]?.operation;
		if (!first) throw new Error('no golden operation');
		expect(await checkOperation(forge(first), golden.publicKey, ports)).toBe(expected);
	});

	it('stay authentic when their place was lawfully erased', async () => {
		const placed = golden.operations.find(({ operation }) => operation.place !== null);
		if (!placed) throw new Error('no golden operation with a place');
		const erased = { ...placed.operation, place: null, placeSalt: null };
		expect(await checkOperation(erased, golden.publicKey, ports)).toBe('ok');
	});
});

/** Salts that are the same at every run: 0, 1, 2 … from a start. */
function countingBytes(start: number): (length: number) => Bytes {
	let next = start * 64;
	return (length) => Uint8Array.from({ length }, () => (next++ * 37) & 0xff);
}

function opensslVerifies(canonicalHeader: string, operation: Operation): boolean {
	const folder = mkdtempSync(join(tmpdir(), 'tournee-golden-'));
	try {
		writeFileSync(join(folder, 'header'), canonicalHeader);
		writeFileSync(join(folder, 'sig'), derSignature(operation.sig));
		writeFileSync(join(folder, 'key.pem'), pemOf(golden.publicKey));
		const args = ['dgst', '-sha256', '-verify', 'key.pem', '-signature', 'sig', 'header'];
		return execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' }).includes('Verified OK');
	} catch {
		return false;
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** r‖s as the DER sequence that openssl reads. */
function derSignature(sig: string): Uint8Array {
	const raw = bytesOf(sig);
	const integers = [...derInteger(raw.slice(0, 32)), ...derInteger(raw.slice(32))];
	return Uint8Array.from([0x30, integers.length, ...integers]);
}

function derInteger(bytes: readonly number[]): readonly number[] {
	const start = bytes.findIndex((byte) => byte !== 0);
	const trimmed = bytes.slice(start === -1 ? bytes.length - 1 : start);
	const padded = (trimmed[0] ?? 0) >= 0x80 ? [0, ...trimmed] : trimmed;
	return [2, padded.length, ...padded];
}

/** SubjectPublicKeyInfo of a P-256 point (RFC 5480). */
function pemOf({ x, y }: { readonly x: string; readonly y: string }): string {
	const prefix = '3059301306072a8648ce3d020106082a8648ce3d03010703420004'.match(/../g) ?? [];
	const der = [...prefix.map((pair) => Number.parseInt(pair, 16)), ...bytesOf(x), ...bytesOf(y)];
	return `-----BEGIN PUBLIC KEY-----\n${btoa(String.fromCharCode(...der))}\n-----END PUBLIC KEY-----\n`;
}

const bytesOf = (text: string): readonly number[] => [...(fromBase64url(text) ?? [])];

/** `GOLDEN=write` makes the file anew with a fresh key; only when the version of the wire changes. */
async function write(): Promise<void> {
	const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
	const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
	let head = { seq: 0, hash: GENESIS_HASH };
	const operations = [];
	for (const [index, act] of goldenActs().entries()) {
		const operation = await buildOperation(
			{ ...act, head },
			{ sha256, sign: signer(pair.privateKey), random: countingBytes(index) }
		);
		operations.push({ operation, canonicalHeader: canonical(operation.header) });
		head = { seq: operation.header.seq, hash: operation.hash };
	}
	if (!fromBase64url(x ?? '')) throw new Error('no key');
	writeFileSync(FILE, `${JSON.stringify({ publicKey: { x, y }, operations }, null, 2)}\n`);
}
