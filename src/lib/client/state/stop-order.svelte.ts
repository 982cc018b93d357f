// The order of today's round in the collector's hands: laid by hand or computed, proposed anew after each outcome, undone with one tap.
import { visitHours } from '$lib/core/gate';
import type { DossierId } from '$lib/core/ids';
import { inKeptOrder, type KeptOrder } from '$lib/core/kept-order';
import type { Point } from '$lib/core/road';
import { stopProgress, type Stop } from '$lib/core/round';
import { planOrder } from '$lib/core/round-order';
import { wayThrough, type Departure, type Visit, type Way } from '$lib/core/round-way';
import type { TimeWindow } from '$lib/core/time-window';
import { minuteOfDay, parisOffsetMinutes } from '$lib/core/time';
import { rulesOf } from '../local/rules';
import type { Field } from './field.svelte';

/** An order is not changed for less: the collector has the present one in mind. */
const LEAST_GAIN_M = 500;
const LEAST_GAIN_SHARE = 0.05;

export type PlannedStop = Visit & { readonly id: DossierId; readonly stop: Stop; readonly name: string };

/** What a computed order is worth against the present one. */
export type Change = {
	readonly next: PlannedStop;
	/** Metres that the way gets shorter by; below zero where agreed hours ask for a longer one. */
	readonly gain: number;
	/** How many agreed hours more are kept. */
	readonly kept: number;
	readonly isSameNext: boolean;
};
type Proposal = Change & { readonly order: readonly DossierId[] };

export class StopOrder {
	readonly #field: Field;
	/** Undefined until it was read. */
	#kept: KeptOrder | null | undefined = $state.raw();
	/** What `undo` puts back; undefined when there is nothing to undo. */
	#before: KeptOrder | null | undefined = $state.raw();
	#written: Promise<void> = Promise.resolve();
	/** A shorter order that begins with another stop: it waits for a word. */
	proposal: Proposal | null = $state.raw(null);

