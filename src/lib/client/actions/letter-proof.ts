// Proves on the phone, without a network, that the debtor read the code printed on his letter.
import { toBase64url } from '$lib/core/base64url';
import type { DossierFacts } from '$lib/core/dossier';
import { LETTER_CODE_ROUNDS, LETTER_PROOF_BYTES, normalLetterCode } from '$lib/core/letter-code';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';

/** The proof made from a typed code; refuses `letter-code-wrong` for another code, and where no code was printed. */
export async function letterProof(
	code: string,
	{ letterCheck }: Pick<DossierFacts, 'letterCheck'>
): Promise<Result<string, Refusal>> {
	const plain = normalLetterCode(code);
	if (!plain || !letterCheck) return err(refusal('letter-code-wrong'));
	const utf8 = new TextEncoder();
	const key = await crypto.subtle.importKey('raw', utf8.encode(plain), 'PBKDF2', false, ['deriveBits']);
	const how = { name: 'PBKDF2', hash: 'SHA-256', salt: utf8.encode(letterCheck.salt), iterations: LETTER_CODE_ROUNDS };
	const proof = new Uint8Array(await crypto.subtle.deriveBits(how, key, LETTER_PROOF_BYTES * 8));
	const hash = toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', proof)));
	return hash === letterCheck.hash ? ok(toBase64url(proof)) : err(refusal('letter-code-wrong'));
}
