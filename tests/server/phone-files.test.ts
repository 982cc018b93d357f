// Photos from the real phone to the real server and bucket: sealed, announced, sent after the operations, resumed, kept for thirty days.
import { describe, expect, test } from 'vitest';
import { recordPayment } from '../../src/lib/client/actions/record-payment';
import { reportVisit } from '../../src/lib/client/actions/report-visit';
import { openPiece, openWhole } from '../../src/lib/client/local/blobs';
import { deleteDraft } from '../../src/lib/client/local/drafts';
import { openCurrentPhone, readDevice, type Phone } from '../../src/lib/client/local/phone';
import { pruneOutbox } from '../../src/lib/client/sync/prune';
import { reopenAfter } from '../../src/lib/client/sync/push';
import { syncPass } from '../../src/lib/client/sync/pass';
import { toHex } from '../../src/lib/core/chain';
import { BLOB_CHUNK_BYTES } from '../../src/lib/core/wire';
import { pieceKey, wholeKey } from '../../src/lib/server/blobs/store';
import { attachmentsOf } from '../../src/lib/server/db/blobs';
import { sha256 } from '../../src/lib/server/signature';
import { NOON, type Company } from './fixture';
import { sync } from './phone-profile';
import { picture, onRound, visit, cheque, keep, files, states, puts } from './phone-camera';
import { bucket } from './platform';

describe('a photo', () => {
	test('is sealed, survives the death of the app, is announced with its visit and arrives whole', async () => {
		const { c, phone, profile, line, dossier } = await onRound();
		const bytes = picture(2 * BLOB_CHUNK_BYTES + 77);
		const { sha256: name } = await keep(phone, 'visit:1', bytes);
		expect(name).toBe(toHex(await sha256(bytes)));
		for (const { sealed } of await phone.db.blobChunks.toArray())
			expect(Buffer.from(sealed).includes(Buffer.from(bytes.slice(0, 64)))).toBe(false);
		phone.db.close();
		const again = await openCurrentPhone(profile.ports);
		if (!again.ok || !again.value) throw new Error('the phone did not open');
		const saved = await reportVisit(again.value, visit(dossier, 'visit:1'));
		if (!saved.ok) throw new Error(saved.error.code);
		expect(await files(again.value)).toMatchObject([{ owner: saved.value.id, state: 'waiting', money: false }]);
		line.log.length = 0;
		await sync(again.value);
		expect(line.log[0]).toBe('POST /api/sync');
		expect(line.log.slice(1)).toEqual(Array.from({ length: 3 }, () => `PUT /api/blobs/${name}`));
		expect(await states(again.value)).toEqual(['verified']);
		expect(await bucket().read(wholeKey(c.org, name))).toEqual(bytes);
		const attached = await attachmentsOf(c.ctx.db, c.org, [saved.value.id]);
		expect(attached.get(saved.value.id)).toMatchObject([{ sha256: name, state: 'verified', size: bytes.length }]);
	});

	test('goes with its form: thrown away with it, and not announced by a payment that is no cheque', async () => {
		const { c, phone, dossier } = await onRound();
		await keep(phone, 'visit:1', picture(100));
		await deleteDraft(phone, 'visit:1');
		expect([await phone.db.blobs.count(), await phone.db.blobChunks.count()]).toEqual([0, 0]);
		await keep(phone, 'pay:1', picture(100));
		const paid = await recordPayment(phone, { ...cheque(dossier, 'pay:1'), detail: { means: 'cash' } });
		expect(paid.ok).toBe(true);
		expect([await phone.db.blobs.count(), await phone.db.blobChunks.count()]).toEqual([0, 0]);
		await sync(phone);
		expect(await c.count('SELECT COUNT(*) FROM blob WHERE org = :org')).toBe(0);
	});

	test('of a cheque goes before others, and the smaller before the larger', async () => {
		const { phone, line, dossier } = await onRound();
		const large = await keep(phone, 'visit:1', picture(9_000));
		const small = await keep(phone, 'visit:1', picture(8_000));
		const money = await keep(phone, 'pay:1', picture(60_000));
		expect((await reportVisit(phone, visit(dossier, 'visit:1'))).ok).toBe(true);
		expect((await recordPayment(phone, cheque(dossier, 'pay:1'))).ok).toBe(true);
		line.log.length = 0;
		await sync(phone);
		expect(puts(line.log)).toEqual([money, small, large].map(({ sha256: name }) => name.slice(0, 8)));
	});
});

