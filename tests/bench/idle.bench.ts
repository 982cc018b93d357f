// What a sync costs when nothing happened, and when one payment was taken: requests, bytes of the bodies, database round trips.
import { makeBacklog } from './backlog';
import { judged, median, milliseconds, timed, told, type Context, type Row } from './bench';
import { drawCompany, writeCompany } from './company';
import { countedWorker, type Count } from './counted-worker';
import { BenchPhone, type Exchange } from './phone';
import type { Operation } from '$lib/core/wire';

export const title = 'One sync with nothing to say, and one with a visit and a payment';

const DOSSIERS = 80;
const ROUNDS = 20;
const BODY_AIM = 1024;
const TRIPS_AIM = 3;

type Sync = { readonly exchange: Exchange; readonly count: Count; readonly ms: number };

export async function run(context: Context): Promise<readonly Row[]> {
	const { libsqlUrl } = await context.product();
	const worker = await countedWorker(context);
	const company = drawCompany('idle', DOSSIERS);
	await writeCompany(libsqlUrl, company);
	const phone = await BenchPhone.enrol(worker.origin, company);
	const world = new Map(company.dossiers.map((dossier) => [dossier.id, dossier]));
	const sync = async (ops: readonly Operation[]): Promise<Sync> => {
		worker.reset();
		const { value: exchange, ms } = await timed(() => phone.send(ops));
		phone.take(exchange);
		return { exchange, count: worker.count(), ms };
	};
	// The phone always acknowledges with the head it has: an idle sync comes after a first act.
	await sync(await makeBacklog(phone, world, 2));
	const idle: Sync[] = [];
	for (let round = 0; round < ROUNDS; round += 1) idle.push(await sync([]));
	const busy: Sync[] = [];
	for (let round = 0; round < ROUNDS; round += 1) busy.push(await sync(await makeBacklog(phone, world, 2)));
	return [...rowsOf('idle', idle, true), ...rowsOf('with a visit and a payment', busy, false)];
}

function rowsOf(name: string, syncs: readonly Sync[], isIdle: boolean): readonly Row[] {
	const most = (value: (sync: Sync) => number) => Math.max(...syncs.map(value));
	const up = most(({ exchange }) => exchange.bytesUp);
	const down = most(({ exchange }) => exchange.bytesDown);
	const trips = most(({ count }) => count.trips);
	const body = (direction: string, bytes: number): Row =>
		isIdle
			? judged(`${name}: body ${direction}`, `${bytes} bytes`, `< ${BODY_AIM}`, bytes < BODY_AIM)
			: told(`${name}: body ${direction}`, `${bytes} bytes`);
	return [
		told(`${name}: requests`, '1'),
		body('up', up),
		body('down', down),
		judged(`${name}: database round trips`, String(trips), `≤ ${TRIPS_AIM}`, trips <= TRIPS_AIM),
		told(`${name}: time of the request (median)`, milliseconds(median(syncs.map(({ ms }) => ms))))
	];
}
