// Opens an import; lines follow in chunks.
import { answerJson, readJson } from '$lib/server/http/body';
import { problem } from '$lib/server/http/problem';
import { startImport } from '$lib/server/imports/import';
import { officeOf } from '../../../office-guard.server';
import type { RequestHandler } from './$types';

const MAX_BYTES = 1_024;

export const POST: RequestHandler = async (event) => {
	const { ctx, org, user } = await officeOf(event, 'import');
	const body = await readJson(event.request, MAX_BYTES);
	if (!body.ok) return problem(body.error);
	return answerJson(event.request, { id: await startImport(ctx, { org, user }) });
};
