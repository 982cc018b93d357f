// What happens at one door: the debtor is there or not, pays, promises, signs, or gives a reason.
import * as v from 'valibot';
import { FRANCE } from '$lib/core/country/fr/pack';
import { judgeCashOn } from '$lib/core/dossier-cash';
import { balanceOf } from '$lib/core/balance';
import type { Dossier } from '$lib/core/dossier';
import { operationIdSchema, type DeviceId, type DossierId, type RoundId, type UserId } from '$lib/core/ids';
import type { Act, Body, Cause, MeansDetail, OperationKind, Outcome } from '$lib/core/operation';
import { money } from '$lib/core/money';
import { nextDue, runningPlan } from '$lib/core/plan-of-dossier';
import { bindingPromise } from '$lib/core/promise';
import { addDays, instant, type LocalDate } from '$lib/core/time';
import { amountInWords } from '$lib/i18n/amount-words';
import { splitPayment } from '$lib/core/payment-split';
import type { Chance } from './chance';
import { protocolBody } from './protocol-story';

/** What a story needs to know of who is at the door. */
export type Visitor = {
	readonly user: UserId;
	readonly name: string;
	readonly device: DeviceId;
	readonly series: string;
	readonly round: RoundId;
	readonly dice: Chance;
	readonly day: LocalDate;
	/** When the visit is saved; what follows is saved a few minutes later. */
	readonly atMs: number;
	/** The number that the next receipt gets, and the text of its QR. */
	readonly issue: (minor: number) => Promise<Body<'payment.recorded'>['receipt']>;
	/** How willing this debtor is to pay, from 0 to 1. */
	readonly temper: number;
};

export type PaymentWish = Pick<Visitor, 'name' | 'day'> &
	Pick<Body<'payment.recorded'>, 'round' | 'receipt' | 'detail'>;

type ActOf<K extends OperationKind> = Extract<Act, { kind: K }>;

/** The acts at one door, in order; each is applied before the next is made. */
export async function atTheDoor(
	visitor: Visitor,
	current: () => Dossier,
	apply: (act: Act) => void
): Promise<readonly Act[]> {
	const { dice, temper } = visitor;
	const outcome = dice.weighted<Outcome>([
		[55, 'met'],
		[27, 'absent'],
		[8, 'third-party'],
		[6, 'refusal'],
		[2, 'wrong-address']
	]);
	const visit = visitAct(visitor, current().id, outcome);
	apply(visit);
	if (outcome !== 'met') return [visit];
	const follow = await followUp(visitor, current(), temper);
	if (!follow) return [visit];
	apply(follow);
	return [visit, follow];
}

async function followUp(visitor: Visitor, dossier: Dossier, temper: number): Promise<Act | null> {
	const { dice, day } = visitor;
	const balance = balanceOf(dossier, day, FRANCE);
	const plan = runningPlan(dossier, day, FRANCE);
	const isBound = bindingPromise(dossier.state, day) !== null || (plan.ok && plan.value !== null);
	const isDue = bindingPromise(dossier.state, day)?.status === 'open';
	if (dice.flag(0.16 + temper * 0.42 + (isDue ? 0.35 : 0))) return payment(visitor, dossier, balance);
	const canPlan = dossier.facts.debtor.kind === 'consumer' && balance >= 30_000 && !isBound;
	if (canPlan && dice.flag(0.3))
		return made(visitor, 'protocol.signed', dossier.id, 6, protocolBody(visitor, dossier, balance));
	if (!isBound && dice.flag(0.55)) return promise(visitor, dossier, balance);
	return null;
}

function visitAct(visitor: Visitor, dossier: DossierId, outcome: Outcome): ActOf<'visit.reported'> {
	const { dice, day, round, atMs } = visitor;
	const isThere = outcome === 'met' || outcome === 'refusal';
	return made(visitor, 'visit.reported', dossier, 0, {
		round,
		outcome,
		cause: isThere ? dice.pick(CAUSES_SAID) : null,
		note: dice.flag(0.4) ? dice.pick(NOTES[outcome] ?? ['RAS.']) : null,
		next: dice.flag(0.5) ? { action: outcome === 'met' ? 'visit' : 'call', on: addDays(day, dice.int(7, 21)) } : null,
		openedAt: atMs - dice.int(60, 400) * 1000
	});
}

