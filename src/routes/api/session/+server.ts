// The session of the API: who is signed in, signing in with an e-mail address and a password, signing out.
import { json, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { refusal } from '$lib/core/refusal';
import { sessionRequestSchema, type SessionAnswer } from '$lib/core/wire';
import { dropSession, keepSession, proofOf, sessionIdsOf } from '$lib/server/auth/cookies';
import { closeSession } from '$lib/server/auth/session';
import { signIn } from '$lib/server/auth/sign-in';
import { contextOf } from '$lib/server/context';
import { problem } from '$lib/server/http/problem';
import type { SignedIn } from '../../../app';

const MAX_BYTES = 4_096;

/** Who is signed in on this browser, in each app; null where nobody is. */
export function GET({ locals }: RequestEvent): Response {
	return json({ field: locals.field && answerOf(locals.field), office: locals.office && answerOf(locals.office) });
}

/** Opens a session; the answer says who it is, the cookie of the user's app holds it. */
export async function POST({ request, cookies, url, platform, getClientAddress }: RequestEvent): Promise<Response> {
	if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) return problem(refusal('content-type'));
	const text = await request.text();
	if (text.length > MAX_BYTES) return problem(refusal('too-large', { max: MAX_BYTES }));
	const asked = v.safeParse(v.pipe(v.string(), v.parseJson(), sessionRequestSchema), text);
	if (!asked.success) return problem(refusal('malformed'));
	const ctx = await contextOf(platform?.env);
	const proof = await proofOf(cookies, asked.output.email);
	const opened = await signIn(ctx, { ...asked.output, address: getClientAddress(), proof });
	if (!opened.ok) return problem(opened.error);
	await keepSession(cookies, url, opened.value);
	return json(opened.value.answer);
}

/** Ends the session of one app: `?app=field` or `?app=office`; without it the field's where there is one, else the office's. */
export async function DELETE({ cookies, url, locals, platform }: RequestEvent): Promise<Response> {
	const asked = v.safeParse(v.picklist(['field', 'office']), url.searchParams.get('app') ?? defaultApp(locals.field));
	if (!asked.success) return problem(refusal('malformed'));
	const id = sessionIdsOf(cookies)[asked.output];
	if (id !== undefined) await closeSession(await contextOf(platform?.env), id);
	dropSession(cookies, url, asked.output);
	return new Response(null, { status: 204 });
}

const defaultApp = (field: SignedIn | null) => (field ? 'field' : 'office');

function answerOf({ user, role, app, organisation }: SignedIn): SessionAnswer {
	return { user, role, app, organisation };
}
