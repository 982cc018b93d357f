// The calls of a file as HTTP: how far it is, one more piece of it, and its content as an attachment.
import { BLOB_HEADERS, parseContentRange } from '$lib/core/blob';
import { refusal } from '$lib/core/refusal';
import { BLOB_CHUNK_BYTES } from '$lib/core/wire';
import { answerJson, readBytes } from '../http/body';
import { answerPolicy } from '../http/headers';
import { problem } from '../http/problem';
import type { Asker } from './claim';
import { download, type Readers } from './download';
import { takePiece, uploadState, type UploadPorts } from './upload';

/** A request about one file, with who is signed in where. */
export type BlobRequest = { readonly request: Request; readonly readers: Readers; readonly name: string };

/** How far the upload is, in headers: a HEAD has no body. */
export async function headBlob(ports: UploadPorts, asked: BlobRequest): Promise<Response> {
	const state = await uploadState(ports, askerOf(asked), asked.name);
	if (!state.ok) {
		const { status, headers } = problem(state.error);
		headers.set(BLOB_HEADERS.refusal, state.error.code);
		return new Response(null, { status, headers });
	}
	const { next, size } = state.value;
	const headers = { [BLOB_HEADERS.offset]: String(next), [BLOB_HEADERS.length]: String(size) };
	return new Response(null, { headers });
}

/** Takes the piece that `Content-Range` names. */
export async function putBlob(ports: UploadPorts, asked: BlobRequest): Promise<Response> {
	const { request, name } = asked;
	const piece = parseContentRange(request.headers.get('content-range') ?? '');
	if (!piece) return problem(refusal('malformed'));
	const bytes = await readBytes(request, BLOB_CHUNK_BYTES);
	if (!bytes.ok) return problem(bytes.error);
	const taken = await takePiece(ports, askerOf(asked), name, piece, bytes.value);
	return taken.ok ? answerJson(request, taken.value) : problem(taken.error);
}

/** The whole file. Whatever its bytes say, it is never shown as a page of ours. */
export async function getBlob(ports: UploadPorts, { readers, name }: BlobRequest): Promise<Response> {
	const file = await download(ports, readers, name);
	if (!file.ok) return problem(file.error);
	const { bytes, type, fileName } = file.value;
	return new Response(bytes, {
		headers: {
			'content-type': type,
			'content-length': String(bytes.length),
			'content-disposition': `attachment; filename="${fileName}"`,
			'content-security-policy': `${answerPolicy}; sandbox`,
			'x-content-type-options': 'nosniff'
		}
	});
}

const askerOf = ({ request, readers }: BlobRequest): Asker => ({
	signedIn: readers.field ?? readers.office,
	device: request.headers.get(BLOB_HEADERS.device),
	proof: request.headers.get(BLOB_HEADERS.proof)
});
