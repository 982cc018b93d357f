// `npm run bench [-- name…]`: measures the production build, prints tables and writes them to docs/benchmarks.md; `ledger` only when named.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, tmpdir, totalmem } from 'node:os';
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
	await writeReport(tables);
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

const HEAD = `# Benchmarks

Written by \`npm run bench\`, never by hand. Ratios are measured in one run on one machine; everything (client, worker, database, browser) runs
on it, and absolute times belong to it. A run of some benchmarks replaces their parts; each part says when and where it was measured.`;

/** Puts new parts in the place of old ones; the others stay as they were measured. @param {readonly Table[]} tables */
async function writeReport(tables) {
	const file = join(root, 'docs', 'benchmarks.md');
	const parts = new Map(existsSync(file) ? partsOf(readFileSync(file, 'utf8')) : []);
	for (const { name, title, rows } of tables) parts.set(name, partOf(name, title, rows));
	const names = benchmarks().filter((name) => parts.has(name));
	const text = [HEAD, ...names.map((name) => parts.get(name))].join('\n\n');
	const { format, resolveConfig } = await import('prettier');
	mkdirSync(join(root, 'docs'), { recursive: true });
	writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: 'markdown' }));
	console.log('\nWritten: docs/benchmarks.md');
}

/**
 * The parts of a report by the name of their benchmark.
 * @param {string} report
 * @returns {[name: string, part: string][]}
 */
const partsOf = (report) =>
	report
		.split(/^(?=## )/m)
		.map((part) => [/`npm run bench -- (\w+)`/.exec(part)?.[1] ?? '', part.trim()])
		.flatMap(([name, part]) => (name && part ? [/** @type {[string, string]} */ ([name, part])] : []));

/** @param {string} name @param {string} title @param {readonly Row[]} rows */
const partOf = (name, title, rows) => `## ${title}

\`npm run bench -- ${name}\` · ${stamp()}

| Figure | Measured | Aim |
|---|---|---|
${rows.map((row) => `| ${cells(row).join(' | ')} |`).join('\n')}`;

/** When, of what and on what was measured. */
function stamp() {
	const [cpu] = cpus();
	const machine = `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${platform()} ${arch()}`;
	return `${new Date().toISOString().slice(0, 10)}, commit ${commit()}, ${machine}, Node ${process.versions.node}`;
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
