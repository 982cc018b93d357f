// The server of the simulation: the product's own procedures behind the addresses that the phone calls, without HTTP in between.
import type { SignedIn } from '../../src/app';
import { MAX_PUSH_BYTES } from '$lib/core/wire';
import { refusal } from '$lib/core/refusal';
import { headBlob, putBlob } from '$lib/server/blobs/endpoint';
import { enrol } from '$lib/server/devices';
import { answerJson, readJson } from '$lib/server/http/body';
import { problem } from '$lib/server/http/problem';
import { receive } from '$lib/server/sync/receive';
import type { Company } from './company';
import { ServerDied } from './database';

/** A request as it travels; the bytes may arrive cut. */
export type Parcel = {
	readonly path: string;
	readonly method: string;
	readonly headers: Headers;
	readonly body: Uint8Array<ArrayBuffer> | null;
};

/** Answers a parcel as the endpoints do; a server that dies answers 500, as the platform does for it. */
export async function serve(company: Company, session: SignedIn | null, parcel: Parcel): Promise<Response> {
	const { db } = company;
	try {
		return await route(company, session, parcel);
	} catch (failure) {
		if (failure instanceof ServerDied) return new Response('Internal Error', { status: 500 });
		throw failure;
	} finally {
		db.death = null;
		db.between = null;
	}
}

async function route({ ctx, bucket }: Company, session: SignedIn | null, parcel: Parcel): Promise<Response> {
	const { path, method, headers, body } = parcel;
	if (path === '/api/session') return Response.json({ field: session && publicPart(session) });
	if (path.startsWith('/api/session?')) return new Response(null, { status: 204 });
	const request = new Request(`http://localhost${path}`, { method, headers, body });
	const [, name] = /^\/api\/blobs\/(\w+)$/.exec(path) ?? [];
	if (name !== undefined) {
		const asked = { request, readers: { field: session, office: null }, name };
		const ports = { ctx, store: bucket };
		return method === 'HEAD' ? headBlob(ports, asked) : putBlob(ports, asked);
	}
	const read = await readJson(request, MAX_PUSH_BYTES);
	if (!read.ok) return problem(read.error);
	if (path === '/api/devices') {
		if (!session) return problem(refusal('sign-in-needed'));
		const enrolled = await enrol(ctx, session, read.value);
		return enrolled.ok ? answerJson(request, enrolled.value) : problem(enrolled.error);
	}
	const answer = await receive(ctx, session, read.value);
	return answer.ok ? answerJson(request, answer.value) : problem(answer.error);
}

function publicPart({
	user,
	role,
	app,
	organisation
}: SignedIn): Pick<SignedIn, 'user' | 'role' | 'app' | 'organisation'> {
	return { user, role, app, organisation };
}
