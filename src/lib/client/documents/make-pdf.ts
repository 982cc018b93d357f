// Asks the worker for the PDF of a paper; it can be cancelled, and it never blocks the screen.
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import type { Paper } from './paper';
import type { PdfAnswer } from './pdf-worker';

/** A PDF that takes longer than this will not come: the phone is out of memory, or the worker died. */
const PATIENCE_MS = 30_000;

/**
 * Makes the PDF of a paper. Refuses with `pdf-failed` when it cannot be made, and `cancelled` when `signal` says so; the
 * document itself is safe in its operation all the same.
 */
export function makePdf(paper: Paper, signal?: AbortSignal): Promise<Result<Uint8Array<ArrayBuffer>, Refusal>> {
	const worker = new Worker(new URL('./pdf-worker.ts', import.meta.url), { type: 'module' });
	return new Promise((resolve) => {
		const end = (result: Result<Uint8Array<ArrayBuffer>, Refusal>): void => {
			clearTimeout(timer);
			worker.terminate();
			resolve(result);
		};
		const timer = setTimeout(() => {
			end(err(refusal('pdf-failed')));
		}, PATIENCE_MS);
		worker.addEventListener('message', ({ data }: MessageEvent<PdfAnswer>) => {
			end(data.ok ? ok(new Uint8Array(data.bytes)) : err(refusal('pdf-failed')));
		});
		worker.addEventListener('error', () => {
			end(err(refusal('pdf-failed')));
		});
		signal?.addEventListener('abort', () => {
			end(err(refusal('cancelled')));
		});
		worker.postMessage(paper);
	});
}
