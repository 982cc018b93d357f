// The one map from a refusal to HTTP: its status, and the JSON that carries its code.
import { refusal, type Refusal } from '$lib/core/refusal';
import { isUnavailable } from '../db/connection';

const STATUS: Readonly<Record<string, number>> = {
	malformed: 400,
	'wire-too-old': 400,
	'wire-too-new': 400,
	'sign-in-needed': 401,
	'sign-in-failed': 401,
	'role-not-allowed': 403,
	'device-revoked': 403,
	'user-disabled': 403,
	'foreign-origin': 403,
	'not-found': 404,
	'proof-wrong': 403,
	'device-taken': 409,
	'blob-offset': 409,
	'blob-incomplete': 409,
	'too-large': 413,
	'content-type': 415,
	'sign-in-delayed': 429,
	'server-busy': 503
};

/** How long a phone is asked to wait for a database that is away; each adds a moment of its own. */
const WAIT_SECONDS = 5;

/** What a refused act is answered with in forms and pages: 422 for what is well formed and not allowed. */
export const statusOf = (code: string): number => STATUS[code] ?? 422;

/** The answer of a refusing endpoint: `{error: {code, data?}}`; `seconds` in the data becomes `Retry-After`. */
export function problem(error: Refusal): Response {
	const seconds = error.data?.['seconds'];
	const headers = typeof seconds === 'number' ? { 'retry-after': String(seconds) } : {};
	const { code, data } = error;
	return Response.json({ error: data === undefined ? { code } : { code, data } }, { status: statusOf(code), headers });
}

/** Answers, or says `server-busy` with `Retry-After` while the database is away or too busy; any other failure stays the bug it is. */
export async function orBusy(answer: () => Promise<Response>): Promise<Response> {
	try {
		return await answer();
	} catch (failure) {
		if (!isUnavailable(failure)) throw failure;
		return problem(refusal('server-busy', { seconds: WAIT_SECONDS }));
	}
}
