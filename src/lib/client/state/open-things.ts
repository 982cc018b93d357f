// What stands between a collector and the end of the day, each with the place where it is solved; and the promises of the day.
import { isCashClosed } from '$lib/core/cash-day';
import type { Dossier } from '$lib/core/dossier';
import type { DossierId } from '$lib/core/ids';
import type { Currency } from '$lib/core/money';
import { promiseStatus } from '$lib/core/promise';
import { stopProgress, type Round } from '$lib/core/round';
import type { LocalDate } from '$lib/core/time';
import { needsAttention } from './attention';
import { cashDayOfPhone, chequesOfPhone } from './cash-of-phone';
import type { BrokenRecord, OutboxItem, OwnPayment, PhoneCash, SyncView } from './view';

export type OpenThing =
	| {
			readonly what: 'stops' | 'unsent' | 'attention' | 'broken' | 'cheques';
			readonly href: string;
			readonly count: number;
	  }
	| { readonly what: 'cash' | 'gap'; readonly href: string; readonly minor: number; readonly currency: Currency }
	| {
			readonly what: 'form';
			readonly href: string;
			readonly form: FormKind;
			/** Whose form it is; null for one of the cash. */
			readonly name: string | null;
	  };

/** The forms that keep what was typed, by the first word of their key. */
export const FORM_KINDS = ['visit', 'pay', 'promise', 'report', 'sign', 'reversal', 'cash'] as const;
export type FormKind = (typeof FORM_KINDS)[number];

/** What of the phone is looked at; screens give their `Field`. */
export type Looked = {
	readonly round: Round | null;
	readonly today: LocalDate;
	readonly dossiers: ReadonlyMap<DossierId, Dossier>;
	readonly outbox: readonly Pick<OutboxItem, 'state' | 'outcome' | 'decision'>[];
	readonly payments: readonly Pick<OwnPayment, 'id' | 'dossier'>[];
	readonly cash: PhoneCash;
	readonly broken: readonly BrokenRecord[];
	readonly sync: Pick<SyncView, 'unsent' | 'files'>;
};

/** Everything that is still open; `forms` are the keys of forms under way. Stops count only while the round is under way. */
export function openThings(phone: Looked, currency: Currency, forms: readonly string[]): readonly OpenThing[] {
	const { round, dossiers, sync } = phone;
	const toDo =
		round?.status === 'under-way'
			? round.stops.filter((stop) => stopProgress(round, dossiers.get(stop.dossier)) === 'to-do')
			: [];
	const day = cashDayOfPhone(phone.cash, currency, phone.today);
	const counted = [
		{ what: 'stops', href: '/round', count: toDo.length },
		{ what: 'attention', href: '/sync', count: phone.outbox.filter(needsAttention).length },
		{ what: 'broken', href: '/sync', count: phone.broken.length },
		{ what: 'unsent', href: '/sync', count: sync.unsent + sync.files },
		{ what: 'cheques', href: '/cash', count: chequesOfPhone(phone.cash).length }
	] as const;
	const sums = [
		{ what: 'cash', href: '/cash', minor: isCashClosed(day) ? 0 : day.held, currency },
		{ what: 'gap', href: '/cash', minor: day.unexplained, currency }
	] as const;
	return [
		...counted.filter(({ count }) => count > 0),
		...sums.filter(({ minor }) => minor !== 0),
		...forms.flatMap((key) => formOf(key, phone) ?? [])
	];
}

export type DuePromise = { readonly dossier: Dossier; readonly minor: number };

/** Promises that fall due on a day and are not kept yet. */
export const promisesDue = (dossiers: ReadonlyMap<DossierId, Dossier>, today: LocalDate): readonly DuePromise[] =>
	[...dossiers.values()].flatMap((dossier) =>
		dossier.state.promises
			.filter((promise) => promise.dueOn === today && promiseStatus(promise, dossier.state, today) === 'open')
			.map(({ minor }) => ({ dossier, minor }))
	);

/** Where a form under way is; null for what is no form of its own, or belongs to a dossier that left the phone. */
function formOf(key: string, { dossiers, payments }: Looked): OpenThing | null {
	const [word = '', id = ''] = key.split(':');
	const form = FORM_KINDS.find((kind) => kind === word);
	if (!form) return null;
	if (form === 'cash')
		return { what: 'form', href: id === 'deposit' ? '/cash/deposit' : '/cash/hand-over', form, name: null };
	const owner = form === 'reversal' ? payments.find((payment) => payment.id === id)?.dossier : id;
	const dossier = [...dossiers.values()].find((each) => each.id === owner);
	if (!dossier) return null;
	const place = form === 'reversal' ? `receipt/${id}` : form;
	return { what: 'form', href: `/dossier/${dossier.id}/${place}`, form, name: dossier.facts.debtor.name };
}
