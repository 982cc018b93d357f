// How fast a backlog goes up through the production build, against sqld alone taking the same rows; and where the time goes.
import { connect, type Database } from '$lib/server/db/connection';
import { migrate } from '../../scripts/migrate.mjs';
import { startSqld } from '../../scripts/sqld.mjs';
import { makeBacklog } from './backlog';
import { judged, median, ratio, timed, told, whole, type Context, type Row } from './bench';
import { drawCompany, writeCompany } from './company';
import { BenchPhone, bytesOf } from './phone';
import { addAlone, copyDevice, readPushed, updateAlone } from './push-rows';
import { whereTimeGoes } from './push-time';

export const title = 'Push of a backlog';

const DOSSIERS = 300;
/** Both sides are measured as they run all day: compiled, and with their caches filled. */
const WARM_UP = 3_000;
const SMALL = 1_000;
const SMALL_ROUNDS = 5;
const LARGE = 10_000;
const LARGE_ROUNDS = 3;
const AIM = 0.3;

type Sides = { readonly origin: string; readonly libsqlUrl: string; readonly alone: Sqld };
type Sqld = { readonly url: string; readonly db: Database };
type Rate = {
	readonly product: number;
	readonly added: number;
	readonly alone: number;
	readonly bytes: number;
	readonly flagged: number;
};

/** Operations a second of both sides, their ratio, and the share of each step. */
export async function run(context: Context): Promise<readonly Row[]> {
	const { origin, libsqlUrl, folder } = await context.product();
	const sides: Sides = { origin, libsqlUrl, alone: await sqldAlone(context) };
	await measure(sides, WARM_UP);
	const small: Rate[] = [];
	for (let round = 0; round < SMALL_ROUNDS; round += 1) small.push(await measure(sides, SMALL));
	const large: Rate[] = [];
	for (let round = 0; round < LARGE_ROUNDS; round += 1) large.push(await measure(sides, LARGE));
	const shown = middleOf(large);
	return [
		...rowsOf(SMALL, middleOf(small), SMALL_ROUNDS),
		...rowsOf(LARGE, shown, LARGE_ROUNDS),
		told('size of an operation on the wire', `${(shown.bytes / LARGE / 1024).toFixed(2)} KB, before gzip`),
		told('operations that were flagged', whole(shown.flagged)),
		...(await whereTimeGoes({ origin, libsqlUrl, folder }))
	];
}

const rowsOf = (count: number, { product, alone, added }: Rate, rounds: number): readonly Row[] => [
	told(`${whole(count)} operations through the product (median of ${rounds})`, `${whole(product)} operations/s`),
	told(`the same rows into sqld alone, as JSON, 50 a statement`, `${whole(alone)} operations/s`),
	told('… without the new states of the dossiers', `${whole(added)} operations/s (${ratio(product / added)})`),
	judged(`ratio for ${whole(count)}`, ratio(product / alone), `≥ ${AIM}`, product / alone >= AIM)
];

function middleOf(rates: readonly Rate[]): Rate {
	const share = median(rates.map(({ product, alone }) => product / alone));
	return rates.find(({ product, alone }) => product / alone === share) ?? rates[0] ?? raise();
}

/**
 * Pushes the backlog of a new phone through the product. After each request sqld alone gets the rows that it made and the states
 * of dossiers that it changed, so that both hold the same at the end, and whatever else the machine does slows both sides alike.
 */
async function measure({ origin, libsqlUrl, alone }: Sides, count: number): Promise<Rate> {
	const company = drawCompany('push', DOSSIERS);
	const product = await writeCompany(libsqlUrl, company);
	await writeCompany(alone.url, company);
	const phone = await BenchPhone.enrol(origin, company);
	await copyDevice(product, alone.db, phone.id);
	const ops = await makeBacklog(phone, new Map(company.dossiers.map((dossier) => [dossier.id, dossier])), count);
	let [seq, flagged, productMs, addedMs, updatedMs] = [0, 0, 0, 0, 0];
	for await (const request of phone.push(ops)) {
		const rows = await readPushed(product, phone.id, seq, seq + request.taken);
		const added = await timed(() => addAlone(alone.db, rows));
		const updated = await timed(() => updateAlone(alone.db, rows));
		seq += request.taken;
		flagged += request.flagged;
		productMs += request.ms;
		addedMs += added.ms;
		updatedMs += updated.ms;
	}
	const rate = (ms: number): number => (count * 1000) / ms;
	return {
		product: rate(productMs),
		added: rate(addedMs),
		alone: rate(addedMs + updatedMs),
		bytes: bytesOf(ops),
		flagged
	};
}

/** A second sqld with the same schema and settings. */
async function sqldAlone(context: Context): Promise<Sqld> {
	const sqld = await startSqld({ folder: context.folder('alone') });
	context.atEnd(() => sqld.child.stop());
	await migrate(sqld.url);
	return { url: sqld.url, db: connect({ LIBSQL_URL: sqld.url }) };
}

function raise(): never {
	throw new RangeError('nothing was measured');
}
