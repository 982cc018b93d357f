// Own operations as screens need them: the outbox, the receipts, and their fold; loaded once a phone has any.
import { actOf } from '$lib/core/act';
import type { HouseFacts } from '$lib/core/country/house-rules';
import type { Dossier } from '$lib/core/dossier';
import type { DossierId, OperationId } from '$lib/core/ids';
import { money } from '$lib/core/money';
import type { Act } from '$lib/core/operation';
import { formatReceiptNumber } from '$lib/core/receipt-number';
import type { Round } from '$lib/core/round';
import { instant } from '$lib/core/time';
import type { DecisionNotice, Operation } from '$lib/core/wire';
import { foldPending, foldRound } from '../local/fold';
import { standingOf } from '../local/pending';
import type { DeviceRecord, OutboxRecord } from '../local/records';
import { COUNTRY, rulesOf } from '../local/rules';
import type { OutboxItem, OwnPayment, PendingCash } from './view';

/** A record of the outbox and the operation that it seals. */
export type Own = { readonly record: OutboxRecord; readonly operation: Operation };

/** A dossier with own operations on it, judged by the rules of this phone. */
export function foldDossier(
	snapshot: Dossier,
	operations: readonly Operation[],
	device: DeviceRecord,
	houseFacts: HouseFacts | null
): Dossier {
	return operations.length === 0
		? snapshot
		: foldPending(snapshot, operations, standingOf(device, rulesOf({ houseFacts })));
}

/** Rounds with what their collector did since. */
export function foldRounds(rounds: readonly Round[], pending: readonly Own[]): readonly Round[] {
	const operations = pending.map(({ operation }) => operation);
	return rounds.map((round) => foldRound(round, operations));
}

/** What the outbox shows, newest first. */
export function outboxItems(own: readonly Own[], decisions: readonly DecisionNotice[]): readonly OutboxItem[] {
	const decided = new Map<string, DecisionNotice>(decisions.map((decision) => [decision.operation, decision]));
	return own.map((item) => outboxItem(item, decided.get(item.record.id) ?? null)).reverse();
}

/** What own operations move in the collector's hands. */
export function pendingCash(own: readonly Own[]): readonly PendingCash[] {
	return own.flatMap(({ operation }): readonly PendingCash[] => {
		const read = readAct(operation);
		if (!read.ok) return [];
		const act = read.value;
		const { id, day } = act;
		if (act.kind === 'cash.deposited') {
			const { cash, currency, cheques } = act.body;
			return [{ kind: 'deposited', day, minor: -cash, currency, cheques }];
		}
		if (act.kind !== 'payment.recorded') return [];
		const { minor, currency, detail } = act.body;
		if (detail.means === 'cash') return [{ kind: 'received', day, minor, currency }];
		if (detail.means !== 'cheque') return [];
		return [{ kind: 'cheque', day, minor, currency, payment: id, receipt: writtenNumber(act) }];
	});
}

/** The receipts of this phone's own payments, newest first. */
export function ownPayments(own: readonly Own[], dossiers: ReadonlyMap<DossierId, Dossier>): readonly OwnPayment[] {
	const payments: OwnPayment[] = [];
	for (const { record, operation } of own) {
		const read = readAct(operation);
		if (!read.ok || read.value.kind !== 'payment.recorded') continue;
		const { id, dossier, at, day, body } = read.value;
		payments.push({
			id,
			dossier,
			at,
			day,
			money: money(body.minor, body.currency),
			means: body.detail.means,
			receipt: body.receipt,
			number: writtenNumber(read.value),
			status: statusOf(dossier ? dossiers.get(dossier) : undefined, id),
			state: record.state
		});
	}
	return payments.reverse();
}

const acts = new WeakMap<Operation, ReturnType<typeof actOf>>();

/** An opened operation never changes: it is judged by its schema once. */
function readAct(operation: Operation): ReturnType<typeof actOf> {
	const known = acts.get(operation) ?? actOf(operation);
	acts.set(operation, known);
	return known;
}

function outboxItem({ record, operation }: Own, decision: DecisionNotice | null): OutboxItem {
	const { id, seq, dossier, at } = operation.header;
	const read = readAct(operation);
	const amount = read.ok ? amountOf(read.value) : null;
	return {
		id,
		seq,
		kind: read.ok ? read.value.kind : null,
		dossier,
		at: instant(at.ms),
		day: at.day,
		state: record.state,
		outcome: record.outcome,
		codes: record.codes,
		decision,
		bytes: record.bytes,
		minor: amount?.minor ?? null,
		currency: amount?.currency ?? null,
		receipt: read.ok && read.value.kind === 'payment.recorded' ? writtenNumber(read.value) : null
	};
}

function amountOf(act: Act): OwnPayment['money'] | null {
	if (act.kind === 'payment.recorded' || act.kind === 'promise.made') return money(act.body.minor, act.body.currency);
	return act.kind === 'protocol.signed' ? money(act.body.text.total, act.body.text.currency) : null;
}

const statusOf = (dossier: Dossier | undefined, id: OperationId): OwnPayment['status'] =>
	dossier?.state.payments.find((payment) => payment.id === id)?.status ?? 'recorded';

function writtenNumber(act: Act<'payment.recorded'>): string {
	const { series, year, number } = act.body.receipt;
	return formatReceiptNumber({ device: series, year, number }, COUNTRY.receipt);
}
