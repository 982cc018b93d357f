// The world of one schedule: the company, its phones, the network, the clock and the one source of chance.
import { webCrypto } from '$lib/client/local/web-crypto';
import type { Ports } from '$lib/client/ports';
import type { SignedIn } from '../../src/app';
import type { Company } from './company';
import type { Dice } from './dice';
import { Handset } from './handset';
import { Model } from './model';
import type { Shown } from './receipts';
import { deliver, NETWORK_FAULTS, transmit, type Delayed, type NetworkFault } from './network';

/** Which phones a schedule has, by collector: Ana has two. */
const HANDSETS = [
	['ana-1', 0],
	['ana-2', 0],
	['ben-1', 1],
	['chloe-1', 2]
] as const;

export type Backup = {
	readonly number: number;
	readonly atMs: number;
	/** What the server then knew of receipts that were shown. */
	readonly shown: ReadonlyMap<string, Shown>;
};

export class World {
	readonly company: Company;
	readonly handsets: Handset[] = [];
	readonly model = new Model();
	readonly delayed: Delayed[] = [];
	readonly backups: Backup[] = [];
	/** Receipts that were shown before their payment had come, by token; as far as the server can still know. */
	shown = new Map<string, Shown>();
	/** Copies of phones' storage, to roll back to. */
	readonly copies = new Map<string, IDBFactory>();
	readonly #counts: Map<string, number>;
	dice: Dice;
	/** How often a request meets a fault, in percent; 0 once the world is healed. */
	faultPercent = 35;
	/** How often the server was restored from a backup. */
	restores = 0;
	/** Operations that phones and the office saved. */
	operations = 0;
	step = 0;
	/** True while a step runs inside another: steps do not nest twice. */
	isNested = false;
	/** What happens while a request is on its way, and between reading and writing on the server; set by the steps. */
	meanwhile: () => Promise<void> = async () => undefined;
	otherWriter: () => Promise<void> = async () => undefined;

	constructor(company: Company, dice: Dice, options: WorldOptions) {
		this.company = company;
		this.dice = dice;
		this.#counts = options.counts;
		const crypto = options.isReal ? drawing(webCrypto(), () => this.dice) : null;
		for (const [name, index] of HANDSETS.slice(0, options.phones)) {
			const who = company.collectors[index];
			if (!who) throw new RangeError(`no collector ${index}`);
			this.handsets.push(
				new Handset(name, who, {
					dice: () => this.dice,
					crypto,
					clock: () => company.clock.nowMs,
					send: (handset, path, init) => transmit(this, handset, path, init)
				})
			);
		}
	}

	get nowMs(): number {
		return this.company.clock.nowMs;
	}

	wait(milliseconds: number): void {
		this.company.clock.nowMs += milliseconds;
	}

	/** Counts something that happened, over all schedules. */
	count(what: string): void {
		this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
	}

	nextFault(): NetworkFault | null {
		return this.dice.below(100) < this.faultPercent ? this.dice.of(NETWORK_FAULTS) : null;
	}

	/** The session that the server finds behind a phone's cookie: a disabled user has none. */
	sessionOf({ session }: Handset): SignedIn | null {
		if (!session) return null;
		const isDisabled = this.company.db.number('SELECT disabled_ms IS NOT NULL FROM user WHERE id = :id', {
			id: session.user.id
		});
		return isDisabled ? null : session;
	}

	/** Lets what is still on its way arrive, in any order. */
	async deliverOne(): Promise<void> {
		const [late] = this.delayed.splice(this.dice.below(this.delayed.length), 1);
		if (late) await deliver(this, late);
	}
}

export type WorldOptions = {
	readonly phones: number;
	/** True to use the platform's own cryptography on the phones. */
	readonly isReal: boolean;
	readonly counts: Map<string, number>;
};

/** Real keys come from elsewhere; the schedule's chance moves on all the same, so that the rest is as with the stand-ins. */
function drawing(crypto: Ports['crypto'], dice: () => Dice): Ports['crypto'] {
	return {
		...crypto,
		makeSigningKey: () => {
			dice().bytes(16);
			return crypto.makeSigningKey();
		},
		makeSealingKey: () => {
			dice().bytes(16);
			return crypto.makeSealingKey();
		}
	};
}
