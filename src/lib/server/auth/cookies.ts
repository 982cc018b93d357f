// Sets, reads and clears the cookies of sessions and of known browsers, the same way for forms and for the API.
import type { Cookies } from '@sveltejs/kit';
import { proofCookie, PROOF_SECONDS } from './known-browser';
import { SESSION_COOKIE, type App, type SessionIds } from './session';
import type { OpenedSession } from './sign-in';

/** The session ids that a browser sent. */
export const sessionIdsOf = (cookies: Cookies): SessionIds => ({
	field: cookies.get(SESSION_COOKIE.field),
	office: cookies.get(SESSION_COOKIE.office)
});

/** Keeps a session just opened in the cookie of its app, and the proof that this browser knows the account. */
export async function keepSession(cookies: Cookies, url: URL, opened: OpenedSession): Promise<void> {
	cookies.set(SESSION_COOKIE[opened.answer.app], opened.sessionId, {
		...attributes(url),
		expires: new Date(opened.expiresMs)
	});
	cookies.set(await proofCookie(opened.answer.user.email), opened.proof, {
		...attributes(url),
		maxAge: PROOF_SECONDS
	});
}

/** The proof that this browser sent for an account, if any. */
export const proofOf = async (cookies: Cookies, email: string): Promise<string | null> =>
	cookies.get(await proofCookie(email)) ?? null;

/** Forgets the session of one app; the browser stays known. */
export function dropSession(cookies: Cookies, url: URL, app: App): void {
	cookies.delete(SESSION_COOKIE[app], attributes(url));
}

const attributes = (url: URL) =>
	({ path: '/', httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' }) as const;
