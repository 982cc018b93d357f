// Files of operations on the server: pieces that resume, what is checked at the last one, who may send and who may see.
import { describe, expect, test } from 'vitest';
import { pieceAt, signedBytesOfUpload, type BlobAnswer } from '../../src/lib/core/blob';
import { toHex, type Bytes } from '../../src/lib/core/chain';
import { deviceIdSchema } from '../../src/lib/core/ids';
import { toBase64url } from '../../src/lib/core/base64url';
import type { Refusal } from '../../src/lib/core/refusal';
import type { Result } from '../../src/lib/core/result';
import { BLOB_CHUNK_BYTES } from '../../src/lib/core/wire';
import type { SignedIn } from '../../src/app';
import type { Asker } from '../../src/lib/server/blobs/claim';
import { download } from '../../src/lib/server/blobs/download';
import { pieceKey, wholeKey } from '../../src/lib/server/blobs/store';
import { takePiece, uploadState } from '../../src/lib/server/blobs/upload';
import { attachmentsOf } from '../../src/lib/server/db/blobs';
import { sha256, signer } from '../../src/lib/server/signature';
import { at, company, newId, onRound, type Company, type OnRound, type Phone } from './fixture';
import { random } from './phone';
import { bucket } from './platform';

type File = { readonly bytes: Bytes; readonly name: string };

/** A picture as far as its first bytes say, with chance behind them. */
async function picture(size: number, head: readonly number[] = [0xff, 0xd8, 0xff, 0xe0]): Promise<File> {
	const bytes = new Uint8Array(size);
	for (let start = 0; start < size; start += 65_536) bytes.set(random(Math.min(65_536, size - start)), start);
	bytes.set(head);
	return { bytes, name: toHex(await sha256(bytes)) };
}

const session = (signedIn: SignedIn | null): Asker => ({ signedIn, device: null, proof: null });

/** A visit of Ana that announces files, stored on the server. */
async function announced(...files: readonly File[]) {
	const round = await onRound();
	const operation = await round.phone.visit(at(round.d), 'met', {
		blobs: files.map(({ name, bytes }) => ({ sha256: name, size: bytes.length, type: 'image/jpeg' as const }))
	});
	await round.phone.sync();
	return { ...round, operation: operation.header.id };
}

const pieceOf = (bytes: Bytes, offset: number) => {
	const piece = pieceAt(offset, bytes.length);
	return { piece, content: bytes.slice(offset, offset + piece.length) };
};

function send(c: Company, asker: Asker, { bytes, name }: File, offset: number): Promise<Result<BlobAnswer, Refusal>> {
	const { piece, content } = pieceOf(bytes, offset);
	return takePiece({ ctx: c.ctx, store: bucket() }, asker, name, piece, content);
}

/** Sends from where the server is until it is done. */
async function sendAll(c: Company, asker: Asker, file: File, from = 0): Promise<Result<BlobAnswer, Refusal>> {
	const sent = await send(c, asker, file, from);
	return sent.ok && !sent.value.verified ? sendAll(c, asker, file, sent.value.next) : sent;
}

const state = async ({ c }: OnRound, operation: Parameters<typeof attachmentsOf>[2][number]) =>
	((await attachmentsOf(c.ctx.db, c.org, [operation])).get(operation) ?? []).map((file) => [file.state, file.received]);

