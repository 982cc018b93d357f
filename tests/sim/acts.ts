// What collectors do on a phone: payments, visits, promises, plans, requests to reverse, rounds; each may end in "saved" or in a refusal.
import { closeRound } from '$lib/client/actions/close-round';
import { hold, type Held } from '$lib/client/actions/hold';
import type { ActContext, PromiseInput, Saved, VisitInput } from '$lib/client/actions/input';
import { makePromise, promiseRequest } from '$lib/client/actions/make-promise';
import { proposeSchedule, protocolTextFor } from '$lib/client/actions/plan';
import { recordPayment } from '$lib/client/actions/record-payment';
import { reportVisit, visitRequest } from '$lib/client/actions/report-visit';
import { requestReversal } from '$lib/client/actions/request-reversal';
import { signProtocol } from '$lib/client/actions/sign-protocol';
import { startRound } from '$lib/client/actions/start-round';
import { writeDraft } from '$lib/client/local/drafts';
import { readMetas } from '$lib/client/local/meta';
import { correctedTime, type Phone } from '$lib/client/local/phone';
import { rulesOf } from '$lib/client/local/rules';
import { PhoneReader } from '$lib/client/state/phone-reader';
import type { DossierId } from '$lib/core/ids';
import { OUTCOMES, type MeansDetail } from '$lib/core/operation';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, type Result } from '$lib/core/result';
import { addDays, parisDay, type LocalDate } from '$lib/core/time';
import type { Dice } from './dice';
import { takePhoto } from './files';

export type Acted = {
	readonly kind: string;
	readonly saved: Result<Saved, Refusal>;
	/** Key of the draft that the act takes the place of. */
	readonly draft?: string | null;
};

const DRAFT = 'sim';

/** One act of a collector on one of the dossiers. */
export async function actOnce(phone: Phone, dossiers: readonly DossierId[], dice: Dice): Promise<Acted> {
	const dossier = dice.of(dossiers);
	const draft = dice.once(6) ? DRAFT : null;
	if (draft) await writeDraft(phone, draft, { amount: '12,00' });
	if (draft && !dice.once(3)) await takePhoto(phone, draft, dice);
	const context: ActContext = { dossier, round: null, place: placeOf(dice), draft };
	const kind = dice.weighed([
		[50, 'payment'],
		[20, 'visit'],
		[10, 'promise'],
		[4, 'plan'],
		[7, 'reversal'],
		[3, 'start'],
		[2, 'close']
	] as const);
	switch (kind) {
		case 'payment':
			return { kind: 'payment.recorded', saved: await pay(phone, context, dice), draft };
		case 'visit':
			return { kind: 'visit.reported', saved: await visit(phone, context, dice), draft };
		case 'promise':
			return { kind: 'promise.made', saved: await promise(phone, context, dice), draft };
		case 'plan':
			return { kind: 'protocol.signed', saved: await plan(phone, context), draft };
		case 'reversal':
			return { kind: 'payment.reversal-requested', saved: await askReversal(phone, dice) };
		case 'start':
		case 'close':
			return moveRound(phone, kind, dice);
	}
}

/** Takes money in one of the means. */
export function pay(phone: Phone, context: ActContext, dice: Dice): Promise<Result<Saved, Refusal>> {
	const minor = dice.weighed([
		[70, 100 + dice.below(3_000)],
		[20, 5_000 + dice.below(20_000)],
		[10, 90_000 + dice.below(60_000)]
	]);
	const detail = dice.of<MeansDetail>([
		{ means: 'cash' },
		{ means: 'cash' },
		{ means: 'cheque', number: '1234567', bank: 'Banque', drawer: 'Paul Durand' },
		{ means: 'card', reference: 'A1' }
	]);
	return recordPayment(phone, {
		...context,
		minor,
		detail,
		payer: null,
		directedTo: null,
		acceptCredit: dice.once(2)
	});
}

const placeOf = (dice: Dice): ActContext['place'] =>
	dice.once(3) ? { latE6: 47_390_000 + dice.below(1_000), lonE6: 690_000, accuracyM: 12, ageS: 3 } : null;