describe('an upload', () => {
	test('resumes behind the last piece that arrived, also when its answer was lost', async () => {
		const { c, phone, line, dossier } = await onRound();
		const bytes = picture(4 * BLOB_CHUNK_BYTES);
		const { sha256: name } = await keep(phone, 'visit:1', bytes);
		await reportVisit(phone, visit(dossier, 'visit:1'));
		line.cutAfter = line.requests + 3;
		expect(await syncPass(phone, () => undefined)).toMatchObject({ error: { code: 'offline' } });
		expect(await files(phone)).toMatchObject([{ state: 'sending', sent: 2 * BLOB_CHUNK_BYTES }]);
		expect(await bucket().read(pieceKey(c.org, name, BLOB_CHUNK_BYTES))).not.toBeNull();
		line.cutAfter = null;
		line.log.length = 0;
		await sync(phone);
		expect(line.log.slice(1)).toEqual([`HEAD /api/blobs/${name}`, `PUT /api/blobs/${name}`, `PUT /api/blobs/${name}`]);
		expect(await bucket().read(wholeKey(c.org, name))).toEqual(bytes);
	});

	test('whose last answer was lost is known to be complete by one question', async () => {
		const { phone, line, dossier, profile } = await onRound();
		await keep(phone, 'visit:1', picture(5_000));
		await reportVisit(phone, visit(dossier, 'visit:1'));
		const { fetch } = profile.ports;
		const lossy: Phone = {
			...phone,
			ports: { ...phone.ports, fetch: (path, init) => ((line.loseAnswer = init.method === 'PUT'), fetch(path, init)) }
		};
		expect(await syncPass(lossy, () => undefined)).toMatchObject({ error: { code: 'offline' } });
		line.log.length = 0;
		await sync(phone);
		expect(line.log.map((asked) => asked.split(' ')[0])).toEqual(['POST', 'HEAD']);
		expect(await states(phone)).toEqual(['verified']);
	});

	test('lets an operation that is saved meanwhile go first', async () => {
		const { c, phone, line, dossier } = await onRound();
		await keep(phone, 'visit:1', picture(3 * BLOB_CHUNK_BYTES));
		await reportVisit(phone, visit(dossier, 'visit:1'));
		const { fetch } = phone.ports;
		let paid = false;
		const busy: Phone = {
			...phone,
			ports: {
				...phone.ports,
				fetch: async (path, init) => {
					const answer = await fetch(path, init);
					if (init.method !== 'PUT' || paid) return answer;
					paid = true;
					await recordPayment(phone, { ...cheque(dossier, 'none'), detail: { means: 'cash' } });
					return answer;
				}
			}
		};
		line.log.length = 0;
		expect(await syncPass(busy, () => undefined)).toMatchObject({ error: null });
		expect(line.log.map((asked) => asked.split(' ')[0])).toEqual(['POST', 'PUT', 'POST', 'HEAD', 'PUT', 'PUT']);
		expect(await c.count('SELECT COUNT(*) FROM payment WHERE org = :org')).toBe(1);
		expect(await states(phone)).toEqual(['verified']);
	});

	test('goes on without a session, by the signature of the phone', async () => {
		const { phone, line, dossier } = await onRound();
		await keep(phone, 'visit:1', picture(70_000));
		await reportVisit(phone, visit(dossier, 'visit:1'));
		line.session = null;
		line.cutAfter = line.requests + 2;
		expect(await syncPass(phone, () => undefined)).toMatchObject({ error: { code: 'offline' } });
		line.cutAfter = null;
		// Nothing is left to deposit, so that the sync itself needs a session by now.
		expect(await syncPass(phone, () => undefined)).toMatchObject({ error: { code: 'session-expired' } });
		expect(await states(phone)).toEqual(['verified']);
	});

	test('that a person holds back waits, and goes on when he lets it', async () => {
		const { phone, line, dossier } = await onRound();
		const { sha256: name } = await keep(phone, 'visit:1', picture(70_000));
		const saved = await reportVisit(phone, visit(dossier, 'visit:1'));
		if (!saved.ok) throw new Error(saved.error.code);
		await phone.db.blobs.update([saved.value.id, name], { state: 'paused' });
		line.log.length = 0;
		await sync(phone);
		expect(line.log).toEqual(['POST /api/sync']);
		await phone.db.blobs.update([saved.value.id, name], { state: 'waiting' });
		await sync(phone);
		expect(await states(phone)).toEqual(['verified']);
	});

	test('of a record that was tampered with is refused and said, and blocks no other', async () => {
		const { phone, dossier } = await onRound();
		const bad = await keep(phone, 'visit:1', picture(1_000));
		const good = await keep(phone, 'visit:1', picture(2_000));
		const chunk = await phone.db.blobChunks.get([bad.sha256, 0]);
		if (!chunk) throw new Error('no piece');
		await phone.db.blobChunks.put({
			...chunk,
			sealed: Uint8Array.from(chunk.sealed, (byte, i) => (i === 40 ? byte ^ 1 : byte))
		});
		await reportVisit(phone, visit(dossier, 'visit:1'));
		await sync(phone);
		const after = new Map((await files(phone)).map((file) => [file.sha256, file]));
		expect(after.get(bad.sha256)).toMatchObject({ state: 'refused', code: 'unopenable-seal' });
		expect(after.get(good.sha256)).toMatchObject({ state: 'verified' });
	});
});

