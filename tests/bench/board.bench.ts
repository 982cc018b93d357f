// How long the manager's board takes to refresh with a short and with a long ledger behind it.
import { statement, type Database } from '$lib/server/db/connection';
import { boardSchema } from '$lib/core/board';
import * as ids from '$lib/core/ids';
import { addDays } from '$lib/core/time';
import * as v from 'valibot';
import { judged, median, milliseconds, ratio, timed, told, whole, type Context, type Row } from './bench';
import { drawCompany, insertRows, random, writeCompany, type Company } from './company';
import { signIn } from './phone';

export const title = 'The board with 1,000 and 100,000 payments in the ledger';

const DOSSIERS = 300;
/** Payments of today, the same in both companies: a longer ledger is a longer past. */
const TODAY = 200;
const SIZES = [1_000, 100_000] as const;
const PORTION = 2_000;
const REFRESHES = 30;
const AIM = 2;

type Times = { readonly changed: number; readonly unchanged: number };

export async function run(context: Context): Promise<readonly Row[]> {
	const { origin, libsqlUrl } = await context.product();
	const boards = [];
	for (const size of SIZES) {
		const company = drawCompany(`board ${size}`, DOSSIERS);
		const db = await writeCompany(libsqlUrl, company);
		await writePayments(db, company, size);
		boards.push(await openBoard(origin, db, company));
	}
	const times = await refreshInTurn(boards);
	const [small, large] = times;
	if (!small || !large) throw new RangeError('no board was measured');
	const rows = SIZES.flatMap((size, index) => [
		told(`${whole(size)} payments: refresh after a change`, milliseconds(times[index]?.changed ?? 0)),
		told(`${whole(size)} payments: refresh with nothing new (304)`, milliseconds(times[index]?.unchanged ?? 0))
	]);
	const growth = (name: string, factor: number) => judged(name, `${ratio(factor)}×`, `< ${AIM}×`, factor < AIM);
	return [
		...rows,
		growth('growth after a change', large.changed / small.changed),
		growth('growth with nothing new', large.unchanged / small.unchanged)
	];
}

type OpenBoard = { readonly change: () => Promise<void>; readonly refresh: (etag: string | null) => Promise<Response> };

async function openBoard(origin: string, db: Database, company: Company): Promise<OpenBoard> {
	const cookie = await signIn(origin, company.manager.email);
	const { org } = company;
	return {
		change: async () => {
			await db.writeBatch([statement(org, 'UPDATE meta SET rev = rev + 1 WHERE org = :org')]);
		},
		refresh: (etag) =>
			fetch(`${origin}/api/board?day=${company.today}`, {
				headers: { cookie, ...(etag === null ? {} : { 'if-none-match': etag }) }
			})
	};
}

/** Both boards in turn, so that whatever else the machine does hits both alike; medians. */
async function refreshInTurn(boards: readonly OpenBoard[]): Promise<readonly Times[]> {
	const changed = boards.map((): number[] => []);
	const unchanged = boards.map((): number[] => []);
	for (let round = -3; round < REFRESHES; round += 1) {
		for (const [index, board] of boards.entries()) {
			await board.change();
			const cold = await timed(async () => {
				const answer = await board.refresh(null);
				return { answer, body: await answer.text() };
			});
			assertBoard(cold.value.answer.status, cold.value.body);
			const warm = await timed(() => board.refresh(cold.value.answer.headers.get('etag')));
			if (warm.value.status !== 304) throw new Error(`the board answered ${warm.value.status} where nothing changed`);
			if (round < 0) continue;
			changed[index]?.push(cold.ms);
			unchanged[index]?.push(warm.ms);
		}
	}
	return boards.map((_, index) => ({
		changed: median(changed[index] ?? []),
		unchanged: median(unchanged[index] ?? [])
	}));
}

function assertBoard(status: number, body: string): void {
	if (status !== 200) throw new Error(`the board answered ${status}: ${body}`);
	const { byCollector } = v.parse(boardSchema, JSON.parse(body));
	const count = byCollector.reduce((sum, entry) => sum + entry.count, 0);
	if (count !== TODAY) throw new Error(`the board counts ${count} payments of today, not ${TODAY}`);
}