const visit = (phone: Phone, context: ActContext, dice: Dice): Promise<Result<Saved, Refusal>> =>
	reportVisit(phone, visitOf(context, dice));

const visitOf = (context: ActContext, dice: Dice): VisitInput => ({
	...context,
	outcome: dice.of(OUTCOMES),
	cause: null,
	note: 'Rien à signaler',
	next: null,
	openedAt: null
});

/** What a tab reads for its screens, as `Field` does: it goes on with what it opened before. The laws read anew. */
function readerOf(phone: Phone): PhoneReader {
	const reader = readers.get(phone) ?? new PhoneReader(phone);
	readers.set(phone, reader);
	return reader;
}

const readers = new WeakMap<Phone, PhoneReader>();

async function today(phone: Phone): Promise<LocalDate> {
	const meta = await readMetas(phone.db, ['sync', 'pull']);
	return parisDay(correctedTime(phone.ports.now(), meta('sync').skewMs, meta('pull').atMs));
}

async function promise(phone: Phone, context: ActContext, dice: Dice): Promise<Result<Saved, Refusal>> {
	return makePromise(phone, await promiseOf(phone, context, dice));
}

async function promiseOf(phone: Phone, context: ActContext, dice: Dice): Promise<PromiseInput> {
	const dueOn = addDays(await today(phone), dice.below(20));
	return { ...context, minor: 1_000 + dice.below(9_000), dueOn, means: null, by: null };
}

/** A visit or a promise that can be taken back for a moment; one in three comes from a draft, which stays until it is saved. */
export async function holdOne(phone: Phone, dossier: DossierId, dice: Dice): Promise<Result<Held, Refusal>> {
	const draft = dice.once(3) ? DRAFT : null;
	if (draft) await writeDraft(phone, draft, { amount: '12,00' });
	const context: ActContext = { dossier, round: null, place: placeOf(dice), draft };
	if (dice.once(2)) return hold(phone, visitRequest(phone, visitOf(context, dice)));
	return hold(phone, promiseRequest(await promiseOf(phone, context, dice)));
}

async function plan(phone: Phone, context: ActContext): Promise<Result<Saved, Refusal>> {
	const view = await readerOf(phone).read();
	if (!view.ok) return view;
	const { device, dossiers } = view.value;
	const rules = rulesOf(view.value);
	const day = await today(phone);
	const { dossier } = context;
	const wish = { dossier, down: 0, count: 4, firstDueOn: addDays(day, 30), frequency: 'monthly' } as const;
	const schedule = proposeSchedule(dossiers, wish, day, rules.pack);
	if (!schedule.ok) return schedule;
	const text = protocolTextFor(device, dossiers, wish, day, rules.pack);
	if (!text.ok) return text;
	return signProtocol(phone, {
		...context,
		text: text.value,
		signer: { name: 'Paul Durand', capacity: 'debtor' },
		mention: 'Je paierai cette somme',
		signature: {
			strokes: { height: 400, lines: [Array.from({ length: 40 }, (_, index) => index * 20)], durationMs: 1_200 }
		},
		shownMs: 60_000
	});
}

async function askReversal(phone: Phone, dice: Dice): Promise<Result<Saved, Refusal>> {
	const view = await readerOf(phone).read();
	if (!view.ok) return view;
	const { payments } = view.value;
	if (payments.length === 0) return err(refusal('nothing-to-reverse'));
	const { id, dossier } = dice.of(payments);
	if (!dossier) return err(refusal('nothing-to-reverse'));
	return requestReversal(phone, { dossier, payment: id, reason: 'Montant erroné', draft: null });
}

async function moveRound(phone: Phone, kind: 'start' | 'close', dice: Dice): Promise<Acted> {
	const view = await readerOf(phone).read();
	const rounds = view.ok ? view.value.rounds : [];
	const name = kind === 'start' ? 'round.started' : 'round.closed';
	if (rounds.length === 0) return { kind: name, saved: err(refusal('round-not-on-phone')) };
	const round = dice.of(rounds).id;
	return { kind: name, saved: await (kind === 'start' ? startRound(phone, round) : closeRound(phone, round)) };
}
