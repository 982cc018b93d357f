// What a careless or hostile hand sends: JSON of any shape, valid JSON that was changed somewhere, and bytes that are no JSON.
import fc from 'fast-check';
import type { Json } from '$lib/core/canonical';

/** The few runs with the other tests are the same each time; the long run draws a seed of its own, and prints it when it fails. */
const SHORT_SEED = 2026;

/** How many runs a property has: a few with the other tests, many with `npm run test:fuzz`. */
export const runsOf = (short: number, share: number): { readonly numRuns: number; readonly seed?: number } => {
	const long = Number(process.env['TOURNEE_FUZZ_BODIES'] ?? 0);
	const seed = process.env['TOURNEE_FUZZ_SEED'];
	const numRuns = long > 0 ? Math.ceil(long * share) : short;
	if (seed !== undefined) return { numRuns, seed: Number(seed) };
	return long > 0 ? { numRuns } : { numRuns, seed: SHORT_SEED };
};

/** Leaves that have broken programs before. */
const LEAVES: readonly Json[] = [
	...[null, true, false, 0, -1, 1, 1.5, 2 ** 31, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 1e308],
	...[
		'',
		' ',
		'0',
		'\u0000',
		'\ud800',
		'é',
		'e\u0301',
		'‮',
		'💶',
		'{}',
		"'; DROP TABLE ledger; --",
		'../../etc/passwd'
	],
	...['A'.repeat(70_000), '2026-02-30', '2026-13-01', '9999-12-31', '0000-00-00', '__proto__', 'constructor'],
	...['00000000-0000-0000-0000-000000000000', 'f'.repeat(64), 'NaN', '-0', '1e999']
];

/** One leaf, list or object of anything. */
export const anyJson: fc.Arbitrary<Json> = fc.oneof(
	{ weight: 5, arbitrary: fc.constantFrom<Json>(...LEAVES) },
	{ weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
	{ weight: 2, arbitrary: fc.integer() },
	{ weight: 1, arbitrary: fc.constantFrom<Json>([], {}, [[]], [null], { a: 1 }, deep(200), [1, [2, [3]]]) }
);

function deep(levels: number): Json {
	let value: Json = 1;
	for (let level = 0; level < levels; level += 1) value = [value];
	return value;
}

/** Where to change a value, and how; drawn apart from the value, which is made while the test runs. */
export type Change = {
	readonly where: number;
	readonly how: 'replace' | 'remove' | 'add' | 'double' | 'swap';
	readonly by: Json;
};

export const anyChange: fc.Arbitrary<Change> = fc.record({
	where: fc.nat(),
	how: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add', 'double', 'swap'),
	by: anyJson
});
export const anyChanges = fc.array(anyChange, { minLength: 1, maxLength: 3 });

/** The value with something changed somewhere in it; the original stays as it is. */
export function changed(value: unknown, changes: readonly Change[]): unknown {
	return changes.reduce<unknown>(applied, value);
}

function applied(value: unknown, { where, how, by }: Change): unknown {
	const copy = { root: structuredClone(value) };
	const places = placesIn(copy);
	const place = places[where % places.length];
	if (!place) return value;
	const { holder, key } = place;
	const old: unknown = Reflect.get(holder, key);
	if (how === 'remove' && holder !== copy) Reflect.deleteProperty(holder, key);
	else if (how === 'add' && typeof old === 'object' && old !== null) Reflect.set(old, 'unexpected', by);
	else if (how === 'double' && Array.isArray(old)) Reflect.set(holder, key, [...old, ...old]);
	else if (how === 'swap') swap(places, place, where);
	else Reflect.set(holder, key, by);
	return copy.root;
}

type Place = { readonly holder: object; readonly key: string };

/** A value moves to where another one was. */
function swap(places: readonly Place[], place: Place, where: number): void {
	const other = places[(where * 7 + 3) % places.length];
	if (other) Reflect.set(place.holder, place.key, structuredClone(Reflect.get(other.holder, other.key)));
}

function placesIn(holder: object): readonly Place[] {
	const places: Place[] = [];
	const visit = (inside: object): void => {
		for (const key of Object.keys(inside)) {
			places.push({ holder: inside, key });
			const value: unknown = Reflect.get(inside, key);
			if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) visit(value);
		}
	};
	visit(holder);
	return places;
}

/** A body as it goes over the network: whole, cut, wrongly compressed, of another type, or not JSON at all. */
export type Packing = {
	readonly type: string;
	readonly encoding: string | null;
	readonly cut: number | null;
	readonly prefix: string;
};

export const anyPacking: fc.Arbitrary<Packing> = fc.record({
	type: fc.constantFrom(
		'application/json',
		'application/json',
		'application/json',
		'text/plain',
		'application/jsonp',
		''
	),
	encoding: fc.constantFrom(null, null, null, 'gzip', 'br', 'identity', 'deflate, gzip'),
	cut: fc.option(fc.nat({ max: 2_000 }), { freq: 6, nil: null }),
	prefix: fc.constantFrom('', '', '', '\ufeff', ' ', '[', 'null', '\u0000')
});

export const HONEST: Packing = { type: 'application/json', encoding: null, cut: null, prefix: '' };

/** A request with a body packed so. */
export function requestOf(path: string, body: unknown, { type, encoding, cut, prefix }: Packing): Request {
	const text = prefix + JSON.stringify(body);
	const bytes = new TextEncoder().encode(text).slice(0, cut ?? Infinity);
	const headers = { 'content-type': type, ...(encoding === null ? {} : { 'content-encoding': encoding }) };
	return new Request(`http://localhost${path}`, { method: 'POST', headers, body: bytes });
}
