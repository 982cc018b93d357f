// Agreed hours as they are typed and shown.
import { expect, test } from 'vitest';
import { END_OF_DAY, typedWindow, windowInputs } from '../../../src/lib/core/time-window';

test('two times make a window, one leaves the other end open, none is any time', () => {
	expect(typedWindow('09:00', '12:30')).toEqual({ from: 540, to: 750 });
	expect(typedWindow('', '12:00')).toEqual({ from: 0, to: 720 });
	expect(typedWindow('14:00', '')).toEqual({ from: 840, to: END_OF_DAY });
	expect(typedWindow('14:00:00', '')).toEqual({ from: 840, to: END_OF_DAY });
	expect(typedWindow('', '')).toBeNull();
});

test('times in the wrong order, or that are none, make no window', () => {
	expect(typedWindow('12:00', '09:00')).toBeUndefined();
	expect(typedWindow('12:00', '12:00')).toBeUndefined();
	expect(typedWindow('24:00', '')).toBeUndefined();
	expect(typedWindow('09:60', '')).toBeUndefined();
	expect(typedWindow('soon', '')).toBeUndefined();
	expect(typedWindow('09:00', 'later')).toBeUndefined();
});

test('a window is shown as it was typed', () => {
	for (const [from, to] of [
		['09:05', '12:30'],
		['', '12:00'],
		['14:00', ''],
		['', '']
	] as const)
		expect(windowInputs(typedWindow(from, to) ?? null)).toEqual({ from, to });
});
