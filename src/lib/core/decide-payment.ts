// Judges money: a payment taken, the request to reverse it, and the reversal by a second person.
import { flagged, prevented, type Anomaly } from './anomaly';
import type { Decision, Effect, Standing } from './decide';
import { cashPaidOn, judgeCashOn } from './dossier-cash';
import { addPostings, openTotal, type Open } from './balance';
import type { Dossier, DossierState, PaymentEntry } from './dossier';
import type { ClaimId } from './ids';
import { sumMinor } from './money';
import type { Act, Posting, ReceiptRef } from './operation';
import { openForPayment } from './payment-split';
import { formatReceiptNumber } from './receipt-number';

/** Posts the printed split as far as each claim is open and the rest as credit; a difference is flagged, money never refused. */
export function decidePayment(dossier: Dossier, act: Act<'payment.recorded'>, standing: Standing): Decision {
	const { state } = dossier;
	if (state.payments.some((payment) => payment.id === act.id)) return { anomalies: [], effects: [], state };
	const { body } = act;
	const open = openByClaim(dossier, act, standing);
	const balance = sumMinor([...open.values()].map(openTotal));
	const { postings, overflow } = fitToOpen(open, act);
	const credit = body.minor - sumMinor(postings.map((posting) => posting.minor));
	const entry: PaymentEntry = {
		id: act.id,
		round: body.round,
		day: body.valueOn ?? act.day,
		at: act.at,
		by: act.actor,
		minor: body.minor,
		means: body.detail.means,
		receipt: printedNumber(body.receipt, standing),
		postings: [...postings],
		credit,
		status: 'recorded',
		request: null
	};
	return {
		anomalies: paymentAnomalies(dossier, act, standing, { balance, overflow }),
		effects: effectsOf(postings, credit, 1),
		state: {
			...state,
			paid: addPostings(state.paid, postings, 1),
			credit: state.credit + credit,
			payments: [entry, ...state.payments]
		}
	};
}

/** Marks a payment as disputed by its own side; nothing is posted before a second person agrees. */
export function decideReversalRequest(dossier: Dossier, act: Act<'payment.reversal-requested'>): Decision {
	const { state } = dossier;
	const payment = state.payments.find((entry) => entry.id === act.body.payment);
	if (payment?.request?.id === act.id) return { anomalies: [], effects: [], state };
	if (!payment) return { anomalies: [prevented('reversal-payment-unknown')], effects: [], state };
	if (payment.status !== 'recorded')
		return { anomalies: [prevented('reversal-already', { receipt: payment.receipt })], effects: [], state };
	const next: PaymentEntry = { ...payment, status: 'reversal-requested', request: { id: act.id, by: act.actor } };
	return { anomalies: [], effects: [], state: withPayment(state, next) };
}

/** Reverses a payment once, when the approver is neither its author nor the one who asked. */
export function decideReversal(dossier: Dossier, act: Act<'payment.reversed'>): Decision {
	const { state } = dossier;
	const payment = state.payments.find((entry) => entry.id === act.body.payment);
	const stop = (anomaly: Anomaly): Decision => ({ anomalies: [anomaly], effects: [], state });
	if (!payment) return stop(prevented('reversal-payment-unknown'));
	if (payment.status === 'reversed') return stop(prevented('reversal-already', { receipt: payment.receipt }));
	if (payment.request?.id !== act.body.request) return stop(prevented('reversal-request-unknown'));
	if (payment.by === act.actor || payment.request.by === act.actor) return stop(prevented('reversal-same-person'));
	return takeBack(state, payment);
}

/** What a payment did is undone, line by line; the payment stays, marked. */
export const takeBack = (state: DossierState, payment: PaymentEntry): Decision => ({
	anomalies: [],
	effects: effectsOf(payment.postings, payment.credit, -1),
	state: {
		...withPayment(state, { ...payment, status: 'reversed' }),
		paid: addPostings(state.paid, payment.postings, -1),
		credit: state.credit - payment.credit
	}
});

const printedNumber = ({ series, year, number }: ReceiptRef, standing: Standing): string =>
	formatReceiptNumber({ device: series, year, number }, standing.pack.receipt);

function withPayment(state: DossierState, payment: PaymentEntry): DossierState {
	return { ...state, payments: state.payments.map((entry) => (entry.id === payment.id ? payment : entry)) };
}

