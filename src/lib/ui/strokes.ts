// Draws sealed strokes again, as points of a pad of any width.
import type { Strokes } from '$lib/core/operation';

export type PadPoint = { readonly x: number; readonly y: number; readonly time: number };

/** What turns the points of a pad into sealed strokes; handed to the pad, so that it knows nothing of the seal. */
export type StrokesOfPad = (
	drawn: readonly { readonly points: readonly PadPoint[] }[],
	size: { readonly width: number; readonly height: number }
) => Strokes;

/** Sealed coordinates are thousandths of the pad's width. */
const UNITS = 1000;

/** The points of each stroke on a pad `width` CSS pixels wide. */
export function toLines(strokes: Strokes, width: number): { x: number; y: number }[][] {
	return strokes.lines.map((line) => {
		const points: { x: number; y: number }[] = [];
		for (let index = 0; index + 1 < line.length; index += 2)
			points.push({ x: ((line[index] ?? 0) / UNITS) * width, y: ((line[index + 1] ?? 0) / UNITS) * width });
		return points;
	});
}
