// Every page of the server is given hostile forms, parameters and addresses: never a throw, and refused or answered in words.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isHttpError, isRedirect } from '@sveltejs/kit';
import fc from 'fast-check';
import * as v from 'valibot';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { verifyLedger } from '../../scripts/ledger/verify';
import { ROLES, type Role } from '../../src/lib/core/role';
import { anyChanges, anyJson, anyPacking, changed, requestOf, runsOf } from '../fuzz/hostile';
import { at, onRound, TODAY, type OnRound } from './fixture';
import { environment } from './platform';

const ROUTES = join(import.meta.dirname, '../../src/routes');
const LONG_MS = 3_600_000;

const handlerSchema = v.custom<(event: unknown) => unknown>((input) => typeof input === 'function');
const moduleSchema = v.looseObject({
	load: v.optional(handlerSchema),
	actions: v.optional(v.record(v.string(), handlerSchema)),
	...{ GET: v.optional(handlerSchema), POST: v.optional(handlerSchema), PUT: v.optional(handlerSchema) },
	...{ DELETE: v.optional(handlerSchema), HEAD: v.optional(handlerSchema) }
});

type Door = {
	readonly name: string;
	readonly method: string;
	readonly parameters: readonly string[];
	readonly answer: (event: unknown) => unknown;
};

const files = readdirSync(ROUTES, { recursive: true, encoding: 'utf8' });
/** What the forms of the pages call their fields. */
const fields = [
	...new Set(
		files
			.filter((file) => file.endsWith('.svelte'))
			.flatMap((file) => [...readFileSync(join(ROUTES, file), 'utf8').matchAll(/\bname="(\w+)"/g)])
			.map(([, name]) => name ?? '')
	)
];

async function doorsOf(file: string): Promise<readonly Door[]> {
	const module: unknown = await import(join(ROUTES, file));
	const { load, actions = {}, ...handlers } = v.parse(moduleSchema, module);
	const parameters = [...file.matchAll(/\[(\w+)\]/g)].map(([, name]) => name ?? '');
	const door = (method: string, answer: Door['answer'] | undefined): readonly Door[] =>
		answer ? [{ name: `${file} ${method}`, method, parameters, answer }] : [];
	return [
		...door('load', load),
		...Object.entries(actions).flatMap(([name, action]) => door(`form ${name}`, action)),
		...(['GET', 'POST', 'PUT', 'DELETE', 'HEAD'] as const).flatMap((method) => door(method, handlers[method]))
	];
}

let round: OnRound;
let doors: readonly Door[];
/** What the field or parameter of a name may well hold; the first that fits. */
let honest: readonly (readonly [RegExp, readonly string[]])[];
let platform: { readonly env: object };

beforeAll(async () => {
	doors = (
		await Promise.all(files.filter((file) => /\+(?:page\.|layout\.)?server\.ts$/.test(file)).map(doorsOf))
	).flat();
	round = await onRound(3);
	const { phone, c, d, claims } = round;
	const paid = await phone.pay(at(d), at(claims), 1_000);
	const promised = await phone.promise(at(d, 1), 500, paid.header.at.day);
	const visited = await phone.visit(at(d, 2));
	await phone.sync();
	const rounds = await c.rows('SELECT id FROM round WHERE org = :org');
	const people = [c.ana, c.ben, c.manager, c.otherManager].map(({ user }) => user.id);
	honest = [
		[/^(?:user|collector|from|to|payer|depositor)$/, people],
		[/^(?:operation|payment|proposal|review)$/, [paid, promised, visited].map(({ header }) => header.id)],
		[/^(?:id|dossiers?|stop)$/, [...d, ...rounds.map(({ id }) => String(id))]],
		[/^device$/, [phone.id]],
		[/^claim/, claims],
		[/(?:day|date|on|until|since)$/i, [TODAY, '2026-12-31', '2026-02-30', '2025-01-01']],
		[/(?:amount|minor|target|down|rate|months|max|min)/i, ['0', '1', '100', '12,50', '1 234,56', '-5', '1e9']],
		[/^means$/, ['cash', 'cheque', 'transfer', 'card', 'money-order']],
		[/^role$/, ROLES],
		[/^sha256$/, ['f'.repeat(64)]],
		[/^email$/, ['essai@example.com']],
		[/./, ['on', '1', 'EUR', 'consumer', 'approve', 'refuse', 'Essai', '09:00', '06 12 34 56 78', 'reason', '{}']]
	];
	platform = { env: await environment(`pages-${c.org}`) };
});

