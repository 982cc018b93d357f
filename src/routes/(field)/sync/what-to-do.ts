// What a collector does about an item that the server did not simply apply; most often nothing.
import type { OutboxItem } from '$lib/client/state/view';
import { m } from '$lib/i18n/paraglide/messages';

/** The way out, in words; null when the item is fine or settled. */
export function whatToDo({ state, outcome, codes, decision }: OutboxItem): string | null {
	if (decision?.decision === 'accepted' || decision?.decision === 'set-aside') return null;
	if (decision?.decision === 'asked') return m.phone_todo_asked();
	if (codes.includes('forked')) return m.phone_todo_forked();
	if (codes.includes('device-revoked') || codes.includes('user-disabled')) return m.phone_todo_shut_out();
	if (outcome === 'refused') return m.phone_todo_refused();
	if (outcome === 'quarantined' || state === 'attention') return m.phone_todo_quarantined();
	return outcome === 'flagged' ? m.phone_todo_flagged() : null;
}
