// The line between a phone and the product: as long as it is cut nothing gets through, whatever the browser believes.
import { connect, createServer, type Socket } from 'node:net';

export type Line = {
	/** Where the phone finds the product. */
	readonly origin: string;
	cut(): void;
	mend(): void;
	close(): Promise<void>;
};

/** Stands before a port of this machine; the line is whole at first. */
export async function startLine(target: number): Promise<Line> {
	const open = new Set<Socket>();
	let isCut = false;
	const server = createServer((phone) => {
		keep(open, phone);
		if (isCut) {
			phone.resetAndDestroy();
			return;
		}
		const product = connect(target, '127.0.0.1');
		keep(open, product);
		phone.pipe(product).pipe(phone);
		phone.on('close', () => product.destroy());
		product.on('close', () => phone.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('the line has no port');
	const hangUp = (): void => open.forEach((socket) => socket.destroy());
	return {
		origin: `http://localhost:${address.port}`,
		cut: () => {
			isCut = true;
			hangUp();
		},
		mend: () => {
			isCut = false;
		},
		close: async () => {
			hangUp();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		}
	};
}

function keep(open: Set<Socket>, socket: Socket): void {
	open.add(socket);
	// Who is cut off sees it for itself.
	socket.on('error', () => socket.destroy());
	socket.on('close', () => open.delete(socket));
}
