// What people were told: every act whose screen said "saved", and what may lawfully have become of it.
import type { Saved } from '$lib/client/actions/input';
import type { HandsetName } from './handset';

/** An act whose screen said "saved". */
export type Told = Saved & {
	readonly handset: HandsetName;
	/** Its hash in the outbox, once that was looked at. */
	readonly hash: string;
	readonly kind: string;
	readonly step: number;
};

export class Model {
	readonly told = new Map<string, Told>();
	/** What screens called saved since their phone's storage was last looked at. */
	readonly fresh: Omit<Told, 'hash'>[] = [];
	/** Acts that a disaster took before they had a second copy: the storage was evicted, the server restored. */
	readonly excused = new Map<string, string>();
	/** Chains that went on in two places: their other branch may stay on a phone. */
	readonly branched = new Set<string>();

	tell(told: Told): void {
		this.told.set(told.id, told);
	}

	/** What must be somewhere: everything that was told and that no disaster took. */
	*owed(): Iterable<Told> {
		for (const told of this.told.values()) if (!this.excused.has(told.id)) yield told;
	}
}

/** A law that does not hold; the message says what a person would want to know. */
export class Violation extends Error {
	readonly law: string;

	constructor(law: string, message: string) {
		super(`${law}: ${message}`);
		this.law = law;
	}
}

/** Holds a law, or says what breaks it. */
export function hold(law: string, isHeld: boolean, message: () => string): void {
	if (!isHeld) throw new Violation(law, message());
}
