// What accepting an operation that was set aside would do to its dossier, before anybody accepts it.
import { balanceOf } from '$lib/core/balance';
import type { HouseRules } from '$lib/core/country/house-rules';
import { decide } from '$lib/core/decide';
import { decisionsOn } from '$lib/core/decide-review';
import type { Dossier } from '$lib/core/dossier';
import { sumMinor } from '$lib/core/money';
import type { ReviewedRow } from '../db/reviewed';

export type ReviewEffect = {
	readonly currency: Dossier['facts']['currency'];
	readonly posted: number;
	readonly credit: number;
	/** What is still owed on the day of the payment, once it is counted. */
	readonly after: number;
};

/** Null for what posts no money, or cannot take effect. */
export function effectOf(
	reviewed: ReviewedRow | null,
	dossier: Dossier | null,
	rules: HouseRules
): ReviewEffect | null {
	if (!reviewed || !dossier || reviewed.outcome !== 'quarantined' || !decisionsOn(reviewed).includes('accepted'))
		return null;
	const { act, role, series } = reviewed;
	if (act?.kind !== 'payment.recorded') return null;
	const { effects, state } = decide(dossier, act, { role, series, lastReceipt: 0, ...rules });
	if (!state) return null;
	return {
		currency: dossier.facts.currency,
		posted: sumMinor(effects.flatMap((effect) => (effect.to === 'claim' ? effect.sign * effect.posting.minor : []))),
		credit: sumMinor(effects.flatMap((effect) => (effect.to === 'credit' ? effect.sign * effect.minor : []))),
		after: balanceOf({ ...dossier, state }, act.day, rules.pack)
	};
}
