// Commits an import with the changes that were ticked.
import * as v from 'valibot';
import { ticksSchema } from '$lib/core/import-answer';
import { refusal } from '$lib/core/refusal';
import { answerJson, readJson } from '$lib/server/http/body';
import { problem } from '$lib/server/http/problem';
import { commit } from '$lib/server/imports/import';
import { officeOf } from '../../../../../office-guard.server';
import type { RequestHandler } from './$types';

const MAX_BYTES = 4_000_000;

export const POST: RequestHandler = async (event) => {
	const { ctx, org, user } = await officeOf(event, 'import');
	const body = await readJson(event.request, MAX_BYTES);
	if (!body.ok) return problem(body.error);
	const wanted = v.safeParse(v.object({ ticks: ticksSchema }), body.value);
	if (!wanted.success) return problem(refusal('malformed'));
	const committed = await commit(ctx, { org, user }, event.params.id, wanted.output.ticks);
	return committed.ok ? answerJson(event.request, committed.value) : problem(committed.error);
};