describe('an upload', () => {
	test('goes from announced over partial to verified, leaves the whole file and no pieces', async () => {
		const file = await picture(2 * BLOB_CHUNK_BYTES + 100);
		const all = await announced(file);
		const { c, operation } = all;
		expect(await state(all, operation)).toEqual([['announced', 0]]);
		expect(await send(c, session(c.ana), file, 0)).toMatchObject({
			value: { next: BLOB_CHUNK_BYTES, verified: false }
		});
		expect(await state(all, operation)).toEqual([['partial', BLOB_CHUNK_BYTES]]);
		expect(await bucket().read(pieceKey(c.org, file.name, 0))).toEqual(file.bytes.slice(0, BLOB_CHUNK_BYTES));
		expect(await uploadState({ ctx: c.ctx, store: bucket() }, session(c.ana), file.name)).toMatchObject({
			value: { next: BLOB_CHUNK_BYTES }
		});
		expect(await sendAll(c, session(c.ana), file, BLOB_CHUNK_BYTES)).toMatchObject({ value: { verified: true } });
		expect(await state(all, operation)).toEqual([['verified', file.bytes.length]]);
		expect(await bucket().read(wholeKey(c.org, file.name))).toEqual(file.bytes);
		for (const offset of [0, BLOB_CHUNK_BYTES])
			expect(await bucket().read(pieceKey(c.org, file.name, offset))).toBeNull();
	});

	test('a file of exactly one piece, and one of exactly two', async () => {
		const files = [await picture(BLOB_CHUNK_BYTES), await picture(2 * BLOB_CHUNK_BYTES), await picture(9)];
		const { c } = await announced(...files);
		for (const file of files)
			expect(await sendAll(c, session(c.ana), file)).toMatchObject({
				value: { verified: true, next: file.bytes.length }
			});
	});

	test('a piece whose answer was lost is sent again and answered alike; one too early is told what is due', async () => {
		const file = await picture(3 * BLOB_CHUNK_BYTES);
		const { c } = await announced(file);
		await send(c, session(c.ana), file, 0);
		expect(await send(c, session(c.ana), file, 0)).toMatchObject({ value: { next: BLOB_CHUNK_BYTES } });
		expect(await send(c, session(c.ana), file, 2 * BLOB_CHUNK_BYTES)).toMatchObject({
			error: { code: 'blob-offset', data: { next: BLOB_CHUNK_BYTES } }
		});
		await sendAll(c, session(c.ana), file, BLOB_CHUNK_BYTES);
		expect(await send(c, session(c.ana), file, 0)).toMatchObject({ value: { verified: true } });
	});

	test('wrong bytes are found at the end: nothing is stored, and the right ones may follow', async () => {
		const file = await picture(2 * BLOB_CHUNK_BYTES);
		const all = await announced(file);
		const { c, operation } = all;
		const wrong = { name: file.name, bytes: file.bytes.slice() };
		wrong.bytes[70_000] = (wrong.bytes[70_000] ?? 0) ^ 1;
		expect(await sendAll(c, session(c.ana), wrong)).toMatchObject({
			error: { code: 'blob-differs', data: { what: 'hash' } }
		});
		expect(await state(all, operation)).toEqual([['announced', 0]]);
		expect(await bucket().read(pieceKey(c.org, file.name, 0))).toBeNull();
		expect(await bucket().read(wholeKey(c.org, file.name))).toBeNull();
		expect(await sendAll(c, session(c.ana), file)).toMatchObject({ value: { verified: true } });
	});

	test('one bit of the first byte turned over on its way is damage like any other, and no other type', async () => {
		const file = await picture(300);
		const { c } = await announced(file);
		const damaged = { name: file.name, bytes: file.bytes.slice() };
		damaged.bytes[0] = (damaged.bytes[0] ?? 0) ^ 4;
		expect(await sendAll(c, session(c.ana), damaged)).toMatchObject({
			error: { code: 'blob-differs', data: { what: 'hash' } }
		});
		expect(await sendAll(c, session(c.ana), file)).toMatchObject({ value: { verified: true } });
	});

	test('a page that calls itself a picture is refused by its first bytes', async () => {
		const page = await picture(200, [0x3c, 0x68, 0x74, 0x6d, 0x6c]);
		const { c } = await announced(page);
		expect(await sendAll(c, session(c.ana), page)).toMatchObject({
			error: { code: 'blob-differs', data: { what: 'type' } }
		});
	});

	test('another size than announced is refused before anything is stored', async () => {
		const file = await picture(1_000);
		const { c } = await announced(file);
		const longer = { name: file.name, bytes: new Uint8Array(1_001) };
		expect(await send(c, session(c.ana), longer, 0)).toMatchObject({
			error: { code: 'blob-differs', data: { what: 'size' } }
		});
	});

	test('goes on from the piece that the store lost', async () => {
		const file = await picture(3 * BLOB_CHUNK_BYTES);
		const { c } = await announced(file);
		await send(c, session(c.ana), file, 0);
		await send(c, session(c.ana), file, BLOB_CHUNK_BYTES);
		await bucket().remove([pieceKey(c.org, file.name, BLOB_CHUNK_BYTES)]);
		const due = { error: { code: 'blob-offset', data: { next: BLOB_CHUNK_BYTES } } };
		expect(await send(c, session(c.ana), file, 2 * BLOB_CHUNK_BYTES)).toMatchObject(due);
		expect(await sendAll(c, session(c.ana), file, BLOB_CHUNK_BYTES)).toMatchObject({ value: { verified: true } });
	});

	test('of a file that the bucket has whole is not needed again after a restore', async () => {
		const file = await picture(BLOB_CHUNK_BYTES + 9);
		const all = await announced(file);
		const { c, operation } = all;
		await bucket().write(wholeKey(c.org, file.name), file.bytes);
		const asked = uploadState({ ctx: c.ctx, store: bucket() }, session(c.ana), file.name);
		expect(await asked).toMatchObject({ value: { verified: true, next: file.bytes.length } });
		expect(await state(all, operation)).toEqual([['verified', file.bytes.length]]);
	});

	test('the same picture in a later operation is complete at once', async () => {
		const file = await picture(500);
		const all = await announced(file);
		const { c, phone, d } = all;
		await sendAll(c, session(c.ana), file);
		const blobs = [{ sha256: file.name, size: 500, type: 'image/jpeg' as const }];
		const later = await phone.visit(at(d, 1), 'met', { blobs });
		await phone.sync();
		expect(await state(all, later.header.id)).toEqual([['verified', 500]]);
	});
});

