// Where the phone is full: caches go first, then the photo is refused, and the payment is saved all the same.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { keepForDraft } from '$lib/client/local/blobs';
import { pay, setting } from './server-fixture';

const PHOTO = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3);

/** A browser with so many bytes left, and so many more once its caches are gone. */
function browserWith(free: number, inCaches: number): { readonly dropped: string[] } {
	const dropped: string[] = [];
	const estimate = async () => ({
		quota: 100_000_000,
		usage: 100_000_000 - free - (dropped.length > 0 ? inCaches : 0)
	});
	vi.stubGlobal('navigator', { storage: { estimate } });
	vi.stubGlobal('caches', {
		delete: async (name: string) => dropped.push(name) === 1 && inCaches > 0
	});
	return { dropped };
}

afterEach(() => vi.unstubAllGlobals());

describe('a photo on a phone that is nearly full', () => {
	test('is kept without touching anything while there is room', async () => {
		const { phone } = await setting();
		const { dropped } = browserWith(50_000_000, 0);
		expect(await keepForDraft(phone, 'visit:1', PHOTO)).toMatchObject({ ok: true });
		expect(dropped).toEqual([]);
	});

	test('takes the place of files that a network brings back', async () => {
		const { phone } = await setting();
		const { dropped } = browserWith(1_000_000, 50_000_000);
		expect(await keepForDraft(phone, 'visit:1', PHOTO)).toMatchObject({ ok: true });
		expect(dropped).toEqual(['tournee-later']);
	});

	test('is refused when nothing else can go; the payment passes', async () => {
		const { phone, dossier } = await setting();
		browserWith(1_000_000, 0);
		expect(await keepForDraft(phone, 'visit:1', PHOTO)).toMatchObject({ error: { code: 'photo-no-room' } });
		expect(await phone.db.blobs.count()).toBe(0);
		expect(await pay(phone, dossier, 1_000)).toMatchObject({ ok: true });
	});

	test('that turns out to be none, or too large for the wire, is refused', async () => {
		const { phone } = await setting();
		expect(await keepForDraft(phone, 'visit:1', Uint8Array.of(1, 2, 3))).toMatchObject({
			error: { code: 'photo-unreadable' }
		});
		const large = new Uint8Array(5_000_000);
		large.set(PHOTO);
		expect(await keepForDraft(phone, 'visit:1', large)).toMatchObject({ error: { code: 'photo-too-large' } });
	});

	test('that the browser has no room for while it stores it leaves nothing behind', async () => {
		const { phone } = await setting();
		vi.spyOn(phone.db.blobs, 'put').mockRejectedValue(new DOMException('full', 'QuotaExceededError'));
		expect(await keepForDraft(phone, 'visit:1', PHOTO)).toMatchObject({ error: { code: 'photo-no-room' } });
		expect(await phone.db.blobChunks.count()).toBe(0);
	});
});
