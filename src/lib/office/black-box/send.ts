// Sends the operations of an opened black box to the server, a few hundred at a time, and collects what became of each.
import * as v from 'valibot';
import {
	blackBoxAnswerSchema,
	MAX_IMPORT_BYTES,
	MAX_IMPORT_OPERATIONS,
	type BlackBoxAnswer,
	type BlackBoxRequest,
	type ImportedItem
} from '$lib/core/black-box-answer';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { problemSchema } from '$lib/core/wire';
import type { OpenedBlackBox } from './open';

export type ImportReport = Pick<BlackBoxAnswer, 'push'> & { readonly items: readonly ImportedItem[] };

/** Sends everything, in order; a piece that is not taken whole ends it. What was sent stays sent, and sending again harms nothing. */
export async function sendBlackBox(
	{ header, content }: OpenedBlackBox,
	fetcher: typeof fetch = (input, init) => fetch(input, init)
): Promise<Result<ImportReport, Refusal>> {
	const { epoch, head } = content;
	const items: ImportedItem[] = [];
	for (const operations of inPieces(content.operations)) {
		const answer = await post(fetcher, { device: header.device, epoch, head, operations });
		if (!answer.ok) return answer;
		items.push(...answer.value.items);
		const { push } = answer.value;
		if (push === 'gap' || push === 'stopped') return ok({ push, items });
	}
	return ok({ push: items.some(({ outcome }) => outcome === 'forked') ? 'forked' : 'ok', items });
}

/** Pieces that fit one request each. */
export function inPieces(operations: readonly unknown[]): readonly unknown[][] {
	const pieces: unknown[][] = [];
	let room = 0;
	for (const operation of operations) {
		const size = JSON.stringify(operation).length * 2;
		const last = pieces.at(-1);
		room -= size;
		if (last && room >= 0 && last.length < MAX_IMPORT_OPERATIONS) last.push(operation);
		else {
			pieces.push([operation]);
			room = MAX_IMPORT_BYTES - size;
		}
	}
	return pieces;
}

async function post(fetcher: typeof fetch, body: BlackBoxRequest): Promise<Result<BlackBoxAnswer, Refusal>> {
	try {
		const response = await fetcher('/office/black-box/operations', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body)
		});
		if (response.redirected || !response.headers.get('content-type')?.includes('json'))
			return err(refusal('sign-in-needed'));
		const value: unknown = await response.json();
		if (response.ok) return ok(v.parse(blackBoxAnswerSchema, value));
		const problem = v.safeParse(problemSchema, value);
		if (!problem.success) return err(refusal('server-error'));
		const { code, data } = problem.output.error;
		return err(data ? refusal(code, data) : refusal(code));
	} catch {
		return err(refusal('offline'));
	}
}
