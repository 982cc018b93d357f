// What asking for a computed order came to, in one sentence.
import type { Change } from '$lib/client/state/stop-order.svelte';
import { m } from '$lib/i18n/paraglide/messages';
import { distanceText } from '$lib/i18n/way-words';

/** Null: the present order is as good. */
export function changeText(change: Change | null): string {
	if (!change) return m.round_already_best();
	const { next, gain, kept } = change;
	return kept > 0 || gain <= 0
		? m.round_planned_hours({ name: next.name })
		: m.round_planned({ name: next.name, gain: distanceText(gain) });
}
