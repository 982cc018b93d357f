// The black box's text and the recovery code: what is written is read back, and each thing that can happen to a file on its way is told apart.
import * as fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
	blackBoxAad,
	blackBoxHeaderSchema,
	blackBoxName,
	blackBoxSalt,
	MAX_BLACK_BOX_CHARACTERS,
	readBlackBox,
	writeBlackBox
} from '$lib/core/black-box';
import { toBase64url } from '$lib/core/base64url';
import { keyOfRecoveryCode, recoveryCodeOf } from '$lib/core/recovery-code';

const id = '01926b3c-0000-7000-8000-000000000001';
const point = { x: 'A'.repeat(43), y: 'B'.repeat(43) };
const header = v.parse(blackBoxHeaderSchema, {
	org: id,
	device: id,
	series: 'T03',
	count: 2,
	first: 4,
	last: 5,
	madeMs: 1_795_172_400_000,
	recovery: point,
	ephemeral: point,
	iv: 'C'.repeat(16)
});
const sealed = Uint8Array.from({ length: 300 }, (_, index) => index & 0xff);
const text = writeBlackBox(header, sealed);
const problemOf = (file: string) => {
	const read = readBlackBox(file);
	return read.ok ? null : read.error.code;
};

describe('a black box', () => {
	it('is a title, a header, lines of base64 and an end', () => {
		const lines = text.split('\n');
		expect(lines[0]).toBe('TOURNEE BLACK BOX 1');
		expect(lines.slice(2, -3).every((line) => line.length === 76)).toBe(true);
		expect(lines.slice(-2)).toEqual(['END', '']);
		expect(blackBoxName('T03', '2026-11-20')).toBe('tournee-T03-2026-11-20.txt');
	});

	it('is read back as it was written, whatever is inside', () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 17, maxLength: 2_000 }), (bytes) => {
				expect(readBlackBox(writeBlackBox(header, bytes))).toEqual({ ok: true, value: { header, sealed: bytes } });
			})
		);
	});

	it('survives other line ends, blanks and a byte order mark', () => {
		const mailed = `\uFEFF\r\n${text.replaceAll('\n', ' \r\n')}\r\n`;
		expect(readBlackBox(mailed)).toEqual({ ok: true, value: { header, sealed } });
	});

	it.each([
		['another file', 'Bonjour', 'black-box-unreadable'],
		['nothing', '', 'black-box-unreadable'],
		['a file of a version to come', text.replace('BOX 1', 'BOX 2'), 'black-box-newer'],
		['a file without its end', text.slice(0, -40), 'black-box-truncated'],
		['a file without its content', writeBlackBox(header, new Uint8Array()), 'black-box-truncated'],
		['a header of another form', text.replace('"count"', '"counts"'), 'black-box-unreadable'],
		['a title alone', 'TOURNEE BLACK BOX 1\nEND', 'black-box-unreadable'],
		['letters that are no base64', text.replace(/\n[A-Za-z0-9+/]{4}/, '\n!!!!'), 'black-box-unreadable'],
		[
			'a letter that is missing',
			text.replace(/\n[A-Za-z0-9+/]([A-Za-z0-9+/]{75})\n/, '\n$1\n'),
			'black-box-unreadable'
		],
		['a file without end', 'x'.repeat(MAX_BLACK_BOX_CHARACTERS + 1), 'black-box-unreadable']
	])('tells %s', (_what, file, problem) => {
		expect(problemOf(file)).toBe(problem);
	});

	it('never throws, whatever text it is given', () => {
		fc.assert(
			fc.property(fc.string(), (noise) => {
				expect(problemOf(noise)).toBe('black-box-unreadable');
			})
		);
	});

	it('binds its header and both keys to the seal', () => {
		expect(new TextDecoder().decode(blackBoxAad(header))).toContain('"first":4');
		expect(blackBoxSalt(header)).not.toEqual(blackBoxSalt({ ...header, recovery: { ...point, x: 'D'.repeat(43) } }));
	});
});

describe('a recovery code', () => {
	const keys = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toBase64url);

	it('gives back its key, however it is typed', () => {
		fc.assert(
			fc.property(keys, (d) => {
				const code = recoveryCodeOf(d);
				expect(code).toMatch(/^(?:[0-9A-Z]{4}-){13}[0-9A-Z]{4}$/);
				expect(keyOfRecoveryCode(code)).toBe(d);
				const typed = code.toLowerCase().replaceAll('-', '  ').replaceAll('0', 'o').replaceAll('1', 'l');
				expect(keyOfRecoveryCode(typed)).toBe(d);
			})
		);
	});

	it('notices one wrong letter, and two that changed places', () => {
		fc.assert(
			fc.property(keys, fc.integer({ min: 0, max: 54 }), (d, place) => {
				const letters = recoveryCodeOf(d).replaceAll('-', '');
				const [one = '', two = ''] = letters.slice(place, place + 2);
				const wrong = `${letters.slice(0, place)}${one === '7' ? '8' : '7'}${letters.slice(place + 1)}`;
				expect(keyOfRecoveryCode(wrong)).toBeNull();
				if (one === two) return;
				expect(keyOfRecoveryCode(`${letters.slice(0, place)}${two}${one}${letters.slice(place + 2)}`)).toBeNull();
			})
		);
	});

	it.each(['', 'court', 'U'.repeat(56), 'Z'.repeat(52) + '0000'])('is not %s', (text) => {
		expect(keyOfRecoveryCode(text)).toBeNull();
	});

	it('is of a whole key only', () => {
		expect(() => recoveryCodeOf('AAAA')).toThrow(RangeError);
		expect(() => recoveryCodeOf('!')).toThrow(RangeError);
	});

	it('is no number beyond a key', () => {
		// The largest 52 letters, with their own check.
		const most = (1n << 260n) - 1n;
		const check = most % 1_048_573n;
		const letters = Array.from({ length: 4 }, (_, index) =>
			'0123456789ABCDEFGHJKMNPQRSTVWXYZ'.charAt(Number((check >> BigInt(5 * (3 - index))) & 31n))
		);
		expect(keyOfRecoveryCode('Z'.repeat(52) + letters.join(''))).toBeNull();
	});
});
