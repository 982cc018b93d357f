// `npm run test:faults [-- --kills N --seed S]`: the production build under broken lines and kill -9; nothing saved may be lost, doubled or torn.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfStale } from './build.mjs';
import { prepareRuntime } from './runtime.mjs';

const KILLS = 100;

/** @param {ReadonlyMap<string, number>} counts */
const listed = (counts) =>
	[...counts]
		.sort(([, a], [, b]) => b - a)
		.map(([name, count]) => `${name} ${count}`)
		.join(', ') || 'none';

async function main() {
	const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } });
	const kills = Number(values.kills ?? KILLS);
	if (!Number.isSafeInteger(kills) || kills < 1) throw new Error('--kills takes a whole number from 1 on.');
	const seed = values.seed ?? String(Date.now());
	if (await buildIfStale()) console.log('Built for production.');
	await import('./typescript.mjs');
	const { weather } = await import('../tests/faults/run.ts');
	const folder = mkdtempSync(join(tmpdir(), 'tournee-faults-'));
	console.log(`Seed ${seed}. Killing sqld and workerd ${kills} times each…`);
	const started = performance.now();
	try {
		const outcome = await weather({ folder, kills, seed, say: console.log });
		const { damage, acts, minor, whileSending } = outcome;
		console.log(
			`${outcome.kills.sqld} kills of sqld, ${outcome.kills.workerd} of workerd, ${whileSending} of them during a push`
		);
		console.log(`Between phone and worker: ${listed(outcome.front)}`);
		console.log(`Between worker and database: ${listed(outcome.back)}`);
		console.log(`Passes of the phones: ${listed(outcome.passes)}`);
		console.log(`${acts} acts saved, ${(minor / 100).toFixed(2)} € of them; ${seconds(started)} s`);
		const { lost, twice, torn, strange } = damage;
		for (const [name, found] of Object.entries(damage))
			for (const each of found.slice(0, 20)) console.log(`${name}: ${each}`);
		console.log(
			`${lost.length} lost, ${twice.length} duplicated, ${torn.length} torn, ${strange.length} of unknown origin`
		);
		return Object.values(damage).every((found) => found.length === 0) ? 0 : 1;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** @param {number} started */
const seconds = (started) => Math.round((performance.now() - started) / 1000);

await prepareRuntime();
try {
	process.exitCode = await main();
} catch (error) {
	console.error(error instanceof Error ? error.stack : error);
	process.exitCode = 1;
}