/** One thing that a form or an address holds: what belongs there, an honest value of another field, or anything. */
type Wish = { readonly index: number; readonly fits: boolean; readonly text: string | null };
const anyText = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 60 }),
	anyJson.map((value) => JSON.stringify(value))
);
const anyWish: fc.Arbitrary<Wish> = fc.record({
	index: fc.nat(),
	fits: fc.constantFrom(true, true, true, false),
	text: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: anyText })
});

function valueOf(name: string, { index, fits, text }: Wish): string {
	if (text !== null) return text;
	const pool = (fits && honest.find(([names]) => names.test(name))?.[1]) || honest.flatMap(([, values]) => values);
	return at(pool, index % pool.length);
}

type Asked = {
	readonly door: number;
	readonly role: Role | null;
	readonly parameters: readonly Wish[];
	readonly fields: readonly (readonly [number, Wish])[];
	readonly query: readonly (readonly [string, Wish])[];
};
const QUERY = [
	'day',
	'from',
	'to',
	'currency',
	'collector',
	'app',
	'page',
	'q',
	'state',
	'sort',
	'next',
	'means',
	'hour'
];
const anyAsked: fc.Arbitrary<Asked> = fc.record({
	door: fc.nat(),
	role: fc.option(fc.constantFrom(...ROLES), { freq: 8, nil: null }),
	parameters: fc.array(anyWish, { minLength: 2, maxLength: 2 }),
	fields: fc.array(fc.tuple(fc.nat(), anyWish), { maxLength: 30 }),
	query: fc.array(fc.tuple(fc.constantFrom(...QUERY), anyWish), { maxLength: 4 })
});

function eventOf({ door, role, parameters, query }: Asked & { readonly door: number }, request: Request) {
	const { c } = round;
	const { parameters: names } = doorAt(door);
	const signedIn = role && { ...(role === 'collector' ? c.ana : c.manager), role };
	const url = new URL('http://localhost/office');
	for (const [name, wish] of query) url.searchParams.set(name, valueOf(name, wish).slice(0, 4_000));
	return {
		request,
		url,
		platform,
		params: Object.fromEntries(names.map((name, index) => [name, valueOf(name, at(parameters, index))])),
		locals: { field: role === 'collector' ? signedIn : null, office: role === 'collector' ? null : signedIn },
		cookies: { get: () => undefined, set: () => undefined, delete: () => undefined },
		getClientAddress: () => '127.0.0.1',
		setHeaders: () => undefined,
		depends: () => undefined,
		parent: () => Promise.resolve({})
	};
}

const doorAt = (index: number): Door => at(doors, index % doors.length);

/** The next door that takes JSON or bytes: what is no form never gets as far as an action. */
function apiDoorFrom(index: number): number {
	return doorAt(index).name.includes(' form ') ? apiDoorFrom(index + 1) : index;
}

/** The status of the answer; what is thrown and is neither a redirect nor an error page is a fault. */
async function statusOf(asked: Asked, request: Request): Promise<number> {
	try {
		const answer = await doorAt(asked.door).answer(eventOf(asked, request));
		if (answer instanceof Response) await answer.arrayBuffer();
		return v.is(v.looseObject({ status: v.number() }), answer) ? answer.status : 200;
	} catch (thrown) {
		if (isRedirect(thrown) || isHttpError(thrown)) return thrown.status;
		throw new Error(`${doorAt(asked.door).name} threw`, { cause: thrown });
	}
}

describe('the pages of the server', () => {
	test(
		'refuse hostile forms and addresses in words',
		async () => {
			const property = fc.asyncProperty(anyAsked, async (asked) => {
				const form = new URLSearchParams();
				for (const [index, wish] of asked.fields) {
					const name = at(fields, index % fields.length);
					form.append(name, valueOf(name, wish));
				}
				const request = new Request('http://localhost/office', { method: 'POST', body: form });
				expect(await statusOf(asked, request), doorAt(asked.door).name).toBeLessThan(500);
			});
			await fc.assert(property, runsOf(150, 0.15));
		},
		LONG_MS
	);

	test(
		'refuse hostile bodies',
		async () => {
			const { phone, d } = round;
			const template = { operations: [await phone.clone().visit(at(d))], lines: [{ line: 1 }], fileName: 'a.csv' };
			const property = fc.asyncProperty(anyAsked, anyChanges, anyPacking, async (asked, changes, packing) => {
				const request = requestOf('/office', changed(template, changes), packing);
				const door = apiDoorFrom(asked.door % doors.length);
				expect(await statusOf({ ...asked, door }, request), doorAt(door).name).toBeLessThan(500);
			});
			await fc.assert(property, runsOf(80, 0.05));
		},
		LONG_MS
	);

	test('leave no half-written row', async () => {
		const { findings } = await verifyLedger({ url: inject('libsqlUrl'), threads: 0 });
		expect(findings.filter(({ device }) => device.includes(round.phone.id))).toEqual([]);
	});
});
