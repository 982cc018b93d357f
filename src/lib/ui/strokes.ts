// Turns what a finger drew into the strokes that are sealed, and back: x, y in thousandths of the pad's width, nothing else.
import type { Strokes } from '$lib/core/operation';

export type PadPoint = { readonly x: number; readonly y: number };

const UNITS = 1000;
/** Limits of the sealed form: a stroke with more points is thinned, further strokes join no signature. */
const MAX_POINTS = 2000;
const MAX_LINES = 200;

/** The strokes of a pad of `width` × `height` CSS pixels, drawn in `durationMs`. */
export function toStrokes(
	lines: readonly (readonly PadPoint[])[],
	width: number,
	height: number,
	durationMs: number
): Strokes {
	const scale = (value: number) => Math.round((value / width) * UNITS);
	return {
		height: Math.min(4000, Math.max(1, scale(height))),
		lines: lines.slice(0, MAX_LINES).map((line) => thinned(line).flatMap((point) => [scale(point.x), scale(point.y)])),
		durationMs: Math.max(0, Math.round(durationMs))
	};
}

/** The points of each stroke on a pad `width` CSS pixels wide. */
export function toLines(strokes: Strokes, width: number): PadPoint[][] {
	return strokes.lines.map((line) => {
		const points: PadPoint[] = [];
		for (let index = 0; index + 1 < line.length; index += 2)
			points.push({ x: ((line[index] ?? 0) / UNITS) * width, y: ((line[index + 1] ?? 0) / UNITS) * width });
		return points;
	});
}

/** An SVG path of the strokes in a box of 1000 × `strokes.height`. */
export function strokesPath(strokes: Strokes): string {
	return toLines(strokes, UNITS)
		.filter((line) => line.length > 0)
		.map((line) => line.map((point, index) => `${index === 0 ? 'M' : 'L'}${point.x} ${point.y}`).join(''))
		.join('');
}

function thinned(line: readonly PadPoint[]): readonly PadPoint[] {
	const step = Math.ceil(line.length / MAX_POINTS);
	return step <= 1 ? line : line.filter((_, index) => index % step === 0 || index === line.length - 1);
}
