// The recovery key as a person keeps it: the private half of a P-256 key as 56 letters and digits that nobody confuses.
import { fromBase64url, toBase64url } from './base64url';

/** Crockford's alphabet: no I, L, O or U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const KEY_BYTES = 32;
const KEY_LETTERS = 52;
const CHECK_LETTERS = 4;
const GROUP = /.{4}/g;
/** The largest prime below 32⁴: the check differs for any one wrong letter and any two that changed places. */
const CHECK_PRIME = 1_048_573n;

/** The code of a private key (`d` of its JWK): fourteen groups of four, the last one a check. */
export function recoveryCodeOf(d: string): string {
	const bytes = fromBase64url(d);
	if (bytes?.length !== KEY_BYTES) throw new RangeError('not the private half of a P-256 key');
	let value = 0n;
	for (const byte of bytes) value = value * 256n + BigInt(byte);
	const letters = lettersOf(value, KEY_LETTERS) + lettersOf(value % CHECK_PRIME, CHECK_LETTERS);
	return (letters.match(GROUP) ?? []).join('-');
}

/** The private key of a code as it was typed, blanks and dashes as one likes; null when a letter is wrong or missing. */
export function keyOfRecoveryCode(text: string): string | null {
	const letters = text
		.toUpperCase()
		.replace(/[\s–-]/g, '')
		.replaceAll('O', '0')
		.replace(/[IL]/g, '1');
	if (letters.length !== KEY_LETTERS + CHECK_LETTERS) return null;
	const value = valueOf(letters.slice(0, KEY_LETTERS));
	const check = valueOf(letters.slice(KEY_LETTERS));
	if (value === null || check !== value % CHECK_PRIME || value >= 1n << 256n) return null;
	const bytes = Uint8Array.from({ length: KEY_BYTES }, (_, index) =>
		Number((value >> BigInt(8 * (KEY_BYTES - 1 - index))) & 0xffn)
	);
	return toBase64url(bytes);
}

function lettersOf(value: bigint, length: number): string {
	let letters = '';
	for (let shift = length - 1; shift >= 0; shift -= 1)
		letters += ALPHABET.charAt(Number((value >> BigInt(5 * shift)) & 31n));
	return letters;
}

function valueOf(letters: string): bigint | null {
	let value = 0n;
	for (const letter of letters) {
		const digit = ALPHABET.indexOf(letter);
		if (digit === -1) return null;
		value = value * 32n + BigInt(digit);
	}
	return value;
}
