// Projections of acts for the office's lists and figures: payments and cash, visits, promises, protocols.
import { promiseStatus } from '$lib/core/promise';
import type { Dossier, PaymentEntry, PromiseEntry, ProposalEntry, ProtocolEntry } from '$lib/core/dossier';
import type { OperationId, UserId } from '$lib/core/ids';
import type { Currency } from '$lib/core/money';
import type { Act } from '$lib/core/operation';
import { localDate, minuteOfDay } from '$lib/core/time';
import type { Operation } from '$lib/core/wire';
import type { Work } from './judge';

/** What became of a payment that was recorded before. */
export type PaymentChange = {
	readonly operation: OperationId;
	readonly status: PaymentEntry['status'];
	readonly request: OperationId | null;
	readonly reversal: OperationId | null;
};

/** Beyond every due date: promises are projected as they will be judged once their day has passed. */
const END_OF_TIME = localDate('2199-12-31');

/** The receipt's line; a quarantined one is listed and posts nothing. */
export function projectPayment(
	{ rows }: Work,
	{ header: { at } }: Operation,
	{ id, dossier, actor, device, day, at: atMs, body }: Act<'payment.recorded'>,
	isQuarantined: boolean
): void {
	rows.payment.push({
		operation: id,
		dossier,
		collector: actor,
		device,
		series: body.receipt.series,
		year: body.receipt.year,
		number: body.receipt.number,
		minor: body.minor,
		currency: body.currency,
		means: body.detail.means,
		day,
		hour: Math.floor(minuteOfDay(atMs, at.utcOffset) / 60),
		atMs: atMs,
		round: body.round,
		valueOn: body.valueOn ?? null,
		status: isQuarantined ? 'quarantined' : 'recorded'
	});
}

/** Cash taken adds to what its holder holds (`minor` > 0), cash given back by an approved reversal takes from it. */
export function projectCash(
	{ rows }: Work,
	{ id, day }: Act,
	cash: { readonly holder: UserId; readonly minor: number; readonly currency: Currency }
): void {
	const kind = cash.minor > 0 ? 'received' : 'returned';
	rows.cashMovement.push({ operation: id, line: 0, kind, day, ...cash });
}

/** A cheque is in the hands of who took it. */
export function projectCheque({ rows, chequesTaken }: Work, { id, actor, day, body }: Act<'payment.recorded'>): void {
	const { minor, currency } = body;
	rows.cheque.push({ operation: id, holder: actor, minor, currency, day, status: 'held' });
	chequesTaken.push({ payment: id, holder: actor, minor, currency });
}

/** Projects what an act changed in its dossier: the lists are the difference of two states, so they can never tell another story. */
export function projectDossier(work: Work, act: Act, before: Dossier, after: Dossier): void {
	const { rows } = work;
	if (before.state === after.state) return;
	if (act.kind === 'visit.reported')
		rows.visit.push({
			operation: act.id,
			dossier: after.id,
			collector: act.actor,
			round: act.body.round,
			day: act.day,
			atMs: act.at,
			outcome: act.body.outcome
		});
	projectPayments(work, act, before, after);
	for (const promise of after.state.promises) projectPromise(work, promise, before, after);
	for (const protocol of after.state.protocols) projectProtocol(work, protocol, before, after);
	for (const proposal of after.state.proposals ?? []) projectProposal(work, proposal, before, after);
}

function projectPayments(work: Work, act: Act, before: Dossier, after: Dossier): void {
	const earlier = new Map(before.state.payments.map((payment) => [payment.id, payment]));
	for (const payment of after.state.payments) {
		const { id: operation, status, request, by: holder, minor, means } = payment;
		const old = earlier.get(operation);
		if (!old || old.status === status) continue;
		const reversal = act.kind === 'payment.reversed' || act.kind === 'cheque.returned' ? act.id : null;
		work.payments.push({ operation, status, request: request?.id ?? null, reversal });
		if (act.kind === 'payment.reversed' && means === 'cash')
			projectCash(work, act, { holder, minor: -minor, currency: after.facts.currency });
		if (act.kind === 'payment.reversed' && means === 'cheque') work.cheques.push({ what: 'given-back', operation });
		if (act.kind === 'cheque.returned')
			work.cheques.push({ what: 'returned', operation, by: act.id, reason: act.body.reason, on: act.body.on });
	}
}

function projectPromise({ rows }: Work, promise: PromiseEntry, before: Dossier, after: Dossier): void {
	const old = before.state.promises.find((entry) => entry.id === promise.id);
	const status = storedStatus(promise, after);
	if (old && storedStatus(old, before) === status) return;
	rows.promise.push({
		operation: promise.id,
		dossier: after.id,
		collector: promise.by,
		madeOn: promise.madeOn,
		dueOn: promise.dueOn,
		minor: promise.minor,
		currency: after.facts.currency,
		status
	});
}

/** Broken and partly kept depend on the day one asks; the table only says what does not. */
function storedStatus(promise: PromiseEntry, dossier: Dossier): 'open' | 'kept' | 'replaced' {
	const status = promiseStatus(promise, dossier.state, END_OF_TIME);
	return status === 'kept' || status === 'replaced' ? status : 'open';
}

function projectProtocol({ rows }: Work, protocol: ProtocolEntry, before: Dossier, after: Dossier): void {
	const old = before.state.protocols.find((entry) => entry.id === protocol.id);
	const status = storedStatusOf(protocol);
	if (old && storedStatusOf(old) === status) return;
	rows.protocol.push({
		operation: protocol.id,
		dossier: after.id,
		collector: protocol.by,
		round: protocol.round,
		day: protocol.signedOn,
		atMs: protocol.at,
		document: protocol.document ?? 'plan',
		totalMinor: protocol.total,
		waivedMinor: protocol.waived ?? 0,
		downMinor: protocol.down?.minor ?? 0,
		instalments: protocol.instalments.length,
		currency: after.facts.currency,
		replaces: protocol.replaces ?? null,
		status
	});
}

const storedStatusOf = ({ replaced, ended }: ProtocolEntry) => ended?.how ?? (replaced ? 'replaced' : 'active');

function projectProposal({ rows }: Work, proposal: ProposalEntry, before: Dossier, after: Dossier): void {
	const old = before.state.proposals?.find((entry) => entry.id === proposal.id);
	if (old?.status === proposal.status) return;
	rows.proposal.push({
		operation: proposal.id,
		dossier: after.id,
		collector: proposal.by,
		day: proposal.day,
		atMs: proposal.at,
		document: proposal.document,
		claimedMinor: proposal.claimed,
		waivedMinor: proposal.waived,
		totalMinor: proposal.total,
		downMinor: proposal.down?.minor ?? 0,
		instalments: proposal.instalments.length,
		currency: after.facts.currency,
		status: proposal.status,
		decision: proposal.decision?.id ?? null
	});
}
