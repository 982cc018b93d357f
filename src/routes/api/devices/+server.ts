// Enrols the phone of the signed-in collector.
import type { RequestEvent } from '@sveltejs/kit';
import { refusal } from '$lib/core/refusal';
import { contextOf } from '$lib/server/context';
import { enrol } from '$lib/server/devices';
import { answerJson, readJson } from '$lib/server/http/body';
import { orBusy, problem } from '$lib/server/http/problem';

const MAX_BYTES = 4_096;

export async function POST({ request, locals, platform }: RequestEvent): Promise<Response> {
	if (!locals.field) return problem(refusal('sign-in-needed'));
	const body = await readJson(request, MAX_BYTES);
	if (!body.ok) return problem(body.error);
	const { field } = locals;
	return orBusy(async () => {
		const enrolled = await enrol(await contextOf(platform?.env), field, body.value);
		return enrolled.ok ? answerJson(request, enrolled.value) : problem(enrolled.error);
	});
}