describe('who may send', () => {
	const proven = async (phone: Phone, file: File, offset: number | null, device = phone.id): Promise<Asker> => {
		const content = offset === null ? null : pieceOf(file.bytes, offset).content;
		const piece = content && { offset: offset ?? 0, sha256: toHex(await sha256(content)) };
		const proof = await signer(phone.keys.privateKey)(signedBytesOfUpload(device, file.name, piece));
		return { signedIn: null, device, proof: toBase64url(proof) };
	};

	test('without a session the device that announced it, by its signature over the very piece', async () => {
		const file = await picture(BLOB_CHUNK_BYTES + 5);
		const { c, phone } = await announced(file);
		expect(
			await uploadState({ ctx: c.ctx, store: bucket() }, await proven(phone, file, null), file.name)
		).toMatchObject({ value: { next: 0 } });
		expect(await send(c, await proven(phone, file, 0), file, 0)).toMatchObject({ ok: true });
		expect(await send(c, await proven(phone, file, 0), file, BLOB_CHUNK_BYTES)).toMatchObject({
			error: { code: 'proof-wrong' }
		});
		const last = await proven(phone, file, BLOB_CHUNK_BYTES);
		expect(await send(c, last, file, BLOB_CHUNK_BYTES)).toMatchObject({ value: { verified: true } });
	});

	test('without a session another device finds nothing, and a false name of the device proves nothing', async () => {
		const file = await picture(50);
		const { c, phone } = await announced(file);
		const other = await c.phone(c.ben);
		expect(await send(c, await proven(other, file, 0), file, 0)).toMatchObject({ error: { code: 'not-found' } });
		expect(await send(c, await proven(other, file, 0, phone.id), file, 0)).toMatchObject({
			error: { code: 'proof-wrong' }
		});
		const nobody = await proven(phone, file, 0, newId(deviceIdSchema));
		expect(await send(c, nobody, file, 0)).toMatchObject({ error: { code: 'not-found' } });
		expect(await send(c, session(null), file, 0)).toMatchObject({ error: { code: 'sign-in-needed' } });
	});

	test('nobody of another organisation, and nobody before the operation is stored', async () => {
		const file = await picture(50);
		const { c } = await announced(file);
		const foreign = await company(1);
		expect(await send(foreign, session(foreign.ana), file, 0)).toMatchObject({ error: { code: 'not-found' } });
		expect(await send(c, session(c.ana), await picture(50), 0)).toMatchObject({ error: { code: 'not-found' } });
	});
});

