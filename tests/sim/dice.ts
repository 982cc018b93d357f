// One seeded source of chance for a whole schedule: the same seed gives the same day, byte for byte.
import { createHash } from 'node:crypto';

type Bytes = Uint8Array<ArrayBuffer>;

/** A stream of pseudo-random numbers (sfc32); every draw moves it on. */
export class Dice {
	#a: number;
	#b: number;
	#c: number;
	#counter = 1;

	constructor(seed: string) {
		const digest = createHash('sha256').update(seed).digest();
		this.#a = digest.readInt32LE(0);
		this.#b = digest.readInt32LE(4);
		this.#c = digest.readInt32LE(8);
		for (let round = 0; round < 12; round += 1) this.next();
	}

	/** A number in [0, 1). */
	next(): number {
		const sum = (this.#a + this.#b + this.#counter) | 0;
		this.#counter = (this.#counter + 1) | 0;
		this.#a = this.#b ^ (this.#b >>> 9);
		this.#b = (this.#c + (this.#c << 3)) | 0;
		this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
		return (sum >>> 0) / 2 ** 32;
	}

	/** A whole number from 0 to below `limit`. */
	below(limit: number): number {
		return Math.floor(this.next() * limit);
	}

	/** True once in `times` draws. */
	once(times: number): boolean {
		return this.below(times) === 0;
	}

	/** One of a list; throws on an empty one. */
	of<T>(list: readonly T[]): T {
		const item = list[this.below(list.length)];
		if (item === undefined) throw new RangeError('nothing to draw from');
		return item;
	}

	/** One of weighted entries. */
	weighed<T>(entries: readonly (readonly [weight: number, value: T])[]): T {
		let left = this.next() * entries.reduce((sum, [weight]) => sum + weight, 0);
		for (const [weight, value] of entries) {
			left -= weight;
			if (left < 0) return value;
		}
		throw new RangeError('nothing to draw from');
	}

	/** Bytes for ids, salts and nonces. */
	bytes(length: number): Bytes {
		const bytes = new Uint8Array(length);
		for (let index = 0; index < length; index += 1) bytes[index] = this.below(256);
		return bytes;
	}
}
