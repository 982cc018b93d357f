// The wire's schemas: what they accept, and that nothing at all makes them throw.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { BODY_SCHEMAS, OPERATION_KINDS } from '../../../src/lib/core/operation';
import * as wire from '../../../src/lib/core/wire';
import { payment, TODAY, uuid } from './fixture';

const SCHEMAS = Object.entries({
	...BODY_SCHEMAS,
	operation: wire.operationSchema,
	sync: wire.syncRequestSchema,
	answer: wire.syncAnswerSchema,
	session: wire.sessionRequestSchema,
	device: wire.deviceRequestSchema,
	cursor: wire.cursorSchema
});

const header = {
	v: 1,
	id: uuid(1),
	org: uuid(2),
	actor: uuid(3),
	device: uuid(4),
	seq: 1,
	prev: wire.GENESIS_HASH,
	kind: 'payment.recorded',
	dossier: uuid(5),
	base: { epoch: 1, rev: 0 },
	at: { ms: 1, utcOffset: 60, day: TODAY, skew: null },
	placeHash: null,
	bodyHash: 'a'.repeat(64),
	blobs: []
};

describe('the header of an operation', () => {
	it('is accepted as DESIGN writes it, with a kind that this version does not know too', () => {
		expect(v.is(wire.headerSchema, header)).toBe(true);
		expect(v.is(wire.headerSchema, { ...header, kind: 'drone.landed' })).toBe(true);
	});

	it.each([
		['a version to come', { v: 2 }],
		['an id that is no UUIDv7', { id: 'd9428888-122b-41e1-b85c-61cd3cbee210' }],
		['a sequence of zero', { seq: 0 }],
		['a float', { seq: 1.5 }],
		['a hash in capitals', { bodyHash: 'A'.repeat(64) }],
		['a day of the wrong century', { at: { ...header.at, day: '0026-11-21' } }],
		['a field that nobody signed', { surprise: true }],
		['a kind with blanks', { kind: 'payment recorded' }]
	])('is refused with %s', (_name, change) => {
		expect(v.is(wire.headerSchema, { ...header, ...change })).toBe(false);
	});
});

describe('the body of a payment', () => {
	it.each([0, -1, 0.5, Number.NaN, 2 ** 53, 100_000_000_001])('of %s minor units is malformed', (minor) => {
		expect(v.is(BODY_SCHEMAS['payment.recorded'], { ...payment(100, 50_000), minor })).toBe(false);
	});

	it('keeps the names of every script, but not a text that is not in normal form', () => {
		const named = (debtor: string) => ({
			...payment(100, 50_000),
			printed: { ...payment(100, 50_000).printed, debtor }
		});
		for (const name of ['Łukasz Ğüneş', 'Ольга', 'محمد', '李雷'])
			expect(v.is(BODY_SCHEMAS['payment.recorded'], named(name))).toBe(true);
		expect(v.is(BODY_SCHEMAS['payment.recorded'], named('Jose\u0301'))).toBe(false);
		expect(v.is(BODY_SCHEMAS['payment.recorded'], named('\ud800'))).toBe(false);
	});
});

it('a JSON body carries integers and normal texts only, at any depth', () => {
	expect(v.is(wire.jsonSchema, { a: [1, { b: 'é', c: null, d: true }] })).toBe(true);
	expect(v.is(wire.jsonSchema, { a: [1, { b: 0.1 }] })).toBe(false);
	expect(v.is(wire.jsonSchema, { 'e\u0301': 1 })).toBe(false);
	expect(v.is(wire.jsonSchema, undefined)).toBe(false);
});

it('a body nested without end is refused, not walked', () => {
	const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
	expect(v.is(wire.jsonSchema, nested(60))).toBe(true);
	expect(v.is(wire.jsonSchema, nested(200_000))).toBe(false);
});

it.each(SCHEMAS)('nothing that arrives makes the schema %s throw', (_name, schema) => {
	fc.assert(
		fc.property(fc.anything(), (input) => {
			expect(typeof v.safeParse(schema, input).success).toBe('boolean');
		}),
		{ numRuns: 200 }
	);
});

it('every kind has a body that an empty object is not', () => {
	for (const kind of OPERATION_KINDS) expect(v.is(BODY_SCHEMAS[kind], {})).toBe(false);
});
