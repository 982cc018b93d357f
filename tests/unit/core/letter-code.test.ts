// The code printed on a letter: how it is written, and that a new one is fair and always one.
import { describe, expect, it } from 'vitest';
import { newLetterCode, normalLetterCode } from '../../../src/lib/core/letter-code';

describe('a code of a letter', () => {
	it('is checked as capitals and digits, however it is typed', () => {
		expect(normalLetterCode('k7qxm-2rtwd')).toBe('K7QXM2RTWD');
		expect(normalLetterCode(' K7QXM 2RT.WD ')).toBe('K7QXM2RTWD');
		expect(normalLetterCode('court')).toBeNull();
		expect(normalLetterCode('K7QXM-2RTWÉ')).toBeNull();
	});

	it('is made of ten symbols that nobody takes for one another', () => {
		let next = 0;
		const bytes = (length: number) => Uint8Array.from({ length }, () => (next += 37) % 256);
		for (let turn = 0; turn < 50; turn += 1) {
			const code = newLetterCode(bytes);
			expect(code).toMatch(/^[A-HJKMNP-TV-Z2-9]{5}-[A-HJKMNP-TV-Z2-9]{5}$/);
			expect(normalLetterCode(code)).not.toBeNull();
		}
	});

	it('takes no byte that would favour some symbols', () => {
		const pools = [new Uint8Array(10).fill(255), Uint8Array.of(255, 0, 1, 2, 3, 4, 240, 5, 6, 239)];
		const code = newLetterCode((length) => pools.shift() ?? new Uint8Array(length).fill(7));
		expect(code).toBe('ABCDE-FG9HH');
	});
});
