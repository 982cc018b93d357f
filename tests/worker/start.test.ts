// `npm start` as a person runs it: an address, and an end that leaves no process behind, whatever ends it.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../../scripts/processes.mjs';

let folder = '';
let port = 0;
let started: Started;

type Started = { readonly child: ChildProcess; readonly ended: Promise<number | null>; readonly text: () => string };

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'tournee-start-'));
	port = await freePort();
});

afterEach(async () => {
	started.child.kill('SIGTERM');
	await started.ended;
	rmSync(folder, { recursive: true, force: true });
});

describe('npm start', () => {
	test('is stopped whole by SIGTERM to npm', async () => {
		started = npmStart();
		await until(() => started.text().includes(`Tournée is ready: http://localhost:${port}`));
		expect((await fetch(`http://localhost:${port}/shell`)).status).toBe(200);
		expect(processesOf(folder).length).toBeGreaterThanOrEqual(2);
		started.child.kill('SIGTERM');
		await started.ended;
		await until(() => processesOf(folder).length === 0);
	});

	test('stops everything when the database dies, and says which part it was', async () => {
		started = npmStart();
		await until(() => started.text().includes('Tournée is ready'));
		const database = processesOf(folder).find((line) => line.includes('/sqld --db-path'));
		process.kill(Number(/^\s*(\d+)/.exec(database ?? '')?.[1]), 'SIGKILL');
		expect(await started.ended).not.toBe(0);
		expect(started.text()).toContain('The database (sqld) stopped by itself');
		await until(() => processesOf(folder).length === 0);
	});

	test('says clearly that its port is taken, and by which setting to change it', async () => {
		const other = createServer().listen(port, '127.0.0.1');
		started = npmStart();
		expect(await started.ended).not.toBe(0);
		expect(started.text()).toContain(`Port ${port} is already used`);
		expect(started.text()).toContain('TOURNEE_PORT=');
		expect(processesOf(folder)).toEqual([]);
		other.close();
	});
});

function npmStart(): Started {
	const child = spawn('npm', ['start'], {
		env: { ...process.env, TOURNEE_PORT: String(port), TOURNEE_DATA: folder, DEMO: '0' },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let text = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (text += part.toString()));
	const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
	return { child, ended, text: () => text };
}

/** Lines of `ps` for the processes that name this data folder. */
function processesOf(data: string): readonly string[] {
	const lines = spawnSync('ps', ['-eo', 'pid,args']).stdout.toString().split('\n');
	return lines.filter((line) => line.includes(data));
}

async function until(holds: () => boolean): Promise<void> {
	await expect.poll(holds, { timeout: 50_000, interval: 100 }).toBe(true);
}
