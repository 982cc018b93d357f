// Asks a worker for the PDF of a paper; it can be cancelled, it never blocks the screen, and a worker that is ready waits for the next paper.
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import type { Paper } from './paper';
import type { PdfAnswer } from './pdf-worker';

/** A PDF that takes longer than this will not come: the phone is out of memory, or the worker died. */
const PATIENCE_MS = 30_000;
/** A worker that nobody asks anything gives its memory back. */
const REST_MS = 120_000;

/** The worker that has read its program already, which takes longer than to draw a paper; none while it is at work. */
const rest: { worker: Worker | null; timer: ReturnType<typeof setTimeout> | undefined } = {
	worker: null,
	timer: undefined
};

/** Starts the worker ahead, where a document is likely to be asked for soon. */
export function preparePdf(): void {
	if (!rest.worker) putToRest(newWorker());
}

/**
 * Makes the PDF of a paper. Refuses with `pdf-failed` when it cannot be made, and `cancelled` when `signal` says so; the
 * document itself is safe in its operation all the same.
 */
export function makePdf(paper: Paper, signal?: AbortSignal): Promise<Result<Uint8Array<ArrayBuffer>, Refusal>> {
	const worker = takeFromRest() ?? newWorker();
	return new Promise((resolve) => {
		const over = new AbortController();
		const end = (result: Result<Uint8Array<ArrayBuffer>, Refusal>): void => {
			clearTimeout(timer);
			over.abort();
			// One that failed or is still at work is not asked again.
			if (result.ok) putToRest(worker);
			else worker.terminate();
			resolve(result);
		};
		const timer = setTimeout(() => {
			end(err(refusal('pdf-failed')));
		}, PATIENCE_MS);
		const answered = ({ data }: MessageEvent<PdfAnswer>): void => {
			end(data.ok ? ok(new Uint8Array(data.bytes)) : err(refusal('pdf-failed')));
		};
		const failed = (): void => {
			end(err(refusal('pdf-failed')));
		};
		const cancelled = (): void => {
			end(err(refusal('cancelled')));
		};
		worker.addEventListener('message', answered, { signal: over.signal });
		worker.addEventListener('error', failed, { signal: over.signal });
		signal?.addEventListener('abort', cancelled, { signal: over.signal });
		worker.postMessage(paper);
	});
}

const newWorker = (): Worker => new Worker(new URL('./pdf-worker.ts', import.meta.url), { type: 'module' });

function takeFromRest(): Worker | null {
	const { worker } = rest;
	clearTimeout(rest.timer);
	rest.worker = null;
	return worker;
}

function putToRest(worker: Worker): void {
	takeFromRest()?.terminate();
	rest.worker = worker;
	rest.timer = setTimeout(() => takeFromRest()?.terminate(), REST_MS);
	// Its program may be missing from this phone: the paper that asks for it is told.
	worker.addEventListener('error', () => rest.worker === worker && takeFromRest()?.terminate(), { once: true });
}
