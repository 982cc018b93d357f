// How fast a backlog goes up through the production build, against sqld alone taking the same rows; and where the time goes.
import type { Dossier } from '$lib/core/dossier';
import { connect, type Database } from '$lib/server/db/connection';
import type { Operation } from '$lib/core/wire';
import { migrate } from '../../scripts/migrate.mjs';
import { startSqld } from '../../scripts/sqld.mjs';
import { makeBacklog } from './backlog';
import { judged, median, ratio, timed, told, whole, type Context, type Row } from './bench';
import { drawCompany, writeCompany, type Company } from './company';
import { BenchPhone, bytesOf, chunksOf } from './phone';
import { copyDevice, readPushed, writeAlone, type Pushed } from './push-rows';
import { whereTimeGoes } from './push-time';

export const title = 'Push of a backlog';

const DOSSIERS = 300;
const WARM_UP = 500;
const SMALL = 1_000;
const SMALL_ROUNDS = 5;
const LARGE = 10_000;
const AIM = 0.3;

type Bench = {
	readonly phone: BenchPhone;
	readonly world: Map<Dossier['id'], Dossier>;
	readonly product: Database;
	readonly alone: Database;
};
type Rate = { readonly product: number; readonly alone: number; readonly bytes: number; readonly flagged: number };

/** Operations a second of both sides, their ratio, and the share of each step. */
export async function run(context: Context): Promise<readonly Row[]> {
	const { origin, libsqlUrl, folder } = await context.product();
	const company = drawCompany('push', DOSSIERS);
	const product = await writeCompany(libsqlUrl, company);
	const alone = await sqldAlone(context, company);
	const phone = await BenchPhone.enrol(origin, company);
	await copyDevice(product, alone, phone.id);
	const bench: Bench = { phone, world: worldOf(company), product, alone };
	await measure(bench, WARM_UP);
	const small: Rate[] = [];
	for (let round = 0; round < SMALL_ROUNDS; round += 1) small.push(await measure(bench, SMALL));
	const large = await measure(bench, LARGE);
	const middle = middleOf(small);
	return [
		...rowsOf(SMALL, middle, `median of ${SMALL_ROUNDS}`),
		...rowsOf(LARGE, large, 'one backlog'),
		told('size of an operation on the wire', `${(large.bytes / LARGE / 1024).toFixed(2)} KB, before gzip`),
		told('operations that were flagged', whole(large.flagged)),
		...(await whereTimeGoes({ origin, libsqlUrl, folder }))
	];
}

const rowsOf = (count: number, { product, alone }: Rate, how: string): readonly Row[] => [
	told(`${whole(count)} operations through the product (${how})`, `${whole(product)} operations/s`),
	told(`the same rows into sqld alone, as JSON, 50 a statement`, `${whole(alone)} operations/s`),
	judged(`ratio for ${whole(count)}`, ratio(product / alone), `≥ ${AIM}`, product / alone >= AIM)
];

const worldOf = ({ dossiers }: Company) => new Map(dossiers.map((dossier) => [dossier.id, dossier]));

function middleOf(rates: readonly Rate[]): Rate {
	const share = median(rates.map(({ product, alone }) => product / alone));
	return rates.find(({ product, alone }) => product / alone === share) ?? rates[0] ?? raise();
}

/** Pushes a new backlog through the product, then gives sqld alone the rows that this made. */
async function measure({ phone, world, product, alone }: Bench, count: number): Promise<Rate> {
	const before = phone.head.seq;
	const ops = await makeBacklog(phone, world, count);
	const { ms, bytes, flagged } = await pushAll(phone, ops);
	const pushed: readonly Pushed[] = await readPushed(
		product,
		phone.id,
		before,
		chunksOf(ops).map(({ length }) => length)
	);
	const written = await timed(() => writeAlone(alone, pushed));
	return { product: (count * 1000) / ms, alone: (count * 1000) / written.ms, bytes, flagged };
}

async function pushAll(phone: BenchPhone, ops: readonly Operation[]) {
	let [ms, bytes, flagged] = [0, 0, 0];
	for (const chunk of chunksOf(ops)) {
		const sent = await timed(() => phone.send(chunk));
		ms += sent.ms;
		const { outcomes } = phone.take(sent.value);
		flagged += outcomes.filter(({ outcome }) => outcome !== 'applied').length;
		bytes += bytesOf(chunk);
	}
	return { ms, bytes, flagged };
}

/** A second sqld with the same schema, settings and company. */
async function sqldAlone(context: Context, company: Company): Promise<Database> {
	const sqld = await startSqld({ folder: context.folder('alone') });
	context.atEnd(() => sqld.child.stop());
	await migrate(sqld.url);
	await writeCompany(sqld.url, company);
	return connect({ LIBSQL_URL: sqld.url });
}

function raise(): never {
	throw new RangeError('nothing was measured');
}
