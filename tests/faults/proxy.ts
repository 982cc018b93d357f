// A TCP proxy that behaves as bad networks do: it resets, hangs, cuts, repeats, or answers like a hotel's sign-in page.
import { connect, createServer, type Server, type Socket } from 'node:net';

/** What happens to one connection. */
export const FAULTS = [
	'refused',
	'reset-in-request',
	'reset-before-answer',
	'cut-in-answer',
	'hang-before-request',
	'hang-in-answer',
	'repeated',
	'portal-page',
	'portal-redirect',
	'empty-200',
	'busy-429',
	'error-502'
] as const;
export type Fault = (typeof FAULTS)[number];

/** Decides for each new connection; null lets it through. */
export type Judge = () => Fault | null;

export type Proxy = {
	readonly port: number;
	/** How often each fault was played. */
	readonly played: ReadonlyMap<Fault, number>;
	/** Called when a request of more than some bytes went through to the other side. */
	onBusy: (() => void) | null;
	close(): Promise<void>;
};

/** From so many bytes on a request carries operations, and is worth a kill. */
const BUSY_BYTES = 1_500;
const PAGE = '<!doctype html><title>Wi-Fi gratuit</title><p>Acceptez nos conditions.';

const SPOKEN: Readonly<Partial<Record<Fault, string>>> = {
	'portal-page': answer('200 OK', 'text/html', PAGE),
	'portal-redirect': answer('302 Found', 'text/html', PAGE, 'Location: http://portail.example/\r\n'),
	'empty-200': answer('200 OK', 'application/json', '{}'),
	'busy-429': answer('429 Too Many Requests', 'text/plain', 'slow down', 'Retry-After: 1\r\n'),
	'error-502': answer('502 Bad Gateway', 'text/html', '<h1>Bad gateway</h1>')
};

/** Stands between a client and a port of this machine. */
export async function startProxy(target: () => number, judge: Judge, chance: () => number): Promise<Proxy> {
	const played = new Map<Fault, number>();
	const open = new Set<Socket>();
	const server: Server = createServer((client) => {
		keep(open, client);
		const fault = judge();
		if (fault) played.set(fault, (played.get(fault) ?? 0) + 1);
		serve(client, fault, { target: target(), chance, open, busy: () => proxy.onBusy?.() });
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
	const proxy: Proxy = {
		port: address.port,
		played,
		onBusy: null,
		close: async () => {
			for (const socket of open) socket.destroy();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		}
	};
	return proxy;
}

type Line = {
	readonly target: number;
	readonly chance: () => number;
	readonly open: Set<Socket>;
	readonly busy: () => void;
};

function serve(client: Socket, fault: Fault | null, line: Line): void {
	if (fault === 'refused') {
		client.resetAndDestroy();
		return;
	}
	if (fault === 'hang-before-request') {
		client.resume();
		return;
	}
	const spoken = fault === null ? undefined : SPOKEN[fault];
	if (spoken !== undefined) {
		client.once('data', () => client.end(spoken));
		return;
	}
	through(client, fault, line);
}

/** Passes bytes on, up to where the fault strikes. */
function through(client: Socket, fault: Fault | null, { target, chance, open, busy }: Line): void {
	const server = connect(target, '127.0.0.1');
	keep(open, server);
	const twin = fault === 'repeated' ? connect(target, '127.0.0.1') : null;
	if (twin) keep(open, twin);
	twin?.resume();
	const most = fault === 'reset-in-request' ? Math.floor(chance() * 4_000) : Infinity;
	const mostBack = fault === 'cut-in-answer' || fault === 'hang-in-answer' ? Math.floor(chance() * 900) : Infinity;
	let [sent, back] = [0, 0];
	client.on('data', (bytes) => {
		const room = most - sent;
		server.write(bytes.subarray(0, Math.max(0, room)));
		twin?.write(bytes);
		if (sent < BUSY_BYTES && sent + bytes.length >= BUSY_BYTES) busy();
		sent += bytes.length;
		if (sent >= most) end(client, server);
	});
	server.on('data', (bytes) => {
		if (fault === 'reset-before-answer') {
			end(client, server);
			return;
		}
		const room = mostBack - back;
		back += bytes.length;
		client.write(bytes.subarray(0, Math.max(0, room)));
		if (back >= mostBack && fault === 'cut-in-answer') end(client, server);
	});
	client.on('close', () => server.destroy());
	client.on('end', () => server.end());
	server.on('end', () => {
		if (fault !== 'hang-in-answer') client.end();
	});
	server.on('close', () => {
		if (fault !== 'hang-in-answer') client.destroySoon();
	});
}

function end(client: Socket, server: Socket): void {
	client.resetAndDestroy();
	server.destroy();
}

function keep(open: Set<Socket>, socket: Socket): void {
	open.add(socket);
	// A reset is what this proxy is for: the side that suffers it sees it for itself.
	socket.on('error', () => socket.destroy());
	socket.on('close', () => open.delete(socket));
}

function answer(status: string, type: string, body: string, more = ''): string {
	return `HTTP/1.1 ${status}\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${more}Connection: close\r\n\r\n${body}`;
}
