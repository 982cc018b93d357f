// Talks to the server about an import; the only fetch of this folder. What comes back is read through a schema.
import * as v from 'valibot';
import {
	dryRunSchema,
	importSummarySchema,
	type DryRun,
	type ImportSummary,
	type Ticks
} from '$lib/core/import-answer';
import type { StagedLine } from '$lib/core/import-line';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { problemSchema } from '$lib/core/wire';

const ROOT = '/office/import/batches';

export type ImportTransport = {
	readonly open: () => Promise<Result<string, Refusal>>;
	readonly stage: (id: string, lines: readonly StagedLine[]) => Promise<Result<null, Refusal>>;
	readonly judge: (id: string) => Promise<Result<DryRun, Refusal>>;
	readonly commit: (id: string, ticks: Ticks) => Promise<Result<ImportSummary, Refusal>>;
	readonly cancel: (id: string) => Promise<Result<null, Refusal>>;
};

/** The server's endpoints, over the browser's fetch. */
export const importTransport = (fetcher: typeof fetch = (input, init) => fetch(input, init)): ImportTransport => ({
	open: async () => {
		const answer = await call(fetcher, 'POST', ROOT, {}, v.object({ id: v.string() }));
		return answer.ok ? ok(answer.value.id) : answer;
	},
	stage: (id, lines) => nothing(call(fetcher, 'PUT', `${ROOT}/${id}`, { lines }, v.unknown())),
	judge: (id) => call(fetcher, 'POST', `${ROOT}/${id}/dry-run`, {}, dryRunSchema),
	commit: (id, ticks) => call(fetcher, 'POST', `${ROOT}/${id}/commit`, { ticks }, importSummarySchema),
	cancel: (id) => nothing(call(fetcher, 'DELETE', `${ROOT}/${id}`, {}, v.unknown()))
});

async function nothing(answer: Promise<Result<unknown, Refusal>>): Promise<Result<null, Refusal>> {
	const result = await answer;
	return result.ok ? ok(null) : result;
}

async function call<const Schema extends v.GenericSchema>(
	fetcher: typeof fetch,
	method: string,
	path: string,
	body: unknown,
	schema: Schema
): Promise<Result<v.InferOutput<Schema>, Refusal>> {
	try {
		const response = await fetcher(path, {
			method,
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body)
		});
		// A session that ended leads to the sign-in page.
		if (response.redirected || !response.headers.get('content-type')?.includes('json'))
			return err(refusal('sign-in-needed'));
		const value: unknown = await response.json();
		if (response.ok) return ok(v.parse(schema, value));
		const problem = v.safeParse(problemSchema, value);
		return err(
			problem.success ? refusal(problem.output.error.code, problem.output.error.data) : refusal('server-busy')
		);
	} catch {
		return err(refusal('no-network'));
	}
}
