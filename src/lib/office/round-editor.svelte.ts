// A round while a manager shapes it: its stops in order, what was added, and what is sent when it is kept or published.
import type { PlannedStop } from '$lib/core/planned-stop';
import type { Stop } from '$lib/core/round';
import { planOrder } from '$lib/core/round-order';

/** A round takes at most this many stops. */
export const MAX_STOPS = 120;
/** When a round sets off, as far as the office knows. */
const DEPARTURE_MINUTE = 8 * 60 + 30;

export class RoundEditor {
	stops: readonly PlannedStop[] = $state.raw([]);
	/** Amount to collect, as typed. */
	target = $state('');
	/** True once something differs from what the server has. */
	isChanged = $state(false);

	constructor(stops: readonly PlannedStop[], target: string) {
		this.stops = stops;
		this.target = target;
	}

	/** The stops as the form sends them. */
	get payload(): string {
		return JSON.stringify(
			this.stops.map(({ dossier, pinned, window, override }): Stop => ({ dossier, pinned, window, override }))
		);
	}

	has(id: string): boolean {
		return this.stops.some((stop) => stop.id === id);
	}

	add(stop: PlannedStop): void {
		if (!this.has(stop.id) && this.stops.length < MAX_STOPS) this.#set([...this.stops, stop]);
	}

	remove(id: string): void {
		this.#set(this.stops.filter((stop) => stop.id !== id));
	}

	/** Moves a stop to another place of the list; a place outside of it changes nothing. */
	move(from: number, to: number): void {
		const stop = this.stops[from];
		if (!stop || to < 0 || to >= this.stops.length || from === to) return;
		const others = this.stops.filter((_, index) => index !== from);
		this.#set([...others.slice(0, to), stop, ...others.slice(to)]);
	}

	change(id: string, change: Partial<Pick<PlannedStop, 'pinned' | 'window' | 'override'>>): void {
		this.#set(this.stops.map((stop) => (stop.id === id ? { ...stop, ...change } : stop)));
	}

	/** The shortest way from the first stop on that keeps agreed hours; pinned stops keep their places. */
	orderByDistance(): void {
		const visits = this.stops.map((stop) => ({ ...stop, isDone: false, stop }));
		const departure = { from: null, minute: DEPARTURE_MINUTE, hours: null };
		this.#set(planOrder(visits, departure).map(({ stop }) => stop));
	}

	#set(stops: readonly PlannedStop[]): void {
		this.stops = stops;
		this.isChanged = true;
	}
}
