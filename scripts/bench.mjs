// `npm run bench [-- name…]`: measures the production build, prints tables, and after a full run writes docs/benchmarks.md; `ledger` only when named.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepareRuntime, root } from './runtime.mjs';

/** @typedef {import('../tests/bench/bench.ts').Row} Row */
/** @typedef {{name: string, title: string, rows: readonly Row[]}} Table */

const folder = join(root, 'tests', 'bench');
/** Quiet ones first: a browser leaves a busy machine behind. Files that are not named here come last. */
const order = ['rules', 'push', 'pull', 'idle', 'board', 'screen', 'inp', 'pdf'];
/** Only when it is named: it fills a database for minutes. */
const onDemand = ['ledger'];

/** @param {readonly string[]} wanted */
async function main(wanted) {
	const names = benchmarks();
	const unknown = wanted.filter((name) => !names.includes(name));
	if (unknown.length > 0) throw new Error(`No such benchmark: ${unknown.join(', ')}. There are: ${names.join(', ')}.`);
	const run = await startRun();
	/** @type {Table[]} */
	const tables = [];
	try {
		for (const name of names.filter((name) =>
			wanted.length === 0 ? !onDemand.includes(name) : wanted.includes(name)
		)) {
			const { title, run: measure } = await import(pathToFileURL(join(folder, `${name}.bench.ts`)).href);
			console.log(`\n── ${name}: ${title}`);
			const rows = await measure(run.context);
			tables.push({ name, title, rows });
			console.log(asText(rows));
		}
	} finally {
		await run.stop();
	}
	const missed = tables.flatMap(({ name, rows }) =>
		rows.filter((row) => row.met === false).map((row) => ({ name, row }))
	);
	for (const { name, row } of missed) console.log(`Missed: ${name}: ${row.figure}: ${row.measured} (aim ${row.aim}).`);
	if (wanted.length > 0) console.log('\nOnly a run of all benchmarks writes docs/benchmarks.md.');
	else writeReport(tables);
	return missed.length === 0 ? 0 : 1;
}

function benchmarks() {
	const names = readdirSync(folder)
		.filter((file) => file.endsWith('.bench.ts'))
		.map((file) => file.replace('.bench.ts', ''));
	const place = (/** @type {string} */ name) => (order.includes(name) ? order.indexOf(name) : order.length);
	return names.sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

/** What the benchmarks share: the product, started when the first one asks for it, and a folder that is deleted at the end. */
async function startRun() {
	const { startProduct } = await import('./product.mjs');
	const data = mkdtempSync(join(tmpdir(), 'tournee-bench-'));
	/** @type {Promise<import('./product.mjs').Product> | undefined} */
	let product;
	/** @type {(() => Promise<void>)[]} */
	const endings = [];
	const context = {
		product: () => (product ??= startProduct({ folder: join(data, 'product'), say: console.log })),
		/** @param {string} name */
		folder: (name) => join(data, name),
		/** @param {() => Promise<void>} ending */
		atEnd: (ending) => void endings.push(ending),
		say: console.log
	};
	const stop = async () => {
		for (const end of endings.reverse()) await end();
		await (await product?.catch(() => undefined))?.stop();
		rmSync(data, { recursive: true, force: true });
	};
	return { context, stop };
}

/** @param {readonly Row[]} rows */
function asText(rows) {
	const lines = [['Figure', 'Measured', 'Aim'], ...rows.map(cells)];
	const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
	return lines
		.map((line) =>
			line
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('   ')
				.trimEnd()
		)
		.join('\n');
}

/** @param {Row} row */
const cells = ({ figure, measured, aim, met }) => [
	figure,
	measured,
	aim ? `${aim}${met === false ? ' — missed' : ''}` : ''
];

/** @param {readonly Table[]} tables */
function writeReport(tables) {
	const parts = tables.map(({ name, title, rows }) => {
		const lines = rows.map((row) => `| ${cells(row).join(' | ')} |`);
		return [
			`## ${title}`,
			'',
			`\`npm run bench -- ${name}\``,
			'',
			'| Figure | Measured | Aim |',
			'|---|---|---|',
			...lines
		].join('\n');
	});
	const head = [
		'# Benchmarks',
		'',
		'Written by `npm run bench`, never by hand. Ratios are measured in one run on one machine; absolute times belong to that machine.',
		'',
		...machine().map((line) => `- ${line}`)
	];
	mkdirSync(join(root, 'docs'), { recursive: true });
	writeFileSync(join(root, 'docs', 'benchmarks.md'), `${[head.join('\n'), ...parts].join('\n\n')}\n`);
	console.log('\nWritten: docs/benchmarks.md');
}

function machine() {
	const [cpu] = cpus();
	return [
		`Date: ${new Date().toISOString().slice(0, 10)}, commit ${commit()}`,
		`Machine: ${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${platform()} ${release()} ${arch()}`,
		`Node ${process.versions.node}; everything (client, worker, database, browser) runs on this one machine`
	];
}

function commit() {
	try {
		return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
	} catch {
		return 'unknown';
	}
}

await prepareRuntime();
await import('./typescript.mjs');
try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	console.error(error instanceof Error ? error.stack : error);
	process.exitCode = 1;
}
