// One file of an operation: sent in pieces that resume, asked how far it is, and given out as an attachment only.
import type { RequestEvent } from '@sveltejs/kit';
import { getBlob, headBlob, putBlob, type BlobRequest } from '$lib/server/blobs/endpoint';
import { bucketStore } from '$lib/server/blobs/store';
import type { UploadPorts } from '$lib/server/blobs/upload';
import { contextOf } from '$lib/server/context';

type Event = RequestEvent<{ sha256: string }>;

export const HEAD = async (event: Event): Promise<Response> => headBlob(await portsOf(event), askedIn(event));

export const PUT = async (event: Event): Promise<Response> => putBlob(await portsOf(event), askedIn(event));

export const GET = async (event: Event): Promise<Response> => getBlob(await portsOf(event), askedIn(event));

const askedIn = ({ request, locals, params }: Event): BlobRequest => ({
	request,
	readers: locals,
	name: params.sha256
});

async function portsOf({ platform }: Event): Promise<UploadPorts> {
	if (!platform) throw new Error('this deployment has no bucket BLOBS');
	return { ctx: await contextOf(platform.env), store: bucketStore(platform.env.BLOBS) };
}
