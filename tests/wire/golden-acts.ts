// The acts behind the golden operations: one of several kinds, with accents, nulls, a place, a blob and an unknown kind.
import * as v from 'valibot';
import type { Json } from '$lib/core/canonical';
import type { Unsigned } from '$lib/core/chain';
import { deviceIdSchema, dossierIdSchema, operationIdSchema, organisationIdSchema, userIdSchema } from '$lib/core/ids';
import { localDate } from '$lib/core/time';

const id = (tail: number) => `01926b3c-0000-7000-8000-${String(tail).padStart(12, '0')}`;
const ROUND = id(70);

const act = (number: number, kind: string, body: Json, more: Partial<Unsigned> = {}): Omit<Unsigned, 'head'> => ({
	id: v.parse(operationIdSchema, id(100 + number)),
	org: v.parse(organisationIdSchema, id(1)),
	actor: v.parse(userIdSchema, id(2)),
	device: v.parse(deviceIdSchema, id(3)),
	dossier: v.parse(dossierIdSchema, id(4)),
	kind,
	base: { epoch: 1, rev: 40 + number },
	at: { ms: 1_774_944_000_000 + number, utcOffset: 120, day: localDate('2026-03-31'), skew: null },
	body,
	place: null,
	blobs: [],
	...more
});

/** Everything but the chain's head, in the order of the chain. */
export const goldenActs = (): readonly Omit<Unsigned, 'head'>[] => [
	act(1, 'visit.reported', {
		round: ROUND,
		outcome: 'met',
		cause: 'job-loss',
		note: 'Reçu à l’atelier, 3ᵉ étage — « plus de travail depuis août »',
		next: { action: 'visit', on: '2026-04-14' },
		openedAt: 1_774_943_900_000
	}),
	act(
		2,
		'promise.made',
		{ round: null, minor: 5_000, currency: 'EUR', dueOn: '2026-04-10', means: 'cash', by: 'Łukasz Żółć' },
		{ place: { latE6: 47_394_144, lonE6: 684_840, accuracyM: 12, ageS: 3 } }
	),
	act(
		3,
		'payment.reversal-requested',
		{ payment: id(90), reason: 'Montant mal saisi' },
		{
			blobs: [{ sha256: 'ab'.repeat(32), size: 81_920, type: 'image/jpeg' }]
		}
	),
	act(4, 'round.closed', { round: ROUND }, { dossier: null }),
	act(5, 'future.kind', { anything: [1, -2, { é: 'è', a: null }], flag: true }),
	act(6, 'review.decided', { operation: id(91), decision: 'accepted', note: 'Vu avec l’agent : reçu n° 127 présenté' })
];
