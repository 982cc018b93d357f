// Makes a picture of a screen small: the PNG of a browser with at most 256 colours, so that all screens fit into the repository.
import { Buffer } from 'node:buffer';
import { deflateSync, inflateSync, crc32 } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MOST_COLOURS = 256;

type Pixels = { readonly width: number; readonly height: number; readonly colours: Uint32Array };

/** The same picture with a palette; shades that are rare become the nearest one that is kept. */
export function withPalette(png: Buffer): Buffer {
	const { width, height, colours } = readPixels(png);
	const palette = paletteOf(colours);
	const nearest = new Map<number, number>();
	const indexOf = (colour: number): number => {
		const known = nearest.get(colour);
		if (known !== undefined) return known;
		const index = nearestIndex(palette, colour);
		nearest.set(colour, index);
		return index;
	};
	const lines = Buffer.alloc(height * (width + 1));
	for (let y = 0; y < height; y += 1)
		for (let x = 0; x < width; x += 1) lines[y * (width + 1) + 1 + x] = indexOf(colours[y * width + x] ?? 0);
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	// Eight bits, palette.
	head.set([8, 3, 0, 0, 0], 8);
	const shades = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
	return Buffer.concat([
		SIGNATURE,
		chunk('IHDR', head),
		chunk('PLTE', shades),
		chunk('IDAT', deflateSync(lines, { level: 9 })),
		chunk('IEND', Buffer.alloc(0))
	]);
}

/** Reads an 8-bit RGB or RGBA picture without interlace, as Chromium writes it. */
function readPixels(png: Buffer): Pixels {
	const width = png.readUInt32BE(16);
	const height = png.readUInt32BE(20);
	const step = png[25] === 6 ? 4 : 3;
	if (png[24] !== 8 || (png[25] !== 6 && png[25] !== 2) || png[28] !== 0) throw new Error('not a PNG of a browser');
	const raw = inflateSync(Buffer.concat(dataOf(png)));
	const row = width * step;
	const bytes = new Uint8Array(row * height);
	for (let y = 0; y < height; y += 1) {
		const filter = raw[y * (row + 1)] ?? 0;
		for (let x = 0; x < row; x += 1) {
			const at = y * row + x;
			const left = x >= step ? (bytes[at - step] ?? 0) : 0;
			const up = y > 0 ? (bytes[at - row] ?? 0) : 0;
			const corner = x >= step && y > 0 ? (bytes[at - row - step] ?? 0) : 0;
			bytes[at] = (raw[y * (row + 1) + 1 + x] ?? 0) + predicted(filter, left, up, corner);
		}
	}
	const colours = new Uint32Array(width * height);
	for (let index = 0; index < colours.length; index += 1) {
		const at = index * step;
		colours[index] = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
	}
	return { width, height, colours };
}

function* chunks(png: Buffer): Generator<readonly [type: string, data: Buffer]> {
	for (let at: number = SIGNATURE.length; at < png.length;) {
		const length: number = png.readUInt32BE(at);
		yield [png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + length)];
		at += length + 12;
	}
}

const dataOf = (png: Buffer): readonly Buffer[] =>
	[...chunks(png)].filter(([type]) => type === 'IDAT').map(([, data]) => data);

/** The five filters of the format. */
function predicted(filter: number, left: number, up: number, corner: number): number {
	if (filter === 1) return left;
	if (filter === 2) return up;
	if (filter === 3) return (left + up) >> 1;
	if (filter !== 4) return 0;
	const guess = left + up - corner;
	const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
	if (a <= b && a <= c) return left;
	return b <= c ? up : corner;
}

/** The shades that most pixels have; neighbours of a kept one give way to shades of their own. */
function paletteOf(colours: Uint32Array): readonly number[] {
	const counts = new Map<number, number>();
	for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
	const common = [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour);
	if (common.length <= MOST_COLOURS) return common;
	const kept: number[] = [];
	for (const near of [12, 6, 0])
		for (const colour of common) {
			if (kept.length === MOST_COLOURS) return kept;
			if (kept.every((other) => distance(other, colour) > near * near)) kept.push(colour);
		}
	return kept;
}

function nearestIndex(palette: readonly number[], colour: number): number {
	let best = 0;
	for (const [index, shade] of palette.entries())
		if (distance(shade, colour) < distance(palette[best] ?? 0, colour)) best = index;
	return best;
}

function distance(one: number, other: number): number {
	const red = (one >> 16) - (other >> 16);
	const green = ((one >> 8) & 255) - ((other >> 8) & 255);
	const blue = (one & 255) - (other & 255);
	return red * red + green * green + blue * blue;
}

function chunk(type: string, data: Buffer): Buffer {
	const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(data.length);
	check.writeUInt32BE(crc32(named));
	return Buffer.concat([length, named, check]);
}
