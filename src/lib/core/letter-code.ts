// The code printed on a debtor's letter: how it is written, and how little of it is kept to recognise it.

/** Rounds of PBKDF2-HMAC-SHA-256: a code of ten letters and digits is not found by trying, and a cheap phone checks it at once. */
export const LETTER_CODE_ROUNDS = 1_000;
/** Bytes of the proof that is made from code and salt; the dossier holds SHA-256 of it, so that who holds the dossier cannot make it. */
export const LETTER_PROOF_BYTES = 32;

const CODE = /^[A-Z0-9]{8,16}$/;

/** A code as it is checked: capitals and digits without spaces and dashes; null when it cannot be one. */
export function normalLetterCode(text: string): string | null {
	const plain = text.toUpperCase().replaceAll(/[\s.-]/g, '');
	return CODE.test(plain) ? plain : null;
}