/**
 * Consistent rows of recorded cash payments: operation, ledger line, cash movement and payment each, on one phone of the collector,
 * `TODAY` of them today and the others before, 50 a day. Signatures are not real: the board does not look at them.
 */
async function writePayments(db: Database, company: Company, size: number): Promise<void> {
	const { org, collector, dossiers, bornMs } = company;
	const device = ids.uuidV7(bornMs, random);
	await db.writeBatch([
		insertRows(
			org,
			'device',
			['id', 'user', 'kind', 'name', 'public_key', 'series', 'last_seen_ms', 'created_ms'],
			[[device, collector.id, 'field', 'Banc', '{"x":"","y":""}', 'T01', bornMs, bornMs]]
		)
	]);
	for (let from = 0; from < size; from += PORTION) {
		const rows = Array.from({ length: Math.min(PORTION, size - from) }, (_, index) =>
			rowOf(company, size, from + index)
		);
		await db.writeBatch(statementsFor(company, device, rows));
	}
	if (dossiers.length === 0) throw new RangeError('no dossier to pay on');
}

type PaymentRow = readonly [
	id: string,
	seq: number,
	dossier: string,
	claim: string,
	minor: number,
	day: string,
	hour: number
];

function rowOf({ dossiers, today, bornMs }: Company, size: number, index: number): PaymentRow {
	const before = size - TODAY - index;
	const day = before > 0 ? addDays(today, -Math.ceil(before / 50)) : today;
	const dossier = dossiers[index % dossiers.length];
	const claim = dossier?.facts.claims[0];
	if (!dossier || !claim) throw new RangeError('no dossier to pay on');
	return [
		ids.uuidV7(bornMs, random),
		index + 1,
		dossier.id,
		claim.id,
		1_000 + (index % 97) * 50,
		day,
		8 + (index % 10)
	];
}

const hashOf = (seq: number): string => seq.toString(16).padStart(64, '0');

function statementsFor({ org, collector, rounds }: Company, device: string, rows: readonly PaymentRow[]) {
	const round = rounds[1]?.id ?? null;
	const at = (day: string, hour: number) => Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000;
	return [
		insertRows(
			org,
			'operation',
			[
				...[
					'id',
					'actor',
					'device',
					'seq',
					'prev',
					'hash',
					'sig',
					'v',
					'kind',
					'dossier',
					'base_epoch',
					'base_rev',
					'at_ms'
				],
				...['utc_offset', 'day', 'body_hash', 'blobs', 'outcome', 'rev', 'epoch', 'received_ms']
			],
			rows.map(([id, seq, dossier, , , day, hour]) => [
				...[id, collector.id, device, seq, hashOf(seq - 1), hashOf(seq), '', 1, 'payment.recorded', dossier, 1, 1],
				...[at(day, hour), 60, day, hashOf(0), '[]', 'applied', 1, 1, at(day, hour)]
			])
		),
		insertRows(
			org,
			'ledger',
			['operation', 'line', 'dossier', 'claim', 'component', 'minor', 'currency', 'day'],
			rows.map(([id, , dossier, claim, minor, day]) => [id, 0, dossier, claim, 'principal', minor, 'EUR', day])
		),
		insertRows(
			org,
			'cash_movement',
			['operation', 'line', 'holder', 'kind', 'minor', 'currency', 'day'],
			rows.map(([id, , , , minor, day]) => [id, 0, collector.id, 'received', minor, 'EUR', day])
		),
		insertRows(
			org,
			'payment',
			[
				...[
					'operation',
					'dossier',
					'collector',
					'device',
					'series',
					'year',
					'number',
					'minor',
					'currency',
					'means',
					'day'
				],
				...['hour', 'at_ms', 'round', 'status']
			],
			rows.map(([id, seq, dossier, , minor, day, hour]) => [
				...[id, dossier, collector.id, device, 'T01', Number(day.slice(0, 4)), seq, minor, 'EUR', 'cash', day],
				...[hour, at(day, hour), round, 'recorded']
			])
		)
	];
}
