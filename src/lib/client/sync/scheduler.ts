// When to sync: on opening, after each act, back online or visible, on a timer with back-off and jitter, and by the button.
import type { OperationId } from '$lib/core/ids';
import { refusal, type Refusal } from '$lib/core/refusal';
import { instant, type Instant } from '$lib/core/time';
import type { Phone } from '../local/phone';
import type { PassReport } from './pass';

export type SyncProgress = {
	readonly phase: 'idle' | 'sending' | 'failed';
	readonly error: Refusal | null;
	readonly retryAt: Instant | null;
	readonly inFlight: ReadonlySet<OperationId>;
	/** The local database changed. */
	readonly stored: boolean;
};

/** After a good pass the phone looks again about once a minute while it is open. */
const IDLE_MS = 60_000;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 300_000;
/** Acts in a row share one pass. */
const AFTER_ACT_MS = 300;
/** A network that comes back comes back for a whole team: its phones spread over so long. */
const SPREAD_MS = 4_000;
/** The browser may say that there is a network while the server cannot be reached: it is believed once in so long. */
const LEAST_BETWEEN_MS = 30_000;
/** Another tab is at it, or one that was just left has not let go yet: it is looked after so often, and for so long. */
const OTHER_TAB_EVERY_MS = 500;
const OTHER_TAB_LOOKS = 60;
const NOTHING: ReadonlySet<OperationId> = new Set();
/** Before the first pass. */
export const NO_PROGRESS: SyncProgress = {
	phase: 'idle',
	error: null,
	retryAt: null,
	inFlight: NOTHING,
	stored: false
};

export class SyncScheduler {
	readonly #phone: Phone;
	readonly #tell: (progress: SyncProgress) => void;
	#cancel: () => void = () => undefined;
	#running: Promise<void> | null = null;
	#again = false;
	#failures = 0;
	#stopped = true;
	#lastStart: Instant | null = null;
	/** Until when the server asked not to be asked, and how long that was: a clock that jumps cannot make it longer. */
	#asked: { readonly until: number; readonly milliseconds: number } | null = null;

	constructor(phone: Phone, tell: (progress: SyncProgress) => void) {
		this.#phone = phone;
		this.#tell = tell;
	}

	/** Starts with a pass at once. */
	start(): void {
		this.#stopped = false;
		void this.now();
	}

	/** No pass starts any more; one under way ends by itself. */
	stop(): void {
		this.#stopped = true;
		this.#cancel();
	}

	/** After an act, or back in view: a pass very soon, whatever the back-off says, but not before the time the server asked for. */
	soon(): void {
		this.#within(AFTER_ACT_MS);
	}

	/** Back online: soon, at a moment of this phone's own. */
	backOnline(): void {
		this.#within(AFTER_ACT_MS + SPREAD_MS * this.#phone.ports.chance());
	}

	/** The service worker heard that there is a network; a page that tried a moment ago goes on by its own timer. */
	woken(): void {
		const since = this.#lastStart === null ? Infinity : Math.abs(this.#phone.ports.now() - this.#lastStart);
		if (since >= LEAST_BETWEEN_MS) this.#within(AFTER_ACT_MS);
	}

	/** A pass now; resolves when it ended. A pass under way is followed by another, so that nothing saved meanwhile waits. */
	async now(): Promise<void> {
		if (this.#stopped) return;
		if (this.#running) {
			this.#again = true;
			await this.#running;
			return;
		}
		this.#cancel();
		this.#running = this.#loop();
		try {
			await this.#running;
		} finally {
			this.#running = null;
		}
	}

	async #loop(): Promise<void> {
		do {
			this.#again = false;
			await this.#once();
		} while (this.#again && this.#failures === 0 && !this.#stopped);
	}

	async #once(): Promise<void> {
		this.#lastStart = this.#phone.ports.now();
		const sending = (inFlight: ReadonlySet<OperationId>): void =>
			this.#tell({ phase: 'sending', error: null, retryAt: null, inFlight, stored: false });
		sending(NOTHING);
		const report = await this.#pass(sending);
		if (this.#stopped) return;
		this.#failures = report.error ? this.#failures + 1 : 0;
		const { retryAfterMs } = report;
		const now = this.#phone.ports.now();
		this.#asked = retryAfterMs === null ? null : { until: now + retryAfterMs, milliseconds: retryAfterMs };
		const wait = this.#wait(report);
		this.#plan(wait);
		this.#tell({
			phase: report.error ? 'failed' : 'idle',
			error: report.error,
			retryAt: report.error ? instant(now + wait) : null,
			inFlight: NOTHING,
			stored: report.stored || report.error !== null
		});
	}

	/** A bug or a database closed under us must not end the timer: it is said, and tried again. */
	async #pass(sending: (ids: ReadonlySet<OperationId>) => void): Promise<PassReport> {
		try {
			// Loaded after the first screen: without the network that a pass needs, it is not needed either.
			const { syncPass } = await import('./pass');
			for (let looks = 0; looks < OTHER_TAB_LOOKS && !this.#stopped; looks += 1) {
				const report = await syncPass(this.#phone, sending);
				if (report !== 'busy') return report;
				await this.#sleep(OTHER_TAB_EVERY_MS);
			}
			return { error: null, retryAfterMs: null, stored: false };
		} catch {
			return { error: refusal('sync-failed'), retryAfterMs: null, stored: false };
		}
	}

	#sleep(milliseconds: number): Promise<void> {
		return new Promise((resolve) => void this.#phone.ports.later(milliseconds, resolve));
	}

	/**
	 * Full jitter over an exponential ceiling, so that a fleet which comes back at once spreads; what the server asks for is the
	 * least.
	 */
	#wait({ error, retryAfterMs }: PassReport): number {
		const { chance } = this.#phone.ports;
		if (!error) return Math.round(IDLE_MS * (0.5 + chance()));
		const ceiling = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
		return Math.round((retryAfterMs ?? 0) + FIRST_RETRY_MS / 2 + ceiling * chance());
	}

	#within(milliseconds: number): void {
		if (this.#running) this.#again = true;
		else this.#plan(Math.max(milliseconds, this.#askedToWait()));
	}

	/** With a moment of its own on top: everybody was asked to wait equally long. */
	#askedToWait(): number {
		if (!this.#asked) return 0;
		const { until, milliseconds } = this.#asked;
		const left = Math.min(milliseconds, until - this.#phone.ports.now());
		return left <= 0 ? 0 : Math.round(left + FIRST_RETRY_MS * this.#phone.ports.chance());
	}

	#plan(milliseconds: number): void {
		this.#cancel();
		if (this.#stopped) return;
		this.#cancel = this.#phone.ports.later(milliseconds, () => void this.now());
	}
}
