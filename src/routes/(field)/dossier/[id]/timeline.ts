// What happened on a dossier, newest first, as lines that a screen can draw.
import type { OutboxItem } from '$lib/client/state/view';
import type { Dossier } from '$lib/core/dossier';
import type { OperationId } from '$lib/core/ids';
import { chequeReturnWord } from '$lib/i18n/cheque-words';
import { alertWord } from '$lib/i18n/alert-words';
import { amountText } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';
import { causeWord, meansWord, nextActionWord, outcomeWord } from '$lib/i18n/words';
import { dateText } from '$lib/i18n/format';

export type TimelineEntry = {
	readonly id: OperationId;
	readonly at: number;
	readonly kind: 'visit' | 'payment' | 'promise' | 'protocol' | 'report';
	readonly heading: string;
	readonly detail: string;
	/** A payment opens its receipt. */
	readonly receipt: boolean;
	readonly reversal: 'reversal-requested' | 'reversed' | null;
	/** Own and not yet covered by an answer of the server. */
	readonly pending: OutboxItem['state'] | null;
};

/** The last events of a dossier, at most `limit`. */
export function timelineOf(dossier: Dossier, pending: readonly OutboxItem[], limit = 8): readonly TimelineEntry[] {
	const states = new Map(pending.map((item) => [item.id, item.state]));
	const entries = [
		...visits(dossier),
		...payments(dossier),
		...promises(dossier),
		...protocols(dossier),
		...reports(dossier)
	];
	return entries
		.sort((a, b) => b.at - a.at)
		.slice(0, limit)
		.map((entry) => ({ ...entry, pending: states.get(entry.id) ?? null }));
}

type Bare = Omit<TimelineEntry, 'pending'>;

const quiet = { receipt: false, reversal: null } as const;

function visits(dossier: Dossier): Bare[] {
	return dossier.state.visits.map((visit) => ({
		...quiet,
		id: visit.id,
		at: visit.at,
		kind: 'visit',
		heading: outcomeWord(visit.outcome),
		detail: [
			visit.cause ? causeWord(visit.cause) : '',
			visit.next ? nextActionWord(visit.next.action) + (visit.next.on ? ` ${dateText(visit.next.on)}` : '') : '',
			visit.note ?? ''
		]
			.filter((part) => part !== '')
			.join(' · ')
	}));
}

function payments(dossier: Dossier): Bare[] {
	return dossier.state.payments.map((payment) => ({
		id: payment.id,
		at: payment.at,
		kind: 'payment',
		heading: m.field_paid_amount({ amount: amountText(payment.minor, dossier.facts.currency) }),
		detail: [`${meansWord(payment.means)} · ${payment.receipt}`, returnedText(payment)].filter(Boolean).join(' · '),
		receipt: true,
		reversal: payment.status === 'recorded' ? null : payment.status
	}));
}

const returnedText = ({ returned }: Dossier['state']['payments'][number]): string =>
	returned ? m.cash_returned_line({ day: dateText(returned.on), reason: chequeReturnWord(returned.reason) }) : '';

function promises(dossier: Dossier): Bare[] {
	return dossier.state.promises.map((promise) => ({
		...quiet,
		id: promise.id,
		at: promise.at,
		kind: 'promise',
		heading: m.common_kind_promise_made(),
		detail: m.field_promise_line({
			amount: amountText(promise.minor, dossier.facts.currency),
			day: dateText(promise.dueOn)
		})
	}));
}

function protocols(dossier: Dossier): Bare[] {
	return dossier.state.protocols.map((protocol) => ({
		...quiet,
		id: protocol.id,
		at: protocol.at,
		kind: 'protocol',
		heading: m.common_kind_protocol_signed(),
		detail: m.field_plan_detail({
			amount: amountText(protocol.total, dossier.facts.currency),
			count: protocol.instalments.length
		})
	}));
}

function reports(dossier: Dossier): Bare[] {
	return (dossier.state.reports ?? []).map(({ id, at, what, note }) => ({
		...quiet,
		id,
		at,
		kind: 'report',
		heading: what === 'lifted' ? m.common_kind_alert_lifted() : alertWord(what),
		detail: note ?? ''
	}));
}
