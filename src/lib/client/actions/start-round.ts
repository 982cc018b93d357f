// Says that the collector leaves with the round, and with which dossiers on the phone.
import type { RoundId } from '$lib/core/ids';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import type { Phone } from '../local/phone';
import { act } from './act';
import type { Saved } from './input';

/** Saves the departure with the count and digest of the snapshot; refuses before the first complete pull. */
export const startRound = (phone: Phone, round: RoundId): Promise<Result<Saved, Refusal>> =>
	act(phone, {
		kind: 'round.started',
		dossier: null,
		place: null,
		draft: null,
		build: async ({ pull: { count, digest } }) =>
			digest ? ok({ body: { round, count, digest }, receipt: null }) : err(refusal('round-not-on-phone'))
	});
