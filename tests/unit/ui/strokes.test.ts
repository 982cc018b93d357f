// What was drawn comes back at any size of the pad, and as a picture.
import { describe, expect, test } from 'vitest';
import { strokesPath } from '$lib/core/strokes-path';
import { toLines } from '$lib/ui/strokes';

const strokes = {
	height: 500,
	lines: [
		[100, 100, 200, 150],
		[300, 300]
	],
	durationMs: 900
};

describe('strokes drawn again', () => {
	test('keep their place in proportion to the width of the pad', () => {
		expect(toLines(strokes, 500)).toEqual([
			[
				{ x: 50, y: 50 },
				{ x: 100, y: 75 }
			],
			[{ x: 150, y: 150 }]
		]);
	});

	test('a dot is seen as a line to itself', () => {
		expect(strokesPath(strokes)).toBe('M100 100L200 150M300 300L300 300');
	});
});
