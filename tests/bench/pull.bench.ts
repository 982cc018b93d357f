// How much a fresh phone downloads for 300 dossiers, against brotli of the bare JSON, and how soon it is ready to work offline.
import { brotliCompressSync, constants } from 'node:zlib';
import { PhoneReader } from '$lib/client/state/phone-reader';
import { syncPass } from '$lib/client/sync/pass';
import type { DossierId } from '$lib/core/ids';
import { makeBacklog } from './backlog';
import { judged, kilobytes, median, milliseconds, ratio, timed, told, type Context, type Row } from './bench';
import { drawCompany, writeCompany } from './company';
import { AS_CHROMIUM, BenchPhone } from './phone';
import { freshPhone } from './real-phone';

export const title = 'Pull of 300 dossiers into a fresh phone';

const DOSSIERS = 300;
/** Visits and payments of before, so that the dossiers have a history: two doors each. */
const HISTORY = 4 * DOSSIERS;
const ROUNDS = 5;
const AIM = 1.2;

export async function run(context: Context): Promise<readonly Row[]> {
	const { origin, libsqlUrl } = await context.product();
	const company = drawCompany('pull', DOSSIERS);
	await writeCompany(libsqlUrl, company);
	const phone = await BenchPhone.enrol(origin, company);
	const world = new Map(company.dossiers.map((dossier) => [dossier.id, dossier]));
	const history = await makeBacklog(phone, world, HISTORY);
	for await (const { taken } of phone.push(history)) context.say(`${taken} operations of history pushed.`);
	phone.cursor = null;
	const local = await phone.send([], AS_CHROMIUM);
	const exchange = await phone.send([]);
	const { pull } = phone.take(exchange);
	if (pull?.dossiers.length !== DOSSIERS || pull.more) throw new Error('the pull is not whole');
	const bare = new TextEncoder().encode(JSON.stringify({ dossiers: pull.dossiers, rounds: pull.rounds }));
	const [fast, best] = [5, 11].map((quality) => brotli(bare, quality));
	const times = [];
	for (let round = 0; round < ROUNDS; round += 1)
		times.push(
			await untilReady(
				origin,
				company,
				pull.dossiers.map(({ id }) => id)
			)
		);
	const against = (size: number | undefined, quality: number) =>
		judged(
			`ratio to brotli ${quality} of the bare JSON (${kilobytes(size ?? 0)})`,
			ratio(exchange.bytesDown / (size ?? 1)),
			`≤ ${AIM}`,
			exchange.bytesDown / (size ?? 1) <= AIM
		);
	return [
		told('dossiers and rounds as bare JSON', kilobytes(bare.length)),
		told('the whole answer as it travels (brotli 7)', kilobytes(exchange.bytesDown)),
		told('… as the local edge gives it to Chromium (gzip again)', kilobytes(local.bytesDown)),
		against(fast, 5),
		against(best, 11),
		told(
			'from the request to ready: asked, checked, sealed, stored, opened, folded',
			milliseconds(median(times.map(({ all }) => all)))
		),
		told('… of it the sync pass', milliseconds(median(times.map(({ pass }) => pass)))),
		told('… of it opening the sealed records and folding', milliseconds(median(times.map(({ read }) => read))))
	];
}

async function untilReady(origin: string, company: Parameters<typeof freshPhone>[1], expected: readonly DossierId[]) {
	const phone = await freshPhone(origin, company);
	const pass = await timed(() => syncPass(phone, () => undefined));
	if (pass.value === 'busy' || pass.value.error) throw new Error(`the pass failed: ${JSON.stringify(pass.value)}`);
	const read = await timed(() => new PhoneReader(phone).read());
	phone.db.close();
	if (!read.value.ok) throw new Error(read.value.error.code);
	const { dossiers } = read.value.value;
	if (!expected.every((id) => dossiers.has(id))) throw new Error('a dossier is missing on the phone');
	return { all: pass.ms + read.ms, pass: pass.ms, read: read.ms };
}

const brotli = (bytes: Uint8Array, quality: number): number =>
	brotliCompressSync(bytes, {
		params: {
			[constants.BROTLI_PARAM_QUALITY]: quality,
			[constants.BROTLI_PARAM_SIZE_HINT]: bytes.length
		}
	}).length;
