// Every endpoint of the API is given hostile bodies: never a 5xx, never a throw, and no half-written row in the database afterwards.
import type { RequestEvent } from '@sveltejs/kit';
import fc from 'fast-check';
import * as v from 'valibot';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { verifyLedger } from '../../scripts/ledger/verify';
import type { Json } from '../../src/lib/core/canonical';
import { dossierIdSchema } from '../../src/lib/core/ids';
import { BODY_SCHEMAS } from '../../src/lib/core/operation';
import { jsonSchema, syncAnswerSchema, type Operation } from '../../src/lib/core/wire';
import { GET as board } from '../../src/routes/api/board/+server';
import { POST as enrol } from '../../src/routes/api/devices/+server';
import { DELETE as signOut, GET as whoAmI, POST as signIn } from '../../src/routes/api/session/+server';
import { POST as sync } from '../../src/routes/api/sync/+server';
import { anyChanges, anyJson, anyPacking, changed, HONEST, requestOf, runsOf } from '../fuzz/hostile';
import { at, keys, newId, onRound, TODAY, type OnRound } from './fixture';
import { environment } from './platform';

let round: OnRound;
let platform: { readonly env: object };
const LONG_MS = 3_600_000;

beforeAll(async () => {
	round = await onRound(3);
	platform = { env: await environment(`fuzz-${round.c.org}`) };
});

type Who = 'field' | 'office' | 'nobody';

/** The handlers read nothing else of an event. */
const requestEvent = v.custom<RequestEvent>((input) => typeof input === 'object');

/** What a handler sees of a request. */
function eventOf(request: Request, who: Who): RequestEvent {
	const { ana, manager } = round.c;
	const event = {
		request,
		url: new URL(request.url),
		params: {},
		platform,
		locals: { field: who === 'field' ? ana : null, office: who === 'office' ? manager : null },
		cookies: { get: () => undefined, set: () => undefined, delete: () => undefined },
		getClientAddress: () => '127.0.0.1'
	};
	return v.parse(requestEvent, event);
}

type Handler = (event: RequestEvent) => Response | Promise<Response>;

/** Asks a handler; a throw fails the property by itself. */
async function statusOf(handler: Handler, request: Request, who: Who): Promise<number> {
	const answer = await handler(eventOf(request, who));
	await answer.arrayBuffer();
	return answer.status;
}

const anyone = fc.constantFrom<Who>('field', 'office', 'nobody');

/** An honest request to change: one of each kind of act, signed. */
async function honestOperations(): Promise<readonly Operation[]> {
	const { phone, d, claims } = round;
	const scratch = phone.clone();
	const paid = await scratch.pay(at(d), at(claims), 1_000);
	return [
		paid,
		await scratch.visit(at(d)),
		await scratch.promise(at(d), 500, paid.header.at.day),
		await scratch.act('payment.reversal-requested', at(d), { payment: paid.header.id, reason: 'Erreur' })
	];
}

