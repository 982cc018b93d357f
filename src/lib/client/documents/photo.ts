// Makes a photo fit to be kept: upright, at most 1600 pixels, a JPEG that says nothing but the picture.
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { withoutMetadata } from './jpeg';

/** Longest side in pixels: the figures of a cheque stay readable. */
const LONGEST_SIDE = 1_600;
const MAX_PHOTO_BYTES = 1_500_000;
/** What a phone's camera makes, with room; more would not fit into its memory. */
const MAX_SOURCE_BYTES = 40_000_000;
/** The next is tried when a picture full of detail is still too large. */
const QUALITIES = [0.8, 0.65, 0.5] as const;

/**
 * Re-encodes a photo that was taken or chosen. Refuses `photo-unreadable` for what this browser cannot show, and
 * `photo-too-large` for what it cannot make small enough.
 */
export async function encodePhoto(source: Blob): Promise<Result<Uint8Array<ArrayBuffer>, Refusal>> {
	if (source.size > MAX_SOURCE_BYTES) return err(refusal('photo-too-large'));
	const picture = await decode(source);
	if (!picture) return err(refusal('photo-unreadable'));
	try {
		const canvas = draw(picture);
		for (const quality of QUALITIES) {
			const encoded = canvas && withoutMetadata(await toJpeg(canvas, quality));
			if (!encoded) return err(refusal('photo-unreadable'));
			if (encoded.length <= MAX_PHOTO_BYTES) return ok(encoded);
		}
		return err(refusal('photo-too-large'));
	} finally {
		picture.close();
	}
}

/** The picture as its camera meant it: turned upright by what EXIF says, which then goes. */
async function decode(source: Blob): Promise<ImageBitmap | null> {
	try {
		return await createImageBitmap(source, { imageOrientation: 'from-image' });
	} catch {
		return null;
	}
}

type Canvas = OffscreenCanvas | HTMLCanvasElement;

function draw(picture: ImageBitmap): Canvas | null {
	const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
	const width = Math.max(1, Math.round(picture.width * scale));
	const height = Math.max(1, Math.round(picture.height * scale));
	const canvas = newCanvas(width, height);
	const context = canvas.getContext('2d');
	if (!(context instanceof CanvasRenderingContext2D || isOffscreen(context))) return null;
	// A JPEG has no holes: what is transparent becomes paper.
	context.fillStyle = '#fff';
	context.fillRect(0, 0, width, height);
	context.imageSmoothingQuality = 'high';
	context.drawImage(picture, 0, 0, width, height);
	return canvas;
}

function newCanvas(width: number, height: number): Canvas {
	if (typeof OffscreenCanvas !== 'undefined') return new OffscreenCanvas(width, height);
	const canvas = document.createElement('canvas');
	[canvas.width, canvas.height] = [width, height];
	return canvas;
}

const isOffscreen = (context: unknown): context is OffscreenCanvasRenderingContext2D =>
	typeof OffscreenCanvasRenderingContext2D !== 'undefined' && context instanceof OffscreenCanvasRenderingContext2D;

/** Empty where the browser cannot: `withoutMetadata` then finds no picture. */
async function toJpeg(canvas: Canvas, quality: number): Promise<Uint8Array> {
	const blob =
		'convertToBlob' in canvas
			? await canvas.convertToBlob({ type: 'image/jpeg', quality })
			: await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
	return blob?.type === 'image/jpeg' ? new Uint8Array(await blob.arrayBuffer()) : new Uint8Array();
}
