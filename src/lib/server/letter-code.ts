// Keeps the code of a letter as something that only recognises it, and checks the proof that a phone made from what was typed.
import { createHash, pbkdf2Sync } from 'node:crypto';
import { fromBase64url, toBase64url } from '$lib/core/base64url';
import type { DossierFacts } from '$lib/core/dossier';
import { LETTER_CODE_ROUNDS, LETTER_PROOF_BYTES, normalLetterCode } from '$lib/core/letter-code';

export type LetterCheck = NonNullable<DossierFacts['letterCheck']>;

/** What a dossier keeps of the code printed on its letter, salted with its id; null when the text cannot be a code. */
export function letterCheckOf(code: string, salt: string): LetterCheck | null {
	const plain = normalLetterCode(code);
	if (!plain) return null;
	return { salt, hash: hashOf(pbkdf2Sync(plain, salt, LETTER_CODE_ROUNDS, LETTER_PROOF_BYTES, 'sha256')) };
}

/** Whether a proof was made from the code of this letter. */
export function isLetterProof(proof: string, check: LetterCheck | null | undefined): boolean {
	const bytes = fromBase64url(proof);
	return bytes !== null && check !== null && check !== undefined && hashOf(bytes) === check.hash;
}

const hashOf = (proof: Uint8Array): string => toBase64url(createHash('sha256').update(proof).digest());
