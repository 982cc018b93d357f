// One file of an operation: sent in pieces that resume, asked how far it is, and given out as an attachment only.
import type { RequestEvent } from '@sveltejs/kit';
import { BLOB_HEADERS, parseContentRange } from '$lib/core/blob';
import { refusal } from '$lib/core/refusal';
import { BLOB_CHUNK_BYTES } from '$lib/core/wire';
import type { Asker } from '$lib/server/blobs/claim';
import { download } from '$lib/server/blobs/download';
import { bucketStore } from '$lib/server/blobs/store';
import { takePiece, uploadState, type UploadPorts } from '$lib/server/blobs/upload';
import { contextOf } from '$lib/server/context';
import { answerJson, readBytes } from '$lib/server/http/body';
import { answerPolicy } from '$lib/server/http/headers';
import { problem } from '$lib/server/http/problem';

type Event = RequestEvent<{ sha256: string }>;

/** How far the upload is, in headers: a HEAD has no body. */
export async function HEAD(event: Event): Promise<Response> {
	const state = await uploadState(await portsOf(event), askerOf(event), event.params.sha256);
	if (!state.ok) {
		const { status, headers } = problem(state.error);
		headers.set(BLOB_HEADERS.refusal, state.error.code);
		return new Response(null, { status, headers });
	}
	const { next, size } = state.value;
	const headers = { [BLOB_HEADERS.offset]: String(next), [BLOB_HEADERS.length]: String(size) };
	return new Response(null, { headers });
}

export async function PUT(event: Event): Promise<Response> {
	const { request, params } = event;
	const piece = parseContentRange(request.headers.get('content-range') ?? '');
	if (!piece) return problem(refusal('malformed'));
	const bytes = await readBytes(request, BLOB_CHUNK_BYTES);
	if (!bytes.ok) return problem(bytes.error);
	const taken = await takePiece(await portsOf(event), askerOf(event), params.sha256, piece, bytes.value);
	return taken.ok ? answerJson(request, taken.value) : problem(taken.error);
}

export async function GET(event: Event): Promise<Response> {
	const file = await download(await portsOf(event), event.locals, event.params.sha256);
	if (!file.ok) return problem(file.error);
	const { bytes, type, fileName } = file.value;
	return new Response(bytes, {
		headers: {
			'content-type': type,
			'content-length': String(bytes.length),
			// Whatever its bytes say, it is never shown as a page of ours.
			'content-disposition': `attachment; filename="${fileName}"`,
			'content-security-policy': `${answerPolicy}; sandbox`,
			'x-content-type-options': 'nosniff'
		}
	});
}

async function portsOf({ platform }: Event): Promise<UploadPorts> {
	if (!platform) throw new Error('this deployment has no bucket BLOBS');
	return { ctx: await contextOf(platform.env), store: bucketStore(platform.env.BLOBS) };
}

const askerOf = ({ request, locals }: Event): Asker => ({
	signedIn: locals.field ?? locals.office,
	device: request.headers.get(BLOB_HEADERS.device),
	proof: request.headers.get(BLOB_HEADERS.proof)
});
