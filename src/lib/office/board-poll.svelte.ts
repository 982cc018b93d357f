// Keeps a board fresh while someone looks at it: asked every few seconds with its ETag, paused when hidden, said to be stale when offline.
import * as v from 'valibot';
import { boardSchema, type Board } from '$lib/core/board';

/** A payment shows at most this long after its sync, with the request itself. */
export const POLL_MS = 3_000;
const TIMEOUT_MS = 10_000;

/** What the poll needs of the browser, so that tests can hold the clock and the wire. */
export type PollPorts = {
	readonly fetch: typeof fetch;
	readonly now: () => number;
	readonly isVisible: () => boolean;
	readonly after: (milliseconds: number, act: () => void) => () => void;
};

/** The browser's own clock, wire and visibility. */
export const browserPorts = (): PollPorts => ({
	fetch: (input, init) => fetch(input, init),
	now: () => Date.now(),
	isVisible: () => document.visibilityState === 'visible',
	after: (milliseconds, act) => {
		const timer = setTimeout(act, milliseconds);
		return () => clearTimeout(timer);
	}
});

export class BoardPoll {
	board: Board = $state.raw(EMPTY);
	/** When the server last said that the figures are these. */
	checkedMs = $state(0);
	/** Why the figures may be old; null while the server answers. */
	problem: 'offline' | 'signed-out' | null = $state(null);
	readonly #ports: PollPorts;
	#etag: string | null = null;
	#cancel: (() => void) | null = null;
	#run = 0;

	constructor(ports: PollPorts) {
		this.#ports = ports;
	}

	/** Shows a board that the page was loaded with; polling goes on from it. */
	show(board: Board, etag: string, checkedMs: number): void {
		this.#run += 1;
		this.board = board;
		this.#etag = etag;
		this.checkedMs = checkedMs;
		this.problem = null;
	}

	/** Starts or resumes polling; answers what stops it. */
	start(): () => void {
		this.stop();
		this.#cancel = this.#ports.after(POLL_MS, () => void this.#turn());
		return () => this.stop();
	}

	stop(): void {
		this.#cancel?.();
		this.#cancel = null;
	}

	/** Asks now, e.g. when the page becomes visible again. */
	async ask(): Promise<void> {
		const run = this.#run;
		const day = this.board.day;
		try {
			const response = await this.#ports.fetch(`/api/board?day=${day}`, {
				headers: this.#etag === null ? {} : { 'if-none-match': this.#etag },
				cache: 'no-store',
				signal: AbortSignal.timeout(TIMEOUT_MS)
			});
			if (run !== this.#run) return;
			await this.#take(response);
		} catch {
			if (run === this.#run) this.problem = 'offline';
		}
	}

	async #turn(): Promise<void> {
		const run = this.#cancel;
		if (this.#ports.isVisible()) await this.ask();
		if (this.#cancel === run && run !== null) this.start();
	}

	async #take(response: Response): Promise<void> {
		if (response.status === 401 || response.status === 403) {
			this.problem = 'signed-out';
			return;
		}
		if (response.status !== 304 && !response.ok) {
			this.problem = 'offline';
			return;
		}
		if (response.status !== 304) {
			const board = v.parse(boardSchema, await response.json());
			if (board.day !== this.board.day) return;
			this.board = board;
			this.#etag = response.headers.get('etag');
		}
		this.checkedMs = this.#ports.now();
		this.problem = null;
	}
}

const EMPTY: Board = {
	day: v.parse(boardSchema.entries.day, '2000-01-01'),
	rev: 0,
	byCollector: [],
	byMeans: [],
	byHour: [],
	byCreditor: [],
	targets: [],
	visits: [],
	promises: [],
	protocols: [],
	cash: [],
	bank: [],
	phones: [],
	proposals: 0,
	reviews: 0
};