async function payment(visitor: Visitor, dossier: Dossier, balance: number): Promise<Act> {
	const { dice, day, round, name } = visitor;
	const due = nextDue(dossier, day, FRANCE);
	const minor = Math.min(balance, due?.minor ?? amountOf(dice, balance));
	const receipt = await visitor.issue(minor);
	const detail = detailOf(dice, dossier, minor, day);
	return made(
		visitor,
		'payment.recorded',
		dossier.id,
		4,
		paymentBody({ round, name, day, receipt, detail }, dossier, minor)
	);
}

/** What a payment says, with the receipt as it was printed. */
export function paymentBody(
	{ round, name, day, receipt, detail }: PaymentWish,
	dossier: Dossier,
	minor: number
): Body<'payment.recorded'> {
	const { facts } = dossier;
	const split = splitPayment(dossier, { minor, directedTo: null }, day, FRANCE);
	return {
		round,
		receipt,
		minor,
		currency: facts.currency,
		detail,
		payer: null,
		directedTo: null,
		allocation: [...split.allocation],
		credit: split.credit,
		before: split.before,
		after: split.after,
		printed: {
			debtor: facts.debtor.name,
			creditor: facts.creditor.name,
			mandate: facts.mandate?.ref ?? '',
			letter: facts.letter,
			words: amountInWords(money(minor, facts.currency)),
			collector: name
		}
	};
}

function promise(visitor: Visitor, dossier: Dossier, balance: number): ActOf<'promise.made'> {
	const { dice, day, round } = visitor;
	return made(visitor, 'promise.made', dossier.id, 5, {
		round,
		minor: amountOf(dice, balance),
		currency: dossier.facts.currency,
		dueOn: addDays(day, dice.int(5, 18)),
		means: dice.pick(['cash', 'transfer', 'cheque', null] as const),
		by: null
	});
}

/** All of a small balance now and then, else a part that a person would offer. */
function amountOf(dice: Chance, balance: number): number {
	if (balance <= 4_000 || (balance <= 35_000 && dice.flag(0.3))) return balance;
	const step = balance > 100_000 ? 5_000 : 1_000;
	const part = Math.round((balance * (0.08 + dice.next() * 0.22)) / step) * step;
	return Math.min(balance, Math.max(2_000, part));
}

/** Cash where the law takes it, else a cheque, a card or a transfer. */
function detailOf(dice: Chance, dossier: Dossier, minor: number, day: LocalDate): MeansDetail {
	const cash = judgeCashOn(dossier, minor, FRANCE, day);
	const means = dice.weighted<MeansDetail['means']>([
		[cash.ok && cash.value.allowed ? 6 : 0, 'cash'],
		[3, 'cheque'],
		[2, 'card'],
		[1, 'transfer']
	]);
	const number = String(dice.int(1_000_000, 9_999_999));
	switch (means) {
		case 'cheque':
			return { means, number, bank: dice.pick(BANKS), drawer: dossier.facts.debtor.name };
		case 'card':
			return { means, reference: `TPE ${number}` };
		case 'transfer':
			return { means, reference: `VIR ${dossier.facts.ref}` };
		default:
			return { means: 'cash' };
	}
}

/** Builds an act some minutes after the visit. */
function made<K extends OperationKind>(
	visitor: Visitor,
	kind: K,
	dossier: DossierId,
	minutes: number,
	body: Body<K>
): ActOf<K>;
function made(
	{ dice, user, device, day, atMs }: Visitor,
	kind: OperationKind,
	dossier: DossierId,
	minutes: number,
	body: unknown
): unknown {
	const at = instant(atMs + minutes * 60_000);
	return { kind, id: v.parse(operationIdSchema, dice.uuid(at)), actor: user, device, dossier, day, at, body };
}

const CAUSES_SAID: readonly Cause[] = ['cash-flow', 'forgotten', 'income-drop', 'disputed-amount', 'job-loss', 'other'];
const BANKS: readonly string[] = ['Banque de démonstration', 'Caisse d’essai', 'Crédit fictif'];
const NOTES: Readonly<Partial<Record<Outcome, readonly string[]>>> = {
	met: [
		'A bien reçu la lettre, demande un délai jusqu’à la paie.',
		'Souhaite payer en plusieurs fois.',
		'Reconnaît la facture, attend un remboursement.',
		'Rappeler la veille du prochain passage.'
	],
	absent: [
		'Personne à 10 h, repasser en fin de journée.',
		'Volets ouverts, pas de réponse.',
		'Avis de passage neutre laissé.'
	],
	'third-party': ['Une autre personne a ouvert, rien n’a été dit du dossier.', 'Demander à être rappelé.'],
	refusal: ['Ne souhaite pas parler aujourd’hui.', 'Demande un échange par écrit.'],
	'wrong-address': ['Le nom n’est plus sur la boîte aux lettres.']
};
