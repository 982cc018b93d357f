// Judges what is staged and changes nothing.
import { dryRun } from '$lib/server/imports/import';
import { answerJson } from '$lib/server/http/body';
import { problem } from '$lib/server/http/problem';
import { officeOf } from '../../../../../office-guard.server';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
	const { ctx, org, user } = await officeOf(event, 'import');
	const run = await dryRun(ctx, { org, user }, event.params.id);
	return run.ok ? answerJson(event.request, run.value) : problem(run.error);
};
