// A scripted server for the sync pass: it takes everything in order and signs heads with a key of its own.
import { recordPayment } from '$lib/client/actions/record-payment';
import type { Phone } from '$lib/client/local/phone';
import { signedBytesOfCountersignature } from '$lib/core/chain';
import type { Dossier } from '$lib/core/dossier';
import { toBase64url } from '$lib/core/base64url';
import { EMPTY_HEAD, syncRequestSchema, type Head, type Pull, type SyncAnswer, type SyncRequest } from '$lib/core/wire';
import * as v from 'valibot';
import { json, load, makeDossier, makePhone, makeWorld, MORNING, type Wire, type World } from './phone-fixture';

export const quiet = () => undefined;

export type Setting = { readonly world: World; readonly phone: Phone; readonly dossier: Dossier };

export async function setting(change: Parameters<typeof makeDossier>[0] = {}): Promise<Setting> {
	const world = makeWorld();
	const phone = await makePhone(world);
	const dossier = makeDossier(change);
	await load(phone, [dossier]);
	return { world, phone, dossier };
}

export const pay = (phone: Phone, dossier: Dossier, minor: number) =>
	recordPayment(phone, {
		dossier: dossier.id,
		round: null,
		place: null,
		draft: null,
		minor,
		detail: { means: 'cash' },
		payer: null,
		directedTo: null,
		acceptCredit: false
	});

/** What the phone sent, inflated and judged by the wire's own schema. */
export async function requestOf(init: RequestInit): Promise<SyncRequest> {
	const body = new Response(init.body ?? null);
	const headers = new Headers(init.headers);
	const stream = body.body;
	if (!stream) throw new Error('a sync has a body');
	const plain =
		headers.get('content-encoding') === 'gzip' ? stream.pipeThrough(new DecompressionStream('gzip')) : stream;
	return v.parse(syncRequestSchema, await new Response(plain).json());
}

/** A server that takes everything in order, with a key of its own for countersignatures. */
export async function makeServer(phone: Phone) {
	const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
	const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey);
	await phone.db.device.update('device', { serverKeys: [{ kid: 'k1', publicKey: { x, y } }] });
	const device = await phone.db.device.get('device');
	if (!device) throw new Error('no device');
	let head: Head = EMPTY_HEAD;
	const requests: SyncRequest[] = [];
	const state: { epoch: number; pull: Pull | null; now: number } = { epoch: 1, pull: null, now: MORNING };
	const countersignature = async (at: Head): Promise<SyncAnswer['countersignature']> => {
		if (at.seq === 0) return null;
		const fields = { kid: 'k1', org: device.organisation.id, device: device.id, epoch: state.epoch, ...at };
		const signed = v.parse(v.object({ ...countersignatureFields }), fields);
		const bytes = signedBytesOfCountersignature(signed);
		const sig = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, bytes);
		return { ...signed, sig: toBase64url(new Uint8Array(sig)) };
	};
	const answer = async (request: SyncRequest, change: Partial<SyncAnswer> = {}): Promise<SyncAnswer> => {
		requests.push(request);
		const outcomes: SyncAnswer['outcomes'] = [];
		let push: SyncAnswer['push'] = 'ok';
		for (const { header, hash } of request.ops) {
			if (header.seq > head.seq + 1) {
				push = 'gap';
				break;
			}
			if (header.seq === head.seq + 1) head = { seq: header.seq, hash };
			outcomes.push({ id: header.id, seq: header.seq, outcome: 'applied', codes: [], rev: 9 });
		}
		return {
			wire: 1,
			magic: 'tournee',
			device: request.device,
			epoch: state.epoch,
			head,
			push,
			outcomes,
			countersignature: await countersignature(head),
			now: state.now,
			pull: state.pull && { ...state.pull, through: head.seq },
			...change
		};
	};
	const wire =
		(change: (request: SyncRequest) => Partial<SyncAnswer> = () => ({})): Wire =>
		async (_, init) => {
			const request = await requestOf(init);
			return json(await answer(request, change(request)));
		};
	return { state, requests, wire, setHead: (next: Head) => void (head = next), head: () => head };
}

const countersignatureFields = (() => {
	const { sig: _, ...fields } = syncRequestSchema.entries.countersignature.wrapped.entries;
	return fields;
})();
