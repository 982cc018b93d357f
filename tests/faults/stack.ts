// The production stack under fault: real sqld and workerd that can be killed without warning and come back on the same ports.
import { mkdirSync } from 'node:fs';
import { serverKey } from '../../scripts/keys.mjs';
import { migrate } from '../../scripts/migrate.mjs';
import { freePort, type Child } from '../../scripts/processes.mjs';
import { startSqld } from '../../scripts/sqld.mjs';
import { startWorker } from '../../scripts/worker.mjs';
import { startProxy, type Judge, type Proxy } from './proxy';

export type Part = 'sqld' | 'workerd';

export class Stack {
	readonly kills = { sqld: 0, workerd: 0 };
	readonly #folder: string;
	readonly #ports: { readonly sqld: number; readonly admin: number; readonly worker: number };
	readonly front: Proxy;
	readonly back: Proxy;
	#sqld: Child;
	#worker: Child | null = null;
	#key = '';

	private constructor(folder: string, ports: Stack['ports'], sqld: Child, proxies: { front: Proxy; back: Proxy }) {
		this.#folder = folder;
		this.#ports = ports;
		this.#sqld = sqld;
		this.front = proxies.front;
		this.back = proxies.back;
	}

	get ports(): { readonly sqld: number; readonly admin: number; readonly worker: number } {
		return this.#ports;
	}

	/** Address of the database itself, past the proxy. */
	get libsqlUrl(): string {
		return `http://127.0.0.1:${this.#ports.sqld}`;
	}

	/** Starts everything, with a proxy before the worker and one between the worker and its database. */
	static async start(folder: string, judges: { front: Judge; back: Judge }, chance: () => number): Promise<Stack> {
		mkdirSync(folder, { recursive: true });
		const ports = { sqld: await freePort(), admin: await freePort(), worker: await freePort() };
		const { child, url } = await startSqld({ folder, port: ports.sqld, adminPort: ports.admin });
		await migrate(url);
		const front = await startProxy(() => ports.worker, judges.front, chance);
		const back = await startProxy(() => ports.sqld, judges.back, chance);
		const stack = new Stack(folder, ports, child, { front, back });
		stack.#key = await serverKey(folder);
		await stack.#startWorker();
		return stack;
	}

	/** Kills a part as a power cut does, and starts it again on the same data. */
	async kill(part: Part): Promise<void> {
		const child = part === 'sqld' ? this.#sqld : this.#worker;
		if (!child) return;
		this.kills[part] += 1;
		killGroup(child);
		await child.exited;
		if (part === 'workerd') return this.#startWorker();
		const { sqld: port, admin: adminPort } = this.#ports;
		this.#sqld = (await startSqld({ folder: this.#folder, port, adminPort })).child;
	}

	async stop(): Promise<void> {
		await this.front.close();
		await this.back.close();
		await this.#worker?.stop();
		await this.#sqld.stop();
	}

	async #startWorker(): Promise<void> {
		const environment = {
			LIBSQL_URL: `http://127.0.0.1:${this.back.port}`,
			SERVER_KEY: this.#key,
			PUBLIC_ORIGIN: `http://127.0.0.1:${this.front.port}`,
			DEMO: '0'
		};
		const { child } = await startWorker({ folder: this.#folder, port: this.#ports.worker, environment });
		this.#worker = child;
	}
}

/** The group of a child: workerd is a grandchild of what was started. */
function killGroup({ pid }: Child): void {
	try {
		process.kill(-pid, 'SIGKILL');
	} catch (failure) {
		// It is gone already: that is what was wanted.
		if (!(failure instanceof Error) || !('code' in failure) || failure.code !== 'ESRCH') throw failure;
	}
}
