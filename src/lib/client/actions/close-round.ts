// Says that the collector's round is over.
import type { RoundId } from '$lib/core/ids';
import type { Refusal } from '$lib/core/refusal';
import { ok, type Result } from '$lib/core/result';
import type { Phone } from '../local/phone';
import { act } from './act';
import type { Saved } from './input';

/** Saves the end of a round; stops that were not visited stay as they are. */
export const closeRound = (phone: Phone, round: RoundId): Promise<Result<Saved, Refusal>> =>
	act(phone, {
		kind: 'round.closed',
		dossier: null,
		place: null,
		draft: null,
		build: async () => ok({ body: { round }, receipt: null })
	});
