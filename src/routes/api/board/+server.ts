// The manager's board of a day, polled with an ETag: nothing new costs one read and no body.
import type { RequestEvent } from '@sveltejs/kit';
import { refusal } from '$lib/core/refusal';
import { mayOpen } from '$lib/core/role';
import { isLocalDate, parisDay } from '$lib/core/time';
import { boardVersion, readBoard } from '$lib/server/board';
import { contextOf } from '$lib/server/context';
import { answerJson } from '$lib/server/http/body';
import { problem } from '$lib/server/http/problem';

export async function GET({ request, url, locals, platform }: RequestEvent): Promise<Response> {
	const signedIn = locals.office;
	if (!signedIn) return problem(refusal('sign-in-needed'));
	if (!mayOpen(signedIn.role, 'board')) return problem(refusal('role-not-allowed'));
	const ctx = await contextOf(platform?.env);
	const today = parisDay(ctx.now());
	const day = url.searchParams.get('day') ?? today;
	if (!isLocalDate(day)) return problem(refusal('malformed'));
	const org = signedIn.organisation.id;
	const { etag, rev } = await boardVersion(ctx.db, org, day, today);
	const headers = { etag, 'cache-control': 'private, no-cache' };
	if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
	return answerJson(request, await readBoard(ctx.db, org, { day, today, rev }), headers);
}
