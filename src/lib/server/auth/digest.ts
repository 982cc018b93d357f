// SHA-256 of a text, as the tables of sessions and delays keep it.

/** SHA-256 of the UTF-8 bytes of a text, in lower-case hex. */
export async function sha256Hex(text: string): Promise<string> {
	const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