	readonly planned: readonly PlannedStop[] = $derived.by(() => this.#planned());
	/** The stops that are left. */
	readonly open: readonly PlannedStop[] = $derived(this.planned.filter(({ isDone }) => !isDone));
	/** From the last known position through the stops that are left. */
	readonly way: Way = $derived.by(() => wayThrough(this.planned, this.departure(this.#lastPoint())));

	constructor(field: Field) {
		this.#field = field;
	}

	/** What was laid by hand is only computed anew when it is asked for. */
	get isByHand(): boolean {
		return this.#kept?.by === 'hand';
	}

	get isOwn(): boolean {
		return this.#kept !== null && this.#kept !== undefined;
	}

	get canUndo(): boolean {
		return this.#before !== undefined;
	}

	/** Reads what is kept for the round of today. */
	async read(): Promise<void> {
		const { round } = this.#field;
		this.#kept = round ? await this.#field.readOrder(round.id) : null;
	}

	/** Computes the order from where the phone is and takes it; null when the present one is as good. */
	async optimise(): Promise<Change | null> {
		const place = await this.#field.place();
		const found = this.#compute(place ?? this.#lastPoint(), this.planned);
		if (!found || (found.kept <= 0 && found.gain <= 0)) return null;
		await this.take(found);
		return found;
	}

	/**
	 * After an outcome: a shorter order is proposed. Where no list is shown that would move under a thumb, `takesRest` takes at once the
	 * one that leaves the next stop as it is. What was laid by hand stays. Answers what was taken.
	 */
	async replan(takesRest: boolean): Promise<Change | null> {
		this.proposal = null;
		if (this.#kept === undefined) await this.read();
		const [next] = this.open;
		if (!next || this.isByHand || !this.planned.some(({ isDone }) => isDone)) return null;
		const stays = this.#kept?.stay === next.id;
		const visits = this.planned.map((visit) => (stays && visit.id === next.id ? { ...visit, pinned: true } : visit));
		const found = this.#compute(this.#lastPoint(), visits);
		if (!found || !isWorth(found, this.way.metres)) return null;
		if (!takesRest || !found.isSameNext) {
			this.proposal = found;
			return null;
		}
		await this.take(found);
		return found;
	}

	/** Takes a computed order. */
	async take({ order }: Pick<Proposal, 'order'>): Promise<void> {
		this.proposal = null;
		await this.#keep({ ...this.#base(), by: 'plan', order: [...order], stay: null });
	}

	/** Leaves the next stop as it is although another one was proposed. */
	async leave(): Promise<void> {
		this.proposal = null;
		const [next] = this.open;
		await this.#keep({ ...this.#base(), stay: next?.id ?? null });
	}

	/** Moves a stop to another place among those that are left, counted from 0; false when it stands there already. */
	async move(id: DossierId, to: number): Promise<boolean> {
		const ids = this.open.map((visit) => visit.id);
		const from = ids.indexOf(id);
		if (from < 0 || to < 0 || to >= ids.length || from === to) return false;
		const others = ids.filter((other) => other !== id);
		const done = this.planned.filter(({ isDone }) => isDone).map((visit) => visit.id);
		const order = [...done, ...others.slice(0, to), id, ...others.slice(to)];
		this.proposal = null;
		await this.#keep({ ...this.#base(), by: 'hand', order, stay: null });
		return true;
	}

	async pin(id: DossierId, pinned: boolean): Promise<void> {
		const base = this.#base();
		await this.#keep({ ...base, pins: { ...base.pins, [id]: pinned } });
	}

	/** Keeps hours that the debtor asked for; null when any time will do. */
	async setWindow(id: DossierId, window: TimeWindow | null): Promise<void> {
		const base = this.#base();
		await this.#keep({ ...base, windows: { ...base.windows, [id]: window } });
	}

	/** Puts the manager's order back. */
	async reset(): Promise<void> {
		await this.#keep(null);
	}

	/** Takes the last change back. */
	async undo(): Promise<void> {
		const before = this.#before;
		if (before === undefined) return;
		await this.#keep(before);
		this.#before = undefined;
	}

	/** The last change stands. */
	settle(): void {
		this.#before = undefined;
	}

	departure(from: Point | null): Departure {
		const now = this.#field.correctedNow();
		const minute = minuteOfDay(now, parisOffsetMinutes(now));
		const hours = visitHours(rulesOf(this.#field).pack.visits, this.#field.today);
		// In the evening the hours of the day say nothing about the order any more.
		const isOpen = hours !== null && minute < hours.until;
		return { from, minute, hours: isOpen ? { from: hours.from, to: hours.until - 1 } : null };
	}

	#planned(): readonly PlannedStop[] {
		const { round, dossiers } = this.#field;
		if (!round) return [];
		return inKeptOrder(round.stops, this.#kept ?? null).flatMap((stop) => {
			const dossier = dossiers.get(stop.dossier);
			if (!dossier) return [];
			const { name, addresses } = dossier.facts.debtor;
			const { dossier: id, pinned, window } = stop;
			const isDone = stopProgress(round, dossier) !== 'to-do';
			return [{ id, stop, name, pinned, window, isDone, position: addresses[0]?.position ?? null }];
		});
	}

	#compute(from: Point | null, visits: readonly PlannedStop[]): Proposal | null {
		const departure = this.departure(from);
		const found = planOrder(visits, departure);
		const next = found.find(({ isDone }) => !isDone);
		if (!next || found.every(({ id }, place) => id === this.planned[place]?.id)) return null;
		const [now, then] = [wayThrough(this.planned, departure), wayThrough(found, departure)];
		return {
			next,
			order: found.map(({ id }) => id),
			gain: now.metres - then.metres,
			kept: now.late - then.late,
			isSameNext: next.id === this.open[0]?.id
		};
	}

	/** Where the phone was at the last outcome: what was recorded then, else that door, else the last one done; nothing is asked for it. */
	#lastPoint(): Point | null {
		const { held, outbox, dossiers, today } = this.#field;
		const doorOf = (id: DossierId | null) => (id && dossiers.get(id)?.facts.debtor.addresses[0]?.position) || null;
		if (held) return doorOf(held.dossier.id);
		for (const { id, day, dossier } of outbox) {
			if (day !== today) break;
			const point = this.#field.operation(id)?.place ?? doorOf(dossier);
			if (point) return point;
		}
		return this.planned.findLast(({ isDone }) => isDone)?.position ?? null;
	}

	#base(): KeptOrder {
		const order = this.planned.map(({ id }) => id);
		return { by: 'plan', pins: {}, windows: {}, stay: null, ...this.#kept, order };
	}

	/** What is on the screen changes at once; it is kept when the promise ends, one change after the other. */
	async #keep(kept: KeptOrder | null): Promise<void> {
		const { round } = this.#field;
		if (!round) return;
		this.#before = this.#kept ?? null;
		this.#kept = kept;
		const write = () => this.#field.keepOrder(round.id, kept);
		this.#written = this.#written.then(write, write);
		await this.#written;
		await this.#field.refresh();
	}
}

const isWorth = ({ gain, kept }: Change, metres: number): boolean =>
	kept > 0 || (kept === 0 && gain >= Math.max(LEAST_GAIN_M, metres * LEAST_GAIN_SHARE));
