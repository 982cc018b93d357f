// A photo taken at a door without a network: it survives the death of the app, goes up when the phone is back, and the office saves the very same bytes.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { accountOf, leave, openOffice, signInOnPhone } from './phone';

/** What a camera writes beside a picture: it lies on its side (orientation 6), with a maker's note that must not travel. */
const EXIF: Buffer = Buffer.concat([
	Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0', 'latin1'),
	Buffer.from('GPS 47.390,0.690 Maker 12345', 'latin1')
]);

/** A landscape JPEG of 2400 × 1800 as a camera would save it: full of detail, with EXIF. */
async function cameraPhoto(page: Page): Promise<Buffer> {
	const base64 = await page.evaluate(async () => {
		const canvas = new OffscreenCanvas(2400, 1800);
		const context = canvas.getContext('2d');
		if (!context) throw new Error('no canvas');
		for (let x = 0; x < 2400; x += 24)
			for (let y = 0; y < 1800; y += 24) {
				context.fillStyle = `rgb(${(x * 7 + y) % 256} ${(y * 13) % 256} ${(x + y * 3) % 256})`;
				context.fillRect(x, y, 24, 24);
			}
		const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
		const bytes = new Uint8Array(await blob.arrayBuffer());
		return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
	});
	const plain = Buffer.from(base64, 'base64');
	const length = Buffer.alloc(2);
	length.writeUInt16BE(EXIF.length + 2);
	return Buffer.concat([plain.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, EXIF, plain.subarray(2)]);
}

/** The segments before the picture's lines, and its size. */
function readJpeg(bytes: Buffer): { markers: number[]; width: number; height: number } {
	const markers: number[] = [];
	let size = { width: 0, height: 0 };
	let at = 2;
	while (bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
		const marker = bytes[at + 1] ?? 0;
		markers.push(marker);
		if (marker === 0xc0 || marker === 0xc2)
			size = { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
		at += 2 + bytes.readUInt16BE(at + 2);
	}
	return { markers, ...size };
}

test('a photo taken offline reaches the office as it was kept: upright, small, and with nothing but the picture', async ({
	page,
	context,
	browser
}) => {
	await signInOnPhone(page, accountOf('collector', 3));
	await leave(page);
	const photo = await cameraPhoto(page);
	expect(readJpeg(photo).markers).toContain(0xe1);
	await context.setOffline(true);
	await page.getByRole('link', { name: /^Agir/ }).nth(2).click();
	await page.getByRole('link', { name: /visite/i }).click();
	await page.waitForURL('**/visit');
	const form = page.url();

	await test.step('a file that is no picture is refused and said, the form goes on', async () => {
		await page.getByText('Rencontré', { exact: true }).click();
		await page.getByLabel('Prendre une photo').setInputFiles({
			name: 'note.jpg',
			mimeType: 'image/jpeg',
			buffer: Buffer.from('no picture')
		});
		await expect(page.getByRole('alert')).toContainText('ne sait pas lire cette image');
	});

	await test.step('the photo is still there after the app was killed', async () => {
		await page.getByLabel('Prendre une photo').setInputFiles({ name: 'p.jpg', mimeType: 'image/jpeg', buffer: photo });
		await expect(page.getByRole('img', { name: 'Photo 1' })).toBeVisible();
		await page.close();
	});
	const again = await context.newPage();
	await again.goto(form);
	await expect(again.getByRole('img', { name: 'Photo 1' })).toBeVisible();
	await again.getByRole('button', { name: 'Enregistrer' }).click();
	await again.waitForURL(/\/dossier\/[0-9a-f-]+$/);
	const dossier = new URL(again.url()).pathname.split('/').at(-1) ?? '';

	await test.step('Synchro says that it waits, and where it is', async () => {
		await again.goto('/sync');
		await expect(again.getByRole('heading', { name: '1 photo à envoyer' })).toBeVisible();
		await expect(again.getByText('En attente', { exact: true })).toBeVisible();
	});

	await test.step('back online it goes up by itself', async () => {
		await context.setOffline(false);
		await expect(again.getByText('Confirmé par le serveur').first()).toBeVisible();
		await expect(again.getByRole('heading', { name: /photo à envoyer/ })).toHaveCount(0);
	});

	await test.step('the office saves it: its name is its hash, it has no EXIF and stands upright', async () => {
		const office = await openOffice(browser, accountOf('manager'));
		await office.page.goto(`/office/dossier/${dossier}`);
		const link = office.page.getByRole('link', { name: /Télécharger la photo 1/ });
		await expect(office.page.getByText('Complet', { exact: true })).toBeVisible();
		const name = (await link.getAttribute('href'))?.split('/').at(-1);
		const [saved] = await Promise.all([office.page.waitForEvent('download'), link.click()]);
		const bytes = await readFile(await saved.path());
		expect(createHash('sha256').update(bytes).digest('hex')).toBe(name);
		const { markers, width, height } = readJpeg(bytes);
		expect(markers.filter((marker) => marker >= 0xe1 && marker <= 0xef)).toEqual([]);
		expect(bytes.includes('GPS 47')).toBe(false);
		expect([width, height]).toEqual([1200, 1600]);
		const answer = await office.page.request.get(`/api/blobs/${name ?? ''}`);
		expect(answer.headers()).toMatchObject({
			'content-type': 'image/jpeg',
			'x-content-type-options': 'nosniff',
			'content-disposition': expect.stringMatching(/^attachment; filename="\d{4}-\d{2}-\d{2}-[0-9a-f]{12}\.jpg"$/)
		});
		expect(answer.headers()['content-security-policy']).toMatch(/default-src 'none'.*; sandbox$/);
		await office.context.close();
	});
});
