// What the office said of an own operation, in a sentence to show and to read aloud.
import type { OutboxItem } from '$lib/client/state/view';
import type { DecisionNotice } from '$lib/core/wire';
import { m } from '$lib/i18n/paraglide/messages';
import { kindWord } from '$lib/i18n/words';

/** Who decided what. */
export function decisionWord({ decision, by }: DecisionNotice): string {
	switch (decision) {
		case 'accepted':
			return m.phone_decision_accepted({ by });
		case 'set-aside':
			return m.phone_decision_set_aside({ by });
		case 'asked':
			return m.phone_decision_asked({ by });
		default:
			return m.phone_decision_other({ by });
	}
}

/** One sentence for all that was decided since, as the live region reads it. */
export const spokenDecisions = (items: readonly OutboxItem[]): string =>
	items
		.flatMap(({ kind, receipt, decision }) =>
			decision
				? [m.phone_decision_on({ item: receipt ?? kindWord(kind), decision: decisionWord(decision) }), decision.note]
				: []
		)
		.filter((part) => part !== '')
		.join(' ');
