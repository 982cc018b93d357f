// `npm run test:kills [-- --kills N --seed S]`: kills Chromium while payments are recorded; what was shown as saved must be there, once.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { requireChromium } from './browser.mjs';
import { startProduct } from './product.mjs';
import { prepareRuntime } from './runtime.mjs';

const KILLS = 50;

async function main() {
	const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } });
	const kills = Number(values.kills ?? KILLS);
	if (!Number.isSafeInteger(kills) || kills < 1) throw new Error('--kills takes a whole number from 1 on.');
	const seed = values.seed ?? String(Date.now());
	const executable = await requireChromium();
	await import('./typescript.mjs');
	const { killing } = await import('../tests/kills/run.ts');
	const folder = mkdtempSync(join(tmpdir(), 'tournee-kills-'));
	const product = await startProduct({ folder: join(folder, 'product'), say: console.log });
	console.log(`Seed ${seed}. Killing the browser ${kills} times…`);
	try {
		const account = product.accounts.find(({ role }) => role === 'collector');
		if (!account) throw new Error('The demo company has no collector.');
		const { origin, libsqlUrl } = product;
		const profile = join(folder, 'profile');
		const outcome = await killing({ origin, libsqlUrl, account, executable, profile, kills, seed, say: console.log });
		for (const line of outcome.damage) console.log(line);
		console.log(
			`${outcome.kills} kills: ${outcome.shown} receipts shown, ${outcome.unseen} saved but not seen, ${outcome.none} that left nothing; ${outcome.damage.length} lost or doubled`
		);
		return outcome.damage.length === 0 ? 0 : 1;
	} finally {
		await product.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

await prepareRuntime();
try {
	process.exitCode = await main();
} catch (error) {
	console.error(error instanceof Error ? error.stack : error);
	process.exitCode = 1;
}
