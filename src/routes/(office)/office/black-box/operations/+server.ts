// Takes a piece of an opened black box; what is inside is judged by its own signatures.
import { MAX_PUSH_BYTES } from '$lib/core/wire';
import { answerJson, readJson } from '$lib/server/http/body';
import { problem } from '$lib/server/http/problem';
import { importBlackBox } from '$lib/server/office/import-black-box';
import { officeOf } from '../../../office-guard.server';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
	const { ctx, who } = await officeOf(event, 'import');
	const body = await readJson(event.request, MAX_PUSH_BYTES);
	if (!body.ok) return problem(body.error);
	const imported = await importBlackBox(ctx, who, body.value);
	return imported.ok ? answerJson(event.request, imported.value) : problem(imported.error);
};
