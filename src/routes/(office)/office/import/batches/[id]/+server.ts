// Adds a chunk of lines to an import, or gives the import up.
import * as v from 'valibot';
import { uuidSchema } from '$lib/core/ids';
import { stagedLineSchema } from '$lib/core/import-line';
import { refusal } from '$lib/core/refusal';
import { answerJson, readJson } from '$lib/server/http/body';
import { problem } from '$lib/server/http/problem';
import { addLines, cancel } from '$lib/server/imports/import';
import { officeOf } from '../../../../office-guard.server';
import type { RequestHandler } from './$types';

const MAX_BYTES = 4_000_000;
const chunkSchema = v.object({ lines: v.pipe(v.array(stagedLineSchema), v.maxLength(1_000)) });

export const PUT: RequestHandler = async (event) => {
	const { ctx, org, user } = await officeOf(event, 'import');
	const body = await readJson(event.request, MAX_BYTES);
	if (!body.ok) return problem(body.error);
	const chunk = v.safeParse(chunkSchema, body.value);
	if (!chunk.success) return problem(refusal('malformed'));
	if (!v.is(uuidSchema, event.params.id)) return problem(refusal('not-found'));
	const staged = await addLines(ctx, { org, user }, event.params.id, chunk.output.lines);
	return staged.ok ? answerJson(event.request, { staged: staged.value }) : problem(staged.error);
};

export const DELETE: RequestHandler = async (event) => {
	const { ctx, org, user } = await officeOf(event, 'import');
	if (!v.is(uuidSchema, event.params.id)) return problem(refusal('not-found'));
	const cancelled = await cancel(ctx, { org, user }, event.params.id);
	return cancelled.ok ? answerJson(event.request, { cancelled: true }) : problem(cancelled.error);
};
