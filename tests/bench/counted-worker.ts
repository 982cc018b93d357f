// A second worker of the same build whose link to the same database is counted: requests, bytes and the time waited.
import { createServer, request } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../scripts/processes.mjs';
import { startWorker } from '../../scripts/worker.mjs';
import type { Context } from './bench';

export type Count = { trips: number; bytesUp: number; bytesDown: number };

export type CountedWorker = {
	readonly origin: string;
	/** Counts from zero again. */
	readonly reset: () => void;
	readonly count: () => Count;
};

/** Starts it; the context stops it at the end. */
export async function countedWorker(context: Context): Promise<CountedWorker> {
	const { libsqlUrl, folder } = await context.product();
	const count: Count = { trips: 0, bytesUp: 0, bytesDown: 0 };
	const proxy = await startProxy(libsqlUrl, count);
	context.atEnd(proxy.stop);
	const port = await freePort();
	const origin = `http://localhost:${port}`;
	const { child } = await startWorker({
		folder: context.folder('counted'),
		port,
		environment: {
			LIBSQL_URL: proxy.url,
			SERVER_KEY: readFileSync(join(folder, 'server-key.json'), 'utf8'),
			PUBLIC_ORIGIN: origin,
			DEMO: '1'
		}
	});
	context.atEnd(() => child.stop());
	const reset = () => void Object.assign(count, { trips: 0, bytesUp: 0, bytesDown: 0 });
	return { origin, reset, count: () => ({ ...count }) };
}

async function startProxy(target: string, count: Count): Promise<{ url: string; stop: () => Promise<void> }> {
	const port = await freePort();
	const server = createServer((asked, answer) => {
		count.trips += 1;
		const onward = request(
			target + (asked.url ?? '/'),
			{ method: asked.method ?? 'GET', headers: asked.headers },
			(got) => {
				answer.writeHead(got.statusCode ?? 502, got.headers);
				got.on('data', (chunk: Uint8Array) => (count.bytesDown += chunk.length));
				got.pipe(answer);
			}
		);
		onward.on('error', () => answer.destroy());
		asked.on('data', (chunk: Uint8Array) => (count.bytesUp += chunk.length));
		asked.pipe(onward);
	});
	await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
	const stop = () =>
		new Promise<void>((resolve) => {
			server.close(() => resolve());
			server.closeAllConnections();
		});
	return { url: `http://127.0.0.1:${port}`, stop };
}
