// Each request: the language, who is signed in (at most one read), the guard of the office, and the security headers.
import { building } from '$app/environment';
import { redirect, type Handle, type RequestEvent } from '@sveltejs/kit';
import { appOfRole } from '$lib/core/role';
import { refusal } from '$lib/core/refusal';
import { paraglideMiddleware } from '$lib/i18n/paraglide/server';
import { sessionIdsOf } from '$lib/server/auth/cookies';
import { isSameOrigin } from '$lib/server/auth/same-origin';
import { readSessions } from '$lib/server/auth/session';
import { contextOf } from '$lib/server/context';
import { withSecurityHeaders } from '$lib/server/http/headers';
import { orBusy, problem } from '$lib/server/http/problem';
import earlyTouches from './early-touches.js?raw';

/** Routes that never ask who is there: the phone knows by itself, and a receipt is checked by anyone. */
const ANONYMOUS = /^\/(?:\(field\)|shell|verify|$)/;

/** Routes that the phone renders by itself: nothing can be touched there before their scripts run. */
const RENDERED_BY_PHONE = /^\/(?:\(field\)|shell)/;

export const handle: Handle = async ({ event, resolve }) => {
	const isApi = event.url.pathname.startsWith('/api/');
	if (isApi && !isSameOrigin(event.request, ownOrigins(event)))
		return withSecurityHeaders(problem(refusal('foreign-origin')));
	// The API speaks in codes; its bodies must not be copied to find out a language.
	if (isApi) return withSecurityHeaders(await orBusy(async () => answerApi({ event, resolve })));
	await fillLocals(event);
	if (event.route.id?.startsWith('/(office)')) guardOffice(event);
	const early = RENDERED_BY_PHONE.test(event.route.id ?? '') ? '' : `<script>${earlyTouches}</script>`;
	return paraglideMiddleware(event.request, async ({ locale }) =>
		withSecurityHeaders(
			await resolve(event, {
				transformPageChunk: ({ html }) => html.replace('%lang%', locale).replace('%early%', () => early)
			})
		)
	);
};

const answerApi: Handle = async ({ event, resolve }) => {
	await fillLocals(event);
	return resolve(event);
};

async function fillLocals(event: RequestEvent): Promise<void> {
	event.locals.field = null;
	event.locals.office = null;
	if (building || event.route.id === null || ANONYMOUS.test(event.route.id)) return;
	const ids = sessionIdsOf(event.cookies);
	if (ids.field === undefined && ids.office === undefined) return;
	const sessions = await readSessions(await contextOf(event.platform?.env), ids);
	event.locals.field = sessions.field;
	event.locals.office = sessions.office;
}

/** Leads to the sign-in page and, from there, back to where the person wanted to go. */
function guardOffice({ locals, url }: RequestEvent): void {
	if (locals.office && appOfRole(locals.office.role) === 'office') return;
	const next = encodeURIComponent(url.pathname + url.search);
	redirect(303, `/sign-in?app=office&next=${next}`);
}

/** Where our own pages may be: the address of the request, and the public one when a proxy stands between. */
function ownOrigins({ url, platform }: RequestEvent): readonly string[] {
	const configured = platform?.env.PUBLIC_ORIGIN ?? '';
	return configured === '' ? [url.origin] : [url.origin, new URL(configured).origin];
}
