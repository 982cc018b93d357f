// What an order of stops costs beside the road: waiting for an agreed hour, and coming too late.
import { METRES_PER_MINUTE } from './road';
import { at, between, type RoundCosts } from './round-cost';
import { SERVICE_MINUTES } from './round-way';

/** A minute too late weighs as much as driving for so many minutes: missing an agreed hour costs the visit. */
const LATE_WEIGHT = 4;
/** What one stands at a door, as the road that is driven meanwhile. */
const SERVICE = SERVICE_MINUTES * METRES_PER_MINUTE;

/** The penalty of an order, in metres; remembers when each place is left, so that a change is counted from there on. */
export class RoundClock {
	readonly #costs: RoundCosts;
	/** At index n, before place n: when the place before is left, and what was spent to get there. */
	readonly #left: Float64Array;
	readonly #spent: Float64Array;
	/** From place n on: what is waited, and how many stops are late. */
	readonly #waits: Float64Array;
	readonly #lates: Float64Array;
	/** Of the whole order taken last. */
	penalty = 0;

	constructor(costs: RoundCosts, order: Int32Array) {
		this.#costs = costs;
		this.#left = new Float64Array(order.length + 1).fill(costs.begin);
		this.#spent = new Float64Array(order.length + 1);
		this.#waits = new Float64Array(order.length + 1);
		this.#lates = new Float64Array(order.length + 1);
		this.take(order);
	}

	/** Goes through an order and remembers it. */
	take(order: Int32Array): void {
		if (this.#costs.isTimeless) return;
		let here = 0;
		for (const [place, node] of order.entries()) {
			const arrival = this.#at(this.#left, place) + between(this.#costs, here, node);
			this.#waits[place] = Math.max(0, this.#early(node, arrival));
			this.#lates[place] = this.#early(node, arrival) < 0 && this.#late(node, arrival) > 0 ? 1 : 0;
			this.#spent[place + 1] = this.#at(this.#spent, place) + this.#penaltyAt(node, arrival);
			this.#left[place + 1] = arrival + this.#at(this.#waits, place) + SERVICE;
			here = node;
		}
		for (let place = order.length - 1; place >= 0; place -= 1) {
			this.#waits[place] = this.#at(this.#waits, place) + this.#at(this.#waits, place + 1);
			this.#lates[place] = this.#at(this.#lates, place) + this.#at(this.#lates, place + 1);
		}
		this.penalty = this.#at(this.#spent, order.length);
	}

	/** The penalty of an order that differs from the one taken in the places `from` to `to`; `limit` or more once it cannot be less. */
	penaltyOf(order: Int32Array, from: number, to: number, limit: number): number {
		if (this.#costs.isTimeless) return 0;
		let now = this.#at(this.#left, from);
		let spent = this.#at(this.#spent, from);
		let here = from === 0 ? 0 : at(order, from - 1);
		for (let place = from; place < order.length && spent < limit; place += 1) {
			if (place === to + 1 && spent + this.#leastBehind(place, now) >= limit) return limit;
			const node = at(order, place);
			const arrival = now + between(this.#costs, here, node);
			spent += this.#penaltyAt(node, arrival);
			now = arrival + Math.max(0, this.#early(node, arrival)) + SERVICE;
			here = node;
		}
		return spent;
	}

	/** What is spent at least from a place on when one sets off there at another time: a delay saves waiting, haste saves lateness. */
	#leastBehind(place: number, now: number): number {
		const known = this.penalty - this.#at(this.#spent, place);
		const delay = now - this.#at(this.#left, place);
		if (delay >= 0) return known - Math.min(delay, this.#at(this.#waits, place));
		return known + delay * LATE_WEIGHT * this.#at(this.#lates, place);
	}

	#penaltyAt(node: number, arrival: number): number {
		const early = this.#early(node, arrival);
		if (early > 0) return early;
		return Math.max(0, this.#late(node, arrival)) * LATE_WEIGHT;
	}

	#early(node: number, arrival: number): number {
		return this.#at(this.#costs.open, node) - arrival;
	}

	#late(node: number, arrival: number): number {
		return arrival - this.#at(this.#costs.close, node);
	}

	#at(list: Float64Array, index: number): number {
		return list[index] ?? 0;
	}
}