describe('who may see', () => {
	const get = (c: Company, readers: { field?: SignedIn; office?: SignedIn }, { name }: File) =>
		download({ ctx: c.ctx, store: bucket() }, { field: readers.field ?? null, office: readers.office ?? null }, name);

	test('the office and the author, once it is verified; the bytes are the very same', async () => {
		const file = await picture(70_000);
		const { c } = await announced(file);
		expect(await get(c, { office: c.manager }, file)).toMatchObject({ error: { code: 'blob-incomplete' } });
		await sendAll(c, session(c.ana), file);
		const seen = await get(c, { office: c.manager }, file);
		expect(seen.ok && seen.value.bytes).toEqual(file.bytes);
		expect(seen).toMatchObject({ value: { type: 'image/jpeg', fileName: `2026-11-20-${file.name.slice(0, 12)}.jpg` } });
		expect(await get(c, { field: c.ana }, file)).toMatchObject({ ok: true });
	});

	test('not a collector out of scope, a cashier of a visit, another organisation or nobody', async () => {
		const file = await picture(90);
		const { c } = await announced(file);
		await sendAll(c, session(c.ana), file);
		const notFound = { error: { code: 'not-found' } };
		expect(await get(c, { field: c.ben }, file)).toMatchObject(notFound);
		expect(await get(c, { office: { ...c.manager, role: 'cashier' } }, file)).toMatchObject(notFound);
		const foreign = await company(1);
		expect(await get(foreign, { office: foreign.manager }, file)).toMatchObject(notFound);
		expect(await get(c, {}, file)).toMatchObject({ error: { code: 'sign-in-needed' } });
	});

	test('a cashier sees the photo of a cheque, a colleague what is on his round too', async () => {
		const file = await picture(90);
		const { c, phone, d, claims } = await onRound();
		const blobs = [{ sha256: file.name, size: 90, type: 'image/jpeg' as const }];
		await phone.pay(at(d), at(claims), 5_000, {
			detail: { means: 'cheque', number: '1', bank: 'B', drawer: 'P' },
			blobs
		});
		await phone.sync();
		await sendAll(c, session(c.ana), file);
		expect(await get(c, { office: { ...c.manager, role: 'cashier' } }, file)).toMatchObject({ ok: true });
		await c.publish(c.ben, [at(d)]);
		await (await c.phone(c.ben)).syncAll();
		expect(await get(c, { field: c.ben }, file)).toMatchObject({ ok: true });
	});
});

describe('the table', () => {
	test('refuses to change what was announced, to forget what was verified and to verify half a file', async () => {
		const file = await picture(90);
		const { c } = await announced(file);
		await expect(c.write('UPDATE blob SET verified_ms = 1 WHERE org = :org')).rejects.toThrow('blob-incomplete');
		await expect(c.write('UPDATE blob SET size = 91 WHERE org = :org')).rejects.toThrow('append-only');
		await sendAll(c, session(c.ana), file);
		await expect(c.write('UPDATE blob SET verified_ms = NULL WHERE org = :org')).rejects.toThrow('append-only');
	});
});
