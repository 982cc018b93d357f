// What a device signed is judged by the key in its row, also when it was checked ahead; what it wrote is stored letter by letter.
import { describe, expect, test } from 'vitest';
import { bodyHash } from '../../src/lib/core/chain';
import { fromBase64url } from '../../src/lib/core/base64url';
import type { Json } from '../../src/lib/core/canonical';
import { sha256 } from '../../src/lib/server/signature';
import { rememberKey } from '../../src/lib/server/sync/checks';
import { at, onRound } from './fixture';
import { keys, Phone } from './phone';

describe('a key that an isolate remembers', () => {
	test('proves nothing where the row of the device has another one', async () => {
		const { phone, d } = await onRound();
		await phone.sync();
		const other = await keys();
		rememberKey({ id: phone.id, publicKey: other.publicKey });
		await phone.visit(at(d));
		expect((await phone.sync()).outcomes).toMatchObject([{ outcome: 'applied' }]);

		const stranger = Object.assign(phone.clone(), { keys: other });
		rememberKey({ id: phone.id, publicKey: other.publicKey });
		await stranger.visit(at(d));
		expect((await stranger.sync()).outcomes).toMatchObject([{ outcome: 'refused', codes: ['bad-signature'] }]);
	});

	test('lets nobody in whose device was revoked since', async () => {
		const { c, phone, d } = await onRound();
		await phone.sync();
		await c.write('UPDATE device SET revoked_ms = 1 WHERE org = :org AND id = :id', { id: phone.id });
		await phone.visit(at(d));
		const answer = await phone.sync();
		expect(answer.outcomes).toMatchObject([{ outcome: 'quarantined', codes: ['device-revoked'] }]);
		expect(answer.pull).toBeNull();
	});

	test('of one device is not asked for another one', async () => {
		const { c, phone, d } = await onRound();
		await phone.sync();
		const second = await Phone.enrolled(c.ctx, c.ana);
		await second.sync();
		await second.visit(at(d));
		expect((await second.sync()).outcomes).toMatchObject([{ outcome: 'applied' }]);
	});
});

describe('a body', () => {
	const bodies: readonly (readonly [string, Json])[] = [
		['null', null],
		['true', true],
		['a number', -9_007_199_254_740_991],
		['an empty text', ''],
		['a text with all that JSON escapes', 'a"b\\c/d\b\f\n\r\t\u0000\u001f\u007f\u2028 é 😀'],
		['a text that looks like JSON', '{"a":[1,2]}'],
		['an empty list', []],
		['an empty object', {}],
		['a list in lists', [[[0, [null, false]]], 'x']],
		['an object whose keys are in no order', { b: 1, a: { 'clé "é"': [null, { '': '\\"' }] }, '0': '' }]
	];

	test.each(bodies)('that is %s is stored letter by letter, and its hash still holds', async (_title, body) => {
		const { c, phone, d } = await onRound();
		const { header, bodySalt } = await phone.act('future.kind', at(d), body);
		await phone.sync();
		const [row] = await c.rows('SELECT body FROM operation_body WHERE org = :org AND operation = :id', {
			id: header.id
		});
		expect(row).toEqual({ body: JSON.stringify(body) });
		const stored: Json = JSON.parse(String(row?.['body']));
		const salt = fromBase64url(bodySalt) ?? new Uint8Array();
		expect(await bodyHash(stored, salt, sha256)).toBe(header.bodyHash);
	});
});
