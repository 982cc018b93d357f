// Photos in a black box: from the phone that cannot send them to the office, which hands them in.
import { describe, expect, test } from 'vitest';
import { recordPayment } from '../../src/lib/client/actions/record-payment';
import { reportVisit } from '../../src/lib/client/actions/report-visit';
import { makeBlackBoxes } from '../../src/lib/client/local/black-box';
import { openWhole } from '../../src/lib/client/local/blobs';
import { type Phone } from '../../src/lib/client/local/phone';
import { syncPass } from '../../src/lib/client/sync/pass';
import { BLOB_CHUNK_BYTES } from '../../src/lib/core/wire';
import { openBlackBox } from '../../src/lib/office/black-box/open';
import { createRecoveryKey } from '../../src/lib/office/black-box/recovery';
import { sendBlackBox } from '../../src/lib/office/black-box/send';
import { putBlob } from '../../src/lib/server/blobs/endpoint';
import { wholeKey } from '../../src/lib/server/blobs/store';
import { problem } from '../../src/lib/server/http/problem';
import { importBlackBox } from '../../src/lib/server/office/import-black-box';
import { at, type Company } from './fixture';
import { picture, onRound, visit, cheque, keep } from './phone-camera';
import { bucket } from './platform';

describe('a black box', () => {
	test('holds the photos that the server does not have, and the office hands them in piece by piece', async () => {
		const { c, phone, line, dossier } = await onRound();
		const code = await withRecoveryKey(phone);
		const begun = await keep(phone, 'visit:1', picture(2 * BLOB_CHUNK_BYTES + 5));
		expect((await reportVisit(phone, visit(dossier, 'visit:1'))).ok).toBe(true);
		line.cutAfter = line.requests + 2;
		expect(await syncPass(phone, () => undefined)).toMatchObject({ error: { code: 'offline' } });
		const unsent = await keep(phone, 'pay:1', picture(900));
		expect((await recordPayment(phone, cheque(dossier, 'pay:1'))).ok).toBe(true);
		const made = await makeBlackBoxes(phone.ports, phone.db);
		if (!made.ok) throw new Error(made.error.code);
		expect(made.value).toMatchObject([{ count: 1, files: 2, leftOut: 0 }]);
		const opened = await openBlackBox(at(made.value).text, code, c.org);
		if (!opened.ok) throw new Error(opened.error.code);
		expect(opened.value.content.files.map(({ sha256: name }) => name)).toEqual([unsent.sha256, begun.sha256]);
		for (const isAgain of [false, true]) {
			const sent = await sendBlackBox(opened.value, officeLine(c));
			expect(sent).toMatchObject({
				ok: true,
				value: { push: 'ok', files: 2, filesLeft: 0, items: [{ isNew: !isAgain }] }
			});
		}
		for (const { sha256: name, size } of [begun, unsent])
			expect(await openWhole(phone, name, size)).toEqual({
				ok: true,
				value: await bucket().read(wholeKey(c.org, name))
			});
	});

	test('is made for photos alone, and says which of them cannot be read', async () => {
		const { c, phone, line, dossier } = await onRound();
		const code = await withRecoveryKey(phone);
		const good = await keep(phone, 'visit:1', picture(500));
		const broken = await keep(phone, 'visit:1', picture(700));
		await reportVisit(phone, visit(dossier, 'visit:1'));
		line.cutAfter = line.requests + 1;
		await syncPass(phone, () => undefined);
		await phone.db.outbox.toCollection().modify({ state: 'confirmed' });
		await phone.db.blobChunks.delete([broken.sha256, 0]);
		const made = await makeBlackBoxes(phone.ports, phone.db);
		if (!made.ok) throw new Error(made.error.code);
		expect(made.value).toMatchObject([{ count: 0, files: 1, leftOut: 1 }]);
		const opened = await openBlackBox(at(made.value).text, code, c.org);
		const sent = opened.ok ? await sendBlackBox(opened.value, officeLine(c)) : opened;
		expect(sent).toMatchObject({ ok: true, value: { files: 1, items: [] } });
		expect(await bucket().read(wholeKey(c.org, good.sha256))).not.toBeNull();
	});

	test('brings no file that the phone never announced', async () => {
		const { c, phone, line, dossier } = await onRound();
		const code = await withRecoveryKey(phone);
		line.up = false;
		const { sha256: name } = await keep(phone, 'visit:1', picture(500));
		expect((await reportVisit(phone, visit(dossier, 'visit:1'))).ok).toBe(true);
		const made = await makeBlackBoxes(phone.ports, phone.db);
		const opened = made.ok ? await openBlackBox(at(made.value).text, code, c.org) : made;
		if (!opened.ok) throw new Error(opened.error.code);
		const { header, content } = opened.value;
		const alone = { header, content: { ...content, operations: [] } };
		expect(await sendBlackBox(alone, officeLine(c))).toMatchObject({ ok: true, value: { files: 0, filesLeft: 1 } });
		expect(await bucket().read(wholeKey(c.org, name))).toBeNull();
	});
});

async function withRecoveryKey(phone: Phone): Promise<string> {
	const { code, publicKey } = await createRecoveryKey();
	await phone.db.device.update('device', { recoveryKey: publicKey });
	return code;
}

/** The office's browser, signed in as the manager. */
const officeLine =
	(c: Company): typeof fetch =>
	async (input, init) => {
		const path = String(input);
		if (path === '/office/black-box/operations') {
			const imported = await importBlackBox(c.ctx, c.manager, JSON.parse(String(init?.body)));
			return imported.ok ? Response.json(imported.value) : problem(imported.error);
		}
		const request = new Request(`http://localhost${path}`, init);
		const name = path.replace('/api/blobs/', '');
		return putBlob({ ctx: c.ctx, store: bucket() }, { request, readers: { field: null, office: c.manager }, name });
	};
