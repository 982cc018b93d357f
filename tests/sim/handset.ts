// A phone of a collector: its storage, its tabs, its clock and its session; it can be killed, evicted, cloned and rolled back.
import { IDBFactory } from 'fake-indexeddb';
import * as v from 'valibot';
import type { SignedIn } from '../../src/app';
import type { StoredOutbox } from '$lib/client/local/database';
import { databaseName } from '$lib/client/local/database-names';
import { queueLocks } from '$lib/client/local/device-lock';
import { openPhone, type Phone } from '$lib/client/local/phone';
import type { LockPort } from '$lib/client/ports';
import { enterSession } from '$lib/client/state/enter-session';
import { copyStorage, recordsIn } from './storage';
import { Tab, type Surroundings } from './tab';

export type HandsetName = string;

/** An open tab with its phone. */
export type Open = { readonly tab: Tab; readonly phone: Phone };

type Around = Pick<Surroundings, 'dice' | 'crypto'> & {
	readonly clock: () => number;
	readonly send: (handset: Handset, path: string, init: RequestInit) => Promise<Response>;
};

export class Handset {
	readonly name: HandsetName;
	readonly who: SignedIn;
	readonly #around: Around;
	#storage = new IDBFactory();
	#locks: LockPort = queueLocks();
	#tabs: Open[] = [];
	/** Milliseconds that its clock is ahead of the world's. */
	clockOffsetMs = 0;
	/** Null: the session ended, and what is sent is a deposit. */
	session: SignedIn | null;
	/** False on old browsers without Web Locks: tabs then only meet in the database. */
	hasLocks = true;
	/** What its outbox held when it was last looked at. */
	mirror: ReadonlyMap<string, StoredOutbox> = new Map();
	/** Files of its operations when it was last looked at. */
	files: ReadonlySet<string> = new Set();
	/** True while an act is noted on it that can still be taken back. */
	hasNote = false;
	/** Restores of the server that it has heard of: what it believes of older epochs may be stale. */
	restoresSeen = 0;

	constructor(name: HandsetName, who: SignedIn, around: Around) {
		this.name = name;
		this.who = who;
		this.session = who;
		this.#around = around;
	}

	/** The tab that is used first; null before the first enrolment. */
	get main(): Open | null {
		return this.#tabs[0] ?? null;
	}

	/** A new tab, not opened yet. */
	newTab(): Tab {
		const { dice, crypto, clock, send } = this.#around;
		return new Tab({
			clock: () => clock() + this.clockOffsetMs,
			dice,
			crypto,
			send: (_tab, path, init) => send(this, path, init),
			locks: this.hasLocks ? this.#locks : queueLocks(),
			storage: this.#storage
		});
	}

	/** Opens the phone from what is stored; null when it was never enrolled, or cannot be read. */
	async open(): Promise<Open | null> {
		const tab = this.newTab();
		const opened = await openPhone(tab.ports, this.who.user.id);
		if (!opened.ok || !opened.value) return null;
		const open = { tab, phone: opened.value };
		this.#tabs.push(open);
		return open;
	}

	/** True when nothing stands in the way of using it: a living tab, signed in. */
	get isAtWork(): boolean {
		return this.session !== null && this.#tabs.some(({ tab }) => tab.isAlive);
	}

	/** Signs in: enrols where needed and opens. The code of a refusal, or null. */
	async enter(tab: Tab = this.newTab()): Promise<string | null> {
		this.#forgetDead();
		const entered = await enterSession(tab.ports, this.main?.phone ?? null);
		if (!entered.ok) return entered.error.code;
		if (!entered.value) return this.main ? null : 'nobody';
		this.closeTabs();
		this.#tabs.push({ tab, phone: entered.value });
		return null;
	}

	/** Opens what is stored, unless a living tab shows it already. */
	async wake(): Promise<Open | null> {
		this.#forgetDead();
		return this.main ?? (await this.open());
	}

	/** Tabs that died hold nothing any more, also not their connections. */
	#forgetDead(): void {
		for (const { tab, phone } of this.#tabs) if (!tab.isAlive) phone.db.close();
		this.#tabs = this.#tabs.filter(({ tab }) => tab.isAlive);
	}

	/** Ends all tabs as a browser does that is closed. */
	closeTabs(): void {
		for (const { tab, phone } of this.#tabs) {
			phone.db.close();
			tab.kill();
		}
		this.#tabs = [];
		this.#locks = queueLocks();
	}

	/** The browser takes the storage away. */
	evict(): void {
		this.takeStorage(new IDBFactory());
	}

	/** A copy of everything stored, as a backup of the phone makes it. */
	copyStorage(): IDBFactory {
		return copyStorage(this.#storage);
	}

	/** Goes on from another storage: an older one of its own, or a copy of another phone's. */
	takeStorage(storage: IDBFactory): void {
		this.closeTabs();
		this.#storage = storage;
		this.mirror = new Map();
		this.files = new Set();
		this.hasNote = false;
	}

	/** Records of the database behind the tabs, as they lie there. */
	records<T extends object>(store: string): readonly T[] {
		const records = recordsIn(this.#storage, databaseName(this.who.user.id), store);
		return v.parse(v.array(v.custom<T>((input) => typeof input === 'object' && input !== null)), records);
	}
}