/** A database that goes back to before any file arrived. */
async function forget(c: Company): Promise<void> {
	await c.write('DELETE FROM blob WHERE org = :org');
	await c.write(
		`INSERT INTO blob (sha256, org, operation, size, type) SELECT json_extract(blobs, '$[0].sha256'), org, id,
			json_extract(blobs, '$[0].size'), 'image/jpeg' FROM operation WHERE org = :org AND blobs <> '[]'`
	);
}

describe('what stays on the phone', () => {
	const MONTH = 30 * 86_400_000;

	test('an operation and its photo leave together: thirty days after, and never before the photo is verified', async () => {
		const { phone, line, dossier } = await onRound();
		await keep(phone, 'visit:1', picture(70_000));
		const saved = await reportVisit(phone, visit(dossier, 'visit:1'));
		if (!saved.ok) throw new Error(saved.error.code);
		line.cutAfter = line.requests + 2;
		await syncPass(phone, () => undefined);
		expect(await pruneOutbox(phone, NOON + 2 * MONTH)).toBe(0);
		line.cutAfter = null;
		await sync(phone);
		expect(await pruneOutbox(phone, NOON + MONTH - 1)).toBe(0);
		expect(await phone.db.blobChunks.count()).toBe(2);
		expect(await pruneOutbox(phone, NOON + MONTH)).toBe(1);
		expect([await phone.db.blobs.count(), await phone.db.blobChunks.count()]).toEqual([0, 0]);
	});

	test('a file that a person holds back is not asked for, and its operation stays with it', async () => {
		const { phone, line, dossier } = await onRound();
		await keep(phone, 'visit:1', picture(300));
		await reportVisit(phone, visit(dossier, 'visit:1'));
		await phone.db.blobs.toCollection().modify({ state: 'paused' });
		await sync(phone);
		await sync(phone);
		expect(await phone.db.outbox.where('state').equals('confirmed').count()).toBe(1);
		line.log.length = 0;
		expect(await pruneOutbox(phone, NOON + 2 * MONTH)).toBe(0);
		expect(line.log).toEqual([]);
		expect(await states(phone)).toEqual(['paused']);
	});

	test('a file that the server forgot is not let go but sent anew', async () => {
		const { c, phone, line, dossier } = await onRound();
		const { sha256: name } = await keep(phone, 'visit:1', picture(70_000));
		await reportVisit(phone, visit(dossier, 'visit:1'));
		await sync(phone);
		await forget(c);
		await bucket().remove([wholeKey(c.org, name)]);
		expect(await pruneOutbox(phone, NOON + MONTH)).toBe(0);
		expect(await states(phone)).toEqual(['sending']);
		line.up = false;
		expect(await pruneOutbox(phone, NOON + MONTH)).toBe(0);
		line.up = true;
		await sync(phone);
		line.up = false;
		expect(await pruneOutbox(phone, NOON + MONTH)).toBe(0);
		line.up = true;
		expect(await pruneOutbox(phone, NOON + MONTH)).toBe(1);
		expect(await bucket().read(wholeKey(c.org, name))).not.toBeNull();
	});

	test('a content that two operations share stays until the last of them goes', async () => {
		const { phone, dossier } = await onRound();
		const bytes = picture(300);
		const { sha256: name } = await keep(phone, 'visit:1', bytes);
		await reportVisit(phone, visit(dossier, 'visit:1'));
		await keep(phone, 'visit:2', bytes);
		await deleteDraft(phone, 'visit:2');
		expect(await openWhole(phone, name, bytes.length)).toEqual({ ok: true, value: bytes });
		expect(await openPiece(phone, name, 1)).toMatchObject({ error: { code: 'unreadable-record' } });
	});

	test('after a restore of the server every file that the phone kept is offered again', async () => {
		const { c, phone, line, dossier } = await onRound();
		const { sha256: name } = await keep(phone, 'visit:1', picture(70_000));
		await reportVisit(phone, visit(dossier, 'visit:1'));
		await sync(phone);
		await forget(c);
		await bucket().remove([wholeKey(c.org, name)]);
		const read = await readDevice(phone.db);
		if (!read.ok || !read.value) throw new Error('no device');
		await reopenAfter(phone, read.value, read.value.head.seq);
		expect(await states(phone)).toEqual(['waiting']);
		line.log.length = 0;
		await sync(phone);
		expect(puts(line.log).length).toBe(2);
		expect(await states(phone)).toEqual(['verified']);
	});
});
