// The QR is read back by an independent reader; strokes keep the shape of a signature and nothing else.
import jsQR from 'jsqr';
import { describe, expect, it } from 'vitest';
import { qrPath } from '$lib/client/documents/qr';
import { receiptAddress } from '$lib/client/documents/receipt-address';
import { padToStrokes, type PadStroke } from '$lib/core/pad-strokes';
import { areTrivial } from '$lib/core/decide-protocol';
import { strokesSchema } from '$lib/core/operation';
import * as v from 'valibot';

const SCALE = 6;

/** Paints the path as a browser would: rectangles `M x y h w v1 h-w z`. */
function paint({ size, path }: ReturnType<typeof qrPath>): Uint8ClampedArray {
	const side = size * SCALE;
	const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
	for (const match of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
		const [x, y, width] = [Number(match[1]), Number(match[2]), Number(match[3])];
		for (let row = y * SCALE; row < (y + 1) * SCALE; row += 1)
			for (let column = x * SCALE; column < (x + width) * SCALE; column += 1)
				pixels.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
	}
	return pixels;
}

describe('the QR of a receipt', () => {
	it('says the address where anyone can check it', () => {
		const address = receiptAddress('https://tournee.example', 'Ab_-9'.repeat(29));
		const code = qrPath(address);
		const side = code.size * SCALE;
		expect(jsQR(paint(code), side, side)?.data).toBe(address);
	});
});

describe('strokes', () => {
	const wave = (points: number): PadStroke => ({
		points: Array.from({ length: points }, (_, index) => ({
			x: 20 + (index * 300) / points,
			y: 80 + 40 * Math.sin(index / 9),
			time: 1_000 + index * 8,
			pressure: 0.7
		}))
	});

	it('are thousandths of the width, with the total duration and no time of a point', () => {
		const strokes = padToStrokes([wave(200)], { width: 360, height: 180 });
		expect(v.is(strokesSchema, strokes)).toBe(true);
		expect(strokes).toMatchObject({ height: 500, durationMs: 199 * 8 });
		expect(Math.max(...(strokes.lines[0] ?? []))).toBeLessThanOrEqual(1_000);
		expect(JSON.stringify(strokes)).not.toMatch(/time|pressure/);
		expect(areTrivial(strokes)).toBe(false);
	});

	it('are nothing when the pad is blank, and trivial when it is a dot', () => {
		expect(padToStrokes([], { width: 360, height: 180 })).toEqual({ height: 500, lines: [], durationMs: 0 });
		expect(areTrivial(padToStrokes([{ points: [{ x: 5, y: 5, time: 0 }] }], { width: 360, height: 180 }))).toBe(true);
	});

	it('stay small enough to be sealed, however long somebody scribbles', () => {
		const strokes = padToStrokes(
			Array.from({ length: 60 }, () => wave(900)),
			{ width: 360, height: 180 }
		);
		expect(JSON.stringify(strokes).length).toBeLessThan(40_000);
		expect(strokes.lines).toHaveLength(60);
		expect(v.is(strokesSchema, strokes)).toBe(true);
	});
});
