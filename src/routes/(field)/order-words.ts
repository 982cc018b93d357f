// What a computed order changed, in one sentence.
import type { Change } from '$lib/client/state/stop-order.svelte';
import { m } from '$lib/i18n/paraglide/messages';
import { distanceText } from '$lib/i18n/way-words';

export const changeText = ({ next, gain, kept }: Change): string =>
	kept > 0 || gain <= 0
		? m.round_planned_hours({ name: next.name })
		: m.round_planned({ name: next.name, gain: distanceText(gain) });