describe('hostile bodies', () => {
	test(
		'that the device signed are judged, whatever is in them',
		async () => {
			const { phone, d } = round;
			const templates = (await honestOperations()).map(({ header: { kind }, body }) => ({ kind, body }));
			const kinds = Object.keys(BODY_SCHEMAS);
			const acts = fc.array(
				fc.record({
					template: fc.nat(),
					kind: fc.option(fc.constantFrom(...kinds, 'call.logged'), { nil: null }),
					changes: anyChanges,
					dossier: fc.nat({ max: 4 }),
					ms: fc.constantFrom(0, 1, -1e15, 1e15, 1_795_000_000_000, 253_402_300_800_000, -62_135_596_800_001)
				}),
				{ minLength: 1, maxLength: 4 }
			);
			await fc.assert(
				fc.asyncProperty(acts, async (wishes) => {
					for (const { template, kind, changes, dossier, ms } of wishes) {
						const honest = at(templates, template % templates.length);
						// What canonical JSON cannot carry cannot be signed either.
						const wished = v.safeParse(jsonSchema, changed(honest.body, changes));
						const body: Json = wished.success ? wished.output : honest.body;
						const where = dossier < 3 ? at(d, dossier) : dossier === 3 ? null : newId(dossierIdSchema);
						const time = ms === 0 ? {} : { at: { ms, utcOffset: 60, day: TODAY, skew: null } };
						await phone.act(kind ?? honest.kind, where, body, time);
					}
					const request = requestOf('/api/sync', phone.request(), HONEST);
					const answer = await sync(eventOf(request, 'field'));
					expect(answer.status).toBe(200);
					phone.take(v.parse(syncAnswerSchema, await answer.json()));
					expect(phone.outbox).toEqual([]);
				}),
				runsOf(15, 0.04)
			);
		},
		LONG_MS
	);

	test(
		'of a sync are refused or judged one by one',
		async () => {
			const ops = await honestOperations();
			const request = { ...round.phone.request(ops), head: { seq: 4, hash: at(ops, 3).hash } };
			const property = fc.asyncProperty(anyChanges, anyPacking, anyone, async (changes, packing, who) => {
				const body = changed(request, changes);
				expect(await statusOf(sync, requestOf('/api/sync', body, packing), who)).toBeLessThan(500);
			});
			await fc.assert(property, runsOf(80, 0.3));
		},
		LONG_MS
	);

	test(
		'of anything at all are refused',
		async () => {
			const endpoints = fc.constantFrom<readonly [string, Handler]>(['/api/sync', sync], ['/api/devices', enrol]);
			const property = fc.asyncProperty(
				endpoints,
				anyJson,
				anyPacking,
				anyone,
				async ([path, handler], body, packing, who) => {
					const status = await statusOf(handler, requestOf(path, body, packing), who);
					expect(status).toBeGreaterThanOrEqual(400);
					expect(status).toBeLessThan(500);
				}
			);
			await fc.assert(property, runsOf(80, 0.1));
		},
		LONG_MS
	);

	test(
		'of an enrolment are refused',
		async () => {
			const { publicKey } = await keys();
			const request = { id: round.phone.id, publicKey, name: 'Essai', proof: 'A'.repeat(86), series: 'T01' };
			const property = fc.asyncProperty(anyChanges, anyPacking, anyone, async (changes, packing, who) => {
				const body = changed(request, changes);
				const status = await statusOf(enrol, requestOf('/api/devices', body, packing), who);
				expect(status).toBeGreaterThanOrEqual(400);
				expect(status).toBeLessThan(500);
			});
			await fc.assert(property, runsOf(60, 0.15));
		},
		LONG_MS
	);

	test(
		'of a sign-in open no session',
		async () => {
			const request = { email: '', password: 'tournee' };
			const property = fc.asyncProperty(anyChanges, anyPacking, async (changes, packing) => {
				const status = await statusOf(signIn, requestOf('/api/session', changed(request, changes), packing), 'nobody');
				expect(status).toBeGreaterThanOrEqual(400);
				expect(status).toBeLessThan(500);
			});
			await fc.assert(property, runsOf(20, 0.01));
		},
		LONG_MS
	);

	test(
		'and hostile addresses are answered',
		async () => {
			const texts = fc.oneof(
				fc.string({ unit: 'binary' }),
				anyJson.map((value) => JSON.stringify(value))
			);
			const handlers = fc.constantFrom<readonly [string, string, Handler]>(
				['/api/board', 'day', board],
				['/api/session', 'app', signOut],
				['/api/session', 'app', whoAmI]
			);
			const property = fc.asyncProperty(handlers, texts, anyone, async ([path, name, handler], text, who) => {
				const url = new URL(`http://localhost${path}`);
				url.searchParams.set(name, text.slice(0, 4_000));
				expect(await statusOf(handler, new Request(url), who)).toBeLessThan(500);
			});
			await fc.assert(property, runsOf(60, 0.2));
		},
		LONG_MS
	);

	test('leave no half-written row', async () => {
		const { findings } = await verifyLedger({ url: inject('libsqlUrl'), threads: 0 });
		const ours = findings.filter(({ device }) => device.includes(round.phone.id));
		// Receipt numbers were made up; that they are not in order is the hostile phone's doing, and is told.
		expect(ours.filter(({ what }) => !what.startsWith('receipts of this device'))).toEqual([]);
	});
});
