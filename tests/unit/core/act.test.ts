// An operation is read as the act that the judge knows, at the time of a right clock; anything else is refused, never guessed.
import { describe, expect, it } from 'vitest';
import { actOf } from '../../../src/lib/core/act';
import type { Json } from '../../../src/lib/core/canonical';
import { ANA, DEVICE, dossierId, operationId, roundId, TODAY } from './fixture';

const MS = 1_795_000_000_000;
const read = (kind: string, body: Json, skew: number | null = null) =>
	actOf({
		header: {
			kind,
			id: operationId(1),
			actor: ANA,
			device: DEVICE,
			dossier: dossierId(1),
			at: { ms: MS, utcOffset: 60, day: TODAY, skew }
		},
		body
	});
const CLOSED: Json = { round: roundId(1) };

describe('an operation', () => {
	it('is the act that its kind and body say', () => {
		expect(read('round.closed', CLOSED)).toEqual({
			ok: true,
			value: {
				kind: 'round.closed',
				id: operationId(1),
				actor: ANA,
				device: DEVICE,
				dossier: dossierId(1),
				day: TODAY,
				at: MS,
				body: CLOSED
			}
		});
	});

	it.each([
		[90_000, MS - 90_000],
		[-90_000, MS + 90_000],
		[null, MS]
	])('of a clock that is ahead by %j ms happened at the right time', (skew, at) => {
		expect(read('round.closed', CLOSED, skew)).toMatchObject({ value: { at } });
	});

	it.each(['round.reopened', 'toString', '__proto__'])('of the kind %s is not known to this version', (kind) => {
		expect(read(kind, CLOSED)).toEqual({ ok: false, error: { code: 'unknown-kind', data: { kind } } });
	});

	it.each([[{}], [null], [{ round: 'R-1' }], [{ round: roundId(1), extra: 1 }], ['text']])(
		'with the body %j, which is not that of its kind, cannot be read',
		(body) => {
			expect(read('round.closed', body)).toEqual({
				ok: false,
				error: { code: 'unreadable-body', data: { kind: 'round.closed' } }
			});
		}
	);
});
