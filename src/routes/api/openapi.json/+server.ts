// The description of the API, for people and programs; it holds nothing of any organisation.
import type { RequestEvent } from '@sveltejs/kit';
import { answerJson } from '$lib/server/http/body';
import { openApi } from '$lib/server/openapi';

export function GET({ request, url }: RequestEvent): Response {
	return answerJson(request, openApi(url.origin), { 'cache-control': 'public, max-age=3600' });
}