function effectsOf(postings: readonly Posting[], credit: number, sign: 1 | -1): readonly Effect[] {
	const lines: Effect[] = postings.map((posting) => ({ to: 'claim', posting, sign }));
	return credit > 0 ? [...lines, { to: 'credit', minor: credit, sign }] : lines;
}

/** What is open on the day of the act, claim by claim: the statement is the dearest part of a judgement, so it is made once. */
function openByClaim(
	dossier: Dossier,
	{ day, body }: Act<'payment.recorded'>,
	{ pack }: Standing
): ReadonlyMap<ClaimId, Open> {
	const days = { day, valueOn: body.valueOn ?? day };
	return new Map(dossier.facts.claims.map((claim) => [claim.id, openForPayment(dossier, claim, days, pack)]));
}

function fitToOpen(
	before: ReadonlyMap<ClaimId, Open>,
	act: Act<'payment.recorded'>
): { postings: readonly Posting[]; overflow: boolean } {
	const open = new Map([...before].map(([id, amounts]) => [id, { ...amounts }]));
	let left = act.body.minor;
	let overflow = false;
	const postings: Posting[] = [];
	for (const line of act.body.allocation) {
		const claim = open.get(line.claim);
		const minor = Math.min(line.minor, claim?.[line.component] ?? 0, left);
		if (minor < line.minor) overflow = true;
		if (!claim || minor <= 0) continue;
		postings.push({ ...line, minor });
		claim[line.component] -= minor;
		left -= minor;
	}
	return { postings, overflow };
}

function paymentAnomalies(
	dossier: Dossier,
	act: Act<'payment.recorded'>,
	standing: Standing,
	{ balance, overflow }: { readonly balance: number; readonly overflow: boolean }
): readonly Anomaly[] {
	const { facts } = dossier;
	const { body } = act;
	const anomalies: Anomaly[] = [];
	if (body.currency !== facts.currency)
		anomalies.push(prevented('currency-mismatch', { expected: facts.currency, got: body.currency }));
	if (body.valueOn && body.valueOn > act.day) anomalies.push(prevented('value-day-in-future', { day: body.valueOn }));
	const printed = sumMinor(body.allocation.map((posting) => posting.minor));
	if (printed + body.credit !== body.minor) anomalies.push(prevented('allocation-mismatch'));
	if (body.allocation.some((posting) => !facts.claims.some((claim) => claim.id === posting.claim)))
		anomalies.push(prevented('claim-unknown'));
	else if (overflow) anomalies.push(prevented('over-balance', { balance }));
	if (body.before !== balance || body.after !== balance - printed)
		anomalies.push(flagged('balance-differs', { printed: body.before, balance }));
	return [...anomalies, ...cashAnomalies(dossier, act, standing, balance), ...receiptAnomalies(dossier, act, standing)];
}

/** An unknown ceiling never stops a payment: the fact is kept, and the missing parameter is the office's to enter. */
function cashAnomalies(
	dossier: Dossier,
	act: Act<'payment.recorded'>,
	standing: Standing,
	balance: number
): readonly Anomaly[] {
	const { minor, credit, detail } = act.body;
	if (detail.means !== 'cash') return [];
	const verdict = judgeCashOn(dossier, minor - credit, standing.pack, act.day, balance);
	if (!verdict.ok) return [];
	const { allowed, maxCash, reason, ceiling } = verdict.value;
	const inHand = cashPaidOn(dossier) + minor;
	if (allowed && (ceiling === null || inHand <= ceiling)) return [];
	return [prevented('cash-ceiling', { maxCash, reason, ceiling })];
}

function receiptAnomalies(dossier: Dossier, act: Act<'payment.recorded'>, standing: Standing): readonly Anomaly[] {
	const { receipt } = act.body;
	const anomalies: Anomaly[] = [];
	if (receipt.series !== standing.series)
		anomalies.push(prevented('receipt-device-mismatch', { series: standing.series }));
	const number = printedNumber(receipt, standing);
	const used = dossier.state.payments.some((payment) => payment.receipt === number);
	if (used || receipt.number <= standing.lastReceipt)
		anomalies.push(prevented('receipt-already-used', { receipt: number }));
	return anomalies;
}
