// One sync of a phone: operations in, outcomes and changes out.
import type { RequestEvent } from '@sveltejs/kit';
import { MAX_PUSH_BYTES } from '$lib/core/wire';
import { contextOf } from '$lib/server/context';
import { answerJson, QUICK_QUALITY, readJson } from '$lib/server/http/body';
import { orBusy, problem } from '$lib/server/http/problem';
import { receive } from '$lib/server/sync/receive';

export async function POST({ request, locals, platform }: RequestEvent): Promise<Response> {
	const body = await readJson(request, MAX_PUSH_BYTES);
	if (!body.ok) return problem(body.error);
	return orBusy(async () => {
		const answer = await receive(await contextOf(platform?.env), locals.field, body.value);
		if (!answer.ok) return problem(answer.error);
		return answerJson(request, answer.value, {}, answer.value.pull ? undefined : QUICK_QUALITY);
	});
}
