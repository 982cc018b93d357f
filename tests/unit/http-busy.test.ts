// A database that is away or too busy: phones are asked to come back, and a bug stays a bug.
import { describe, expect, it } from 'vitest';
import { acrossOrganisations, connect } from '$lib/server/db/connection';
import { orBusy } from '$lib/server/http/problem';

const LIBSQL_URL = 'http://database.invalid:1';

/** What an endpoint answers whose only read goes to this database. */
async function answerWith(fetcher: typeof fetch): Promise<Response> {
	const db = connect({ LIBSQL_URL }, fetcher);
	return orBusy(async () => {
		await db.readBatch([acrossOrganisations('a test', 'SELECT 1')]);
		return new Response('read');
	});
}

describe('an endpoint whose database', () => {
	it.each([
		['cannot be reached', () => Promise.reject(new TypeError('fetch failed'))],
		['does not answer in time', () => Promise.reject(new DOMException('too late', 'TimeoutError'))],
		['is behind a proxy that cannot reach it', async () => new Response('bad gateway', { status: 502 })],
		['stops in the middle of its answer', async () => new Response(cutShort())]
	])('%s asks to come back in a few seconds', async (_, fetcher) => {
		const answer = await answerWith(fetcher);
		expect(answer.status).toBe(503);
		expect(answer.headers.get('retry-after')).toBe('5');
		expect(await answer.json()).toEqual({ error: { code: 'server-busy', data: { seconds: 5 } } });
	});

	it('is fine does not hide a bug', async () => {
		const bug = new TypeError('undefined is not a function');
		await expect(orBusy(() => Promise.reject(bug))).rejects.toBe(bug);
	});
});

const cutShort = () =>
	new ReadableStream({
		start: (stream) => {
			stream.enqueue(new TextEncoder().encode('{"results":['));
			stream.error(new DOMException('too late', 'TimeoutError'));
		}
	});
