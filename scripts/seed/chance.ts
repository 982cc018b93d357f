// The same dice for the same name: a demo that is drawn again comes out the same.
import { uuidV7, type RandomBytes } from '$lib/core/ids';

export type Chance = {
	/** A number in [0, 1). */
	readonly next: () => number;
	/** A whole number between both ends, which are included. */
	readonly int: (min: number, max: number) => number;
	/** True so often. */
	readonly flag: (probability: number) => boolean;
	readonly pick: <T>(list: readonly T[]) => T;
	/** One of several, in proportion to their weights. */
	readonly weighted: <T>(choices: readonly (readonly [weight: number, value: T])[]) => T;
	readonly shuffled: <T>(list: readonly T[]) => readonly T[];
	readonly bytes: RandomBytes;
	/** A UUIDv7 of a moment. */
	readonly uuid: (milliseconds: number) => string;
};

/** Dice that depend on a name alone (sfc32). */
export function chanceOf(name: string): Chance {
	const next = generator(name);
	const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
	const pick = <T>(list: readonly T[]): T => {
		const value = list[Math.floor(next() * list.length)];
		if (value === undefined) throw new RangeError('nothing to pick from');
		return value;
	};
	const bytes: RandomBytes = (length) => Uint8Array.from({ length }, () => int(0, 255));
	return {
		next,
		int,
		flag: (probability) => next() < probability,
		pick,
		weighted: (choices) => {
			let left = next() * choices.reduce((sum, [weight]) => sum + weight, 0);
			for (const [weight, value] of choices) {
				left -= weight;
				if (left < 0) return value;
			}
			return pick(choices)[1];
		},
		shuffled: (list) =>
			list
				.map((value) => ({ value, key: next() }))
				.sort((a, b) => a.key - b.key)
				.map(({ value }) => value),
		bytes,
		uuid: (milliseconds) => uuidV7(milliseconds, bytes)
	};
}

function generator(name: string): () => number {
	let [a, b, c, d] = [hash(name, 1), hash(name, 2), hash(name, 3), 1];
	const step = () => {
		const t = (((a + b) | 0) + d) | 0;
		d = (d + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = (c << 21) | (c >>> 11);
		c = (c + t) | 0;
		return (t >>> 0) / 4_294_967_296;
	};
	for (let warm = 0; warm < 15; warm += 1) step();
	return step;
}

/** FNV-1a, so that names which look alike give dice that do not. */
function hash(name: string, salt: number): number {
	let value = 0x811c9dc5 ^ salt;
	for (const character of name) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
	return value | 0;
}
