// Strokes of a signature: from the pad's points to what is sealed, and from there to a path. Positions only: no biometrics.
import type { Strokes } from './body';

/** A stroke as signature_pad gives it; everything but x and y is left behind. */
export type PadStroke = {
	readonly points: readonly { readonly x: number; readonly y: number; readonly time: number }[];
};

/** Size of the pad on the screen, in the same pixels as its points. */
export type PadSize = { readonly width: number; readonly height: number };

/** Least distance between two points that is worth keeping, in thousandths of the pad's width. */
const LEAST_STEP = 3;
/** What the wire takes of one signature: lines, and numbers in a line. */
const MAX_LINES = 200;
const MAX_NUMBERS = 4_000;
/** All numbers together: three drawings (signature, mention, collector) stay within the body's limit beside the longest text. */
const MAX_TOTAL = 2_700;

/** The strokes in thousandths of the pad's width, with the total duration only. */
export function padToStrokes(data: readonly PadStroke[], pad: PadSize): Strokes {
	const scale = 1000 / Math.max(1, pad.width);
	const step = coarseness(data, scale);
	const lines = data
		.slice(0, MAX_LINES)
		.map((stroke) => lineOf(stroke, scale, step))
		.filter((line) => line.length > 0);
	const times = data.flatMap((stroke) => stroke.points.map((point) => point.time));
	const durationMs = times.length === 0 ? 0 : Math.max(0, Math.round(maxOf(times) - minOf(times)));
	const height = Math.min(4000, Math.max(1, Math.round(pad.height * scale)));
	return { height, lines, durationMs };
}

function lineOf({ points }: PadStroke, scale: number, step: number): number[] {
	const line: number[] = [];
	let [lastX, lastY] = [-Infinity, -Infinity];
	points.forEach((point, index) => {
		const [x, y] = [Math.round(point.x * scale), Math.round(point.y * scale)];
		const isEnd = index === points.length - 1;
		const moved = Math.hypot(x - lastX, y - lastY) >= step || (isEnd && (x !== lastX || y !== lastY));
		if (!moved || line.length + 2 > MAX_NUMBERS) return;
		line.push(x, y);
		[lastX, lastY] = [x, y];
	});
	return line;
}

/** A very long signature is kept whole, with fewer points. */
function coarseness(data: readonly PadStroke[], scale: number): number {
	const numbers = (step: number): number => data.reduce((sum, stroke) => sum + lineOf(stroke, scale, step).length, 0);
	let step = LEAST_STEP;
	while (numbers(step) > MAX_TOTAL) step *= 2;
	return step;
}

const maxOf = (values: readonly number[]): number => values.reduce((max, value) => Math.max(max, value), -Infinity);
const minOf = (values: readonly number[]): number => values.reduce((min, value) => Math.min(min, value), Infinity);
