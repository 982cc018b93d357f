// Makes an order of stops cheaper, move by move: a stretch the other way round (2-opt), or a few stops elsewhere (Or-opt).
import { RoundClock } from './round-clock';
import { at, between, travelOf, type RoundCosts } from './round-cost';

/** Stops that Or-opt moves together, at most. */
const LONGEST_CHAIN = 3;
/** A round of 60 stops settles in about ten; this only bounds the worst. */
const MAX_PASSES = 40;
/** With agreed hours most moves must be driven through to be judged: no more of them than a phone does in a blink. */
const MAX_DRIVES = 20_000;
const NOBODY = -1;

/** An order of nodes under way to a better one; fixed places keep their nodes. */
export class RoundSearch {
	readonly #costs: RoundCosts;
	/** The place in the order of each node that may move. */
	readonly #places: Int32Array;
	/** The movable nodes in their order. */
	readonly #nodes: Int32Array;
	readonly #order: Int32Array;
	/** The order as a move would leave it; the same as the order between two moves. */
	readonly #trial: Int32Array;
	readonly #clock: RoundClock;
	#travel: number;
	#drives = 0;

	constructor(costs: RoundCosts, order: Int32Array, isFixed: readonly boolean[]) {
		this.#costs = costs;
		this.#order = order.slice();
		this.#trial = order.slice();
		this.#places = Int32Array.from([...order.keys()].filter((place) => !isFixed[place]));
		this.#nodes = this.#places.map((place) => at(order, place));
		this.#travel = travelOf(costs, order);
		this.#clock = new RoundClock(costs, order);
	}

	get order(): Int32Array {
		return this.#order;
	}

	/** In metres; lower is better. */
	get cost(): number {
		return this.#travel + this.#clock.penalty;
	}

	/** Takes every move that makes the order cheaper until there is none left. */
	improve(): void {
		for (let pass = 0; pass < MAX_PASSES; pass += 1) {
			const before = this.cost;
			this.#turnStretches();
			this.#moveChains();
			if (this.cost === before || this.#drives >= MAX_DRIVES) return;
		}
	}

	#turnStretches(): void {
		const count = this.#nodes.length;
		for (let first = 0; first < count - 1; first += 1)
			for (let last = first + 1; last < count; last += 1) {
				if (this.#isUnbroken(first, last) && !this.#isWorth(this.#gainOfTurn(first, last))) continue;
				for (let place = first; place <= last; place += 1) this.#lay(place, first + last - place);
				this.#keepIfCheaper(first, last);
			}
	}

	#moveChains(): void {
		const count = this.#nodes.length;
		for (let length = 1; length <= LONGEST_CHAIN; length += 1)
			for (let from = 0; from + length <= count; from += 1)
				for (let to = 0; to + length <= count; to += 1) {
					if (to === from) continue;
					this.#moveChain(from, to, length, false);
					if (length > 1) this.#moveChain(from, to, length, true);
				}
	}

	/** Puts the nodes of `length` places from `from` on at `to`, as they are or turned. Past a fixed place they go one by one. */
	#moveChain(from: number, to: number, length: number, isTurned: boolean): void {
		const first = Math.min(from, to);
		const last = Math.max(from, to) + length - 1;
		const isUnbroken = this.#isUnbroken(first, last);
		if (!isUnbroken && length > 1) return;
		if (isUnbroken && !this.#isWorth(this.#gainOfMove(from, to, length, isTurned))) return;
		for (let place = first; place <= last; place += 1) {
			const inChain = place - to;
			if (inChain < 0 || inChain >= length) this.#lay(place, to > from ? place + length : place - length);
			else this.#lay(place, from + (isTurned ? length - 1 - inChain : inChain));
		}
		this.#keepIfCheaper(first, last);
	}

	/** No fixed place stands between two movable ones: what a move gains is then known from its ends. */
	#isUnbroken(first: number, last: number): boolean {
		return at(this.#places, last) - at(this.#places, first) === last - first;
	}

	/** Waiting and lateness never get below nothing: a move that loses more road than they weigh cannot pay. */
	#isWorth(gain: number): boolean {
		return gain + this.#clock.penalty > 0;
	}

	#gainOfTurn(first: number, last: number): number {
		const before = this.#before(first);
		const after = this.#behind(last);
		const a = this.#node(first);
		const b = this.#node(last);
		return this.#road(before, a) + this.#road(b, after) - this.#road(before, b) - this.#road(a, after);
	}

	#gainOfMove(from: number, to: number, length: number, isTurned: boolean): number {
		const before = this.#before(Math.min(from, to));
		const after = this.#behind(Math.max(from, to) + length - 1);
		const a = this.#node(from);
		const b = this.#node(from + length - 1);
		const head = isTurned ? b : a;
		const tail = isTurned ? a : b;
		if (to > from) {
			const x = this.#node(from + length);
			const y = this.#node(to + length - 1);
			const old = this.#road(before, a) + this.#road(b, x) + this.#road(y, after);
			return old - this.#road(before, x) - this.#road(y, head) - this.#road(tail, after);
		}
		const x = this.#node(to);
		const y = this.#node(from - 1);
		const old = this.#road(before, x) + this.#road(y, a) + this.#road(b, after);
		return old - this.#road(before, head) - this.#road(tail, x) - this.#road(y, after);
	}

	/** Lays one of the movable nodes on the place of another, for a trial. */
	#lay(place: number, index: number): void {
		this.#trial[at(this.#places, place)] = this.#node(index);
	}

	/** Keeps what was laid out on the movable places from `first` to `last` when the order gets cheaper by it. */
	#keepIfCheaper(first: number, last: number): void {
		const from = at(this.#places, first);
		const to = at(this.#places, last);
		const gain = this.#gainBetween(from, to);
		const limit = this.#clock.penalty + gain;
		if (limit > 0) this.#drives += 1;
		if (limit > 0 && this.#drives < MAX_DRIVES && this.#clock.penaltyOf(this.#trial, from, to, limit) < limit) {
			this.#order.set(this.#trial.subarray(from, to + 1), from);
			this.#clock.take(this.#order);
			this.#travel -= gain;
			for (let index = first; index <= last; index += 1) this.#nodes[index] = at(this.#order, at(this.#places, index));
		} else this.#trial.set(this.#order.subarray(from, to + 1), from);
	}

	/** Metres that the road gets shorter by when the trial takes the places `from` to `to`. */
	#gainBetween(from: number, to: number): number {
		let gain = 0;
		for (let place = from; place <= Math.min(to + 1, this.#order.length - 1); place += 1) {
			const before = place === 0 ? 0 : at(this.#order, place - 1);
			const after = place === 0 ? 0 : at(this.#trial, place - 1);
			gain += this.#road(before, at(this.#order, place)) - this.#road(after, at(this.#trial, place));
		}
		return gain;
	}

	#node(index: number): number {
		return at(this.#nodes, index);
	}

	#before(index: number): number {
		const place = at(this.#places, index);
		return place === 0 ? 0 : at(this.#order, place - 1);
	}

	#behind(index: number): number {
		return this.#order[at(this.#places, index) + 1] ?? NOBODY;
	}

	#road(from: number, to: number): number {
		return to === NOBODY ? 0 : between(this.#costs, from, to);
	}
}
