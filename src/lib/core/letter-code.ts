// The code printed on a debtor's letter: how it is written, and how little of it is kept to recognise it.

import type { RandomBytes } from './ids';

/** Rounds of PBKDF2-HMAC-SHA-256: a code of ten letters and digits is not found by trying, and a cheap phone checks it at once. */
export const LETTER_CODE_ROUNDS = 1_000;
/** Bytes of the proof that is made from code and salt; the dossier holds SHA-256 of it, so that who holds the dossier cannot make it. */
export const LETTER_PROOF_BYTES = 32;

/** Letters and digits that nobody takes for one another on paper. */
const SYMBOLS = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
const SYMBOLS_PRINTED = 10;
/** Bytes from here on would favour the first symbols. */
const FAIR_BYTES = 256 - (256 % SYMBOLS.length);

const CODE = /^[A-Z0-9]{8,16}$/;

/** A new code as it is printed, e.g. K7QXM-2RTWD: 49 bits by chance. */
export function newLetterCode(random: RandomBytes): string {
	let code = '';
	while (code.length < SYMBOLS_PRINTED)
		for (const byte of random(SYMBOLS_PRINTED))
			if (byte < FAIR_BYTES && code.length < SYMBOLS_PRINTED) code += SYMBOLS.charAt(byte % SYMBOLS.length);
	return `${code.slice(0, SYMBOLS_PRINTED / 2)}-${code.slice(SYMBOLS_PRINTED / 2)}`;
}

/** A code as it is checked: capitals and digits without spaces and dashes; null when it cannot be one. */
export function normalLetterCode(text: string): string | null {
	const plain = text.toUpperCase().replaceAll(/[\s.-]/g, '');
	return CODE.test(plain) ? plain : null;
}
