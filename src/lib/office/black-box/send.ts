// Sends the operations of an opened black box to the server, a few hundred at a time, then its files; collects what became of each.
import * as v from 'valibot';
import {
	blackBoxAnswerSchema,
	MAX_IMPORT_BYTES,
	MAX_IMPORT_OPERATIONS,
	type BlackBoxAnswer,
	type BlackBoxRequest,
	type ImportedItem
} from '$lib/core/black-box-answer';
import { blobAnswerSchema, contentRange, pieceAt } from '$lib/core/blob';
import { fromBase64url } from '$lib/core/base64url';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { problemSchema } from '$lib/core/wire';
import type { OpenedBlackBox } from './open';

export type ImportReport = Pick<BlackBoxAnswer, 'push'> & {
	readonly items: readonly ImportedItem[];
	/** How many photos and documents the server has whole now, and how many it does not take. */
	readonly files: number;
	readonly filesLeft: number;
};

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
		if (push === 'gap' || push === 'stopped') return ok({ push, items, files: 0, filesLeft: content.files.length });
	}
	let files = 0;
	for (const file of content.files) {
		const sent = await sendFile(fetcher, file);
		if (!sent.ok) return sent;
		files += Number(sent.value);
	}
	const push = items.some(({ outcome }) => outcome === 'forked') ? 'forked' : 'ok';
	return ok({ push, items, files, filesLeft: content.files.length - files });
}

/** Sends a file in pieces, from where the server has it; false where the server does not take it, e.g. for an act it does not have. */
async function sendFile(fetcher: typeof fetch, file: BoxFile): Promise<Result<boolean, Refusal>> {
	const bytes = fromBase64url(file.content);
	if (bytes?.length !== file.size) return ok(false);
	let offset = 0;
	while (offset < file.size) {
		const piece = pieceAt(offset, file.size);
		const answer = await call(
			fetcher,
			`/api/blobs/${file.sha256}`,
			{
				method: 'PUT',
				headers: { 'content-type': 'application/octet-stream', 'content-range': contentRange(piece) },
				body: bytes.slice(offset, offset + piece.length)
			},
			blobAnswerSchema
		);
		const next = answer.ok ? answer.value.next : answer.error.data?.['next'];
		if (!answer.ok && answer.error.code !== 'blob-offset')
			return LINE_IS_DOWN.includes(answer.error.code) ? answer : ok(false);
		// Whatever the server says, every answer must lead on; otherwise this would never end.
		if (typeof next !== 'number' || next <= offset) return ok(false);
		offset = next;
	}
	return ok(true);
}

type BoxFile = OpenedBlackBox['content']['files'][number];
const LINE_IS_DOWN: readonly string[] = ['offline', 'sign-in-needed', 'server-error', 'server-busy'];

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

const post = (fetcher: typeof fetch, body: BlackBoxRequest): Promise<Result<BlackBoxAnswer, Refusal>> =>
	call(
		fetcher,
		'/office/black-box/operations',
		{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
		blackBoxAnswerSchema
	);

async function call<S extends v.GenericSchema>(
	fetcher: typeof fetch,
	path: string,
	request: RequestInit,
	schema: S
): Promise<Result<v.InferOutput<S>, Refusal>> {
	try {
		const response = await fetcher(path, request);
		if (response.redirected || !response.headers.get('content-type')?.includes('json'))
			return err(refusal('sign-in-needed'));
		const value: unknown = await response.json();
		if (response.ok) return ok(v.parse(schema, value));
		const problem = v.safeParse(problemSchema, value);
		if (!problem.success) return err(refusal('server-error'));
		const { code, data } = problem.output.error;
		return err(data ? refusal(code, data) : refusal(code));
	} catch {
		return err(refusal('offline'));
	}
}
