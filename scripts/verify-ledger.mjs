// `npm run verify-ledger [-- --url URL]`: proves that what is stored is what was signed, or says which device, which seq and what is wrong.
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepareRuntime, root } from './runtime.mjs';

/** More than these are counted and not listed. */
const MOST_LISTED = 100;

/**
 * The database to verify: the one of an address, else the one of the data folder, started for as long as this takes.
 * @param {string | undefined} url
 * @returns {Promise<{url: string, stop: () => Promise<void>}>}
 */
async function database(url) {
	if (url) return { url, stop: async () => {} };
	const wished = process.env['TOURNEE_DATA'] || '.tournee';
	const folder = isAbsolute(wished) ? wished : join(root, wished);
	if (!existsSync(join(folder, 'sqld')))
		throw new Error(`There is no database in ${folder}. Name one: LIBSQL_URL=http://… npm run verify-ledger`);
	const lock = join(folder, 'running.pid');
	if (existsSync(lock) && isAlive(Number(readFileSync(lock, 'utf8'))))
		throw new Error(
			`Tournée runs on ${folder}. Stop it, or name its database: LIBSQL_URL=http://… npm run verify-ledger`
		);
	const { startSqld } = await import('./sqld.mjs');
	const sqld = await startSqld({ folder });
	return { url: sqld.url, stop: () => sqld.child.stop() };
}

/** @param {number} pid */
function isAlive(pid) {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

const number = new Intl.NumberFormat('en');

async function main() {
	const { values } = parseArgs({ options: { url: { type: 'string' } } });
	await import('./typescript.mjs');
	const { verifyLedger } = await import('./ledger/verify.ts');
	const { tellFinding } = await import('./ledger/finding.ts');
	const { url, stop } = await database(values.url ?? process.env['LIBSQL_URL']);
	let told = 0;
	try {
		const verdict = await verifyLedger({
			url,
			token: process.env['LIBSQL_TOKEN'],
			tell: (operations) => {
				if (operations - told < 20_000) return;
				told = operations;
				console.log(`${number.format(operations)} operations…`);
			}
		});
		const { chains, operations, ledgerLines, cashMovements, operationsPerSecond, findings } = verdict;
		for (const finding of findings.slice(0, MOST_LISTED)) console.log(tellFinding(finding));
		if (findings.length > MOST_LISTED) console.log(`… and ${findings.length - MOST_LISTED} more`);
		console.log(
			`${number.format(chains)} chains, ${number.format(operations)} operations (${number.format(operationsPerSecond)} per second), ` +
				`${number.format(ledgerLines)} ledger lines, ${number.format(cashMovements)} cash movements`
		);
		console.log(findings.length === 0 ? 'Everything stored is what was signed.' : `${findings.length} found wrong`);
		return findings.length === 0 ? 0 : 1;
	} finally {
		await stop();
	}
}

await prepareRuntime();
try {
	process.exitCode = await main();
} catch (failure) {
	console.error(failure instanceof Error ? failure.message : failure);
	process.exitCode = 2;
}
