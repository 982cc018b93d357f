// A slow line before the product: scripts come long after the page that they bring to life, and every answer takes its time.
import { createHash } from 'node:crypto';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds by which a page runs ahead of its scripts. */
const SCRIPTS = 2_500;
/** At most so many milliseconds for what is asked of the server, and for a page. */
const ANSWER = 3_000;
const PAGE = 1_000;

/** Listens at `port` and passes everything on to the product at `target`, late; the same seed, the same delays. */
export async function startSlowLine(port: number, target: number, seed: string): Promise<() => Promise<void>> {
	let requests = 0;
	/** In [0, 1). */
	const next = (): number => {
		requests += 1;
		return createHash('sha256').update(`${seed} ${requests}`).digest().readUInt32BE() / 2 ** 32;
	};
	const delayOf = (path: string): number => {
		if (path.startsWith('/api/')) return next() * ANSWER;
		if (path.startsWith('/_app/')) return path.includes('/entry/') ? SCRIPTS : 0;
		return next() * PAGE;
	};
	const server = createServer((asked, answer) => {
		void pause(delayOf(asked.url ?? '/')).then(() => passOn(asked, answer, target));
	});
	await new Promise<void>((resolve) => server.listen(port, resolve));
	return async () => {
		server.closeAllConnections();
		await new Promise<void>((resolve) => server.close(() => resolve()));
	};
}

/** One request and its answer, as they are; who hangs up on one side hangs up on the other. */
function passOn(asked: IncomingMessage, answer: ServerResponse, target: number): void {
	const { method, url, headers } = asked;
	const passed = request({ port: target, method, path: url, headers }, (came) => {
		answer.writeHead(came.statusCode ?? 502, came.headers);
		came.pipe(answer);
		came.on('error', () => answer.destroy());
	});
	passed.on('error', () => answer.destroy());
	answer.on('close', () => passed.destroy());
	asked.pipe(passed);
}
