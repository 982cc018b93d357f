// An import changes what it says and nothing else: once, whole or not at all, and only what was ticked.
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ImportCells, StagedLine } from '$lib/core/import-line';
import { statement } from '$lib/server/db/connection';
import { addLines, cancel, commit, dryRun, startImport, type Importer } from '$lib/server/imports/import';
import { company, type Company } from './fixture';

let office: Company;
let importer: Importer;

beforeEach(async () => {
	office = await company(0);
	importer = { org: office.org, user: office.manager.user.id };
});

const cells = (number: number, more: ImportCells = {}): ImportCells => ({
	dossier: `D${number}`,
	creditor: 'Énergie Loire',
	debtorName: `Débiteur ${number}`,
	address: `${number} rue Haute`,
	postcode: '37000',
	city: 'Tours',
	claim: `F${number}`,
	dueOn: '31/03/2026',
	principal: '100,00',
	interest: '5,50',
	...more
});
const lines = (...list: readonly ImportCells[]): readonly StagedLine[] =>
	list.map((entry, index) => ({ line: index + 2, cells: entry }));

async function staged(list: readonly StagedLine[]): Promise<string> {
	const id = await startImport(office.ctx, importer);
	for (let start = 0; start < list.length; start += 500)
		expect((await addLines(office.ctx, importer, id, list.slice(start, start + 500))).ok).toBe(true);
	return id;
}
async function run(list: readonly StagedLine[]) {
	const id = await staged(list);
	const result = await dryRun(office.ctx, importer, id);
	if (!result.ok) throw new Error(result.error.code);
	return { id, ...result.value };
}
async function imported(list: readonly StagedLine[], ticks: 'all' | readonly string[] = []) {
	const result = await commit(office.ctx, importer, await staged(list), ticks);
	if (!result.ok) throw new Error(result.error.code);
	return result.value;
}
const balance = (ref: string) => office.count(`SELECT balance_minor FROM dossier WHERE org = :org AND ref = '${ref}'`);
const dossiers = () => office.count('SELECT COUNT(*) FROM dossier WHERE org = :org');

describe('a new portfolio', () => {
	test('a dry run says what would be created and creates nothing', async () => {
		const { summary, problems, changes } = await run(lines(cells(1), cells(2), cells(2, { claim: 'F2b' })));
		expect(summary).toEqual({ lines: 3, refused: 0, dossiers: 2, debtors: 2, claims: 3, unchanged: 0, changed: 0 });
		expect([problems, changes]).toEqual([[], []]);
		expect(await dossiers()).toBe(0);
	});

	test('dossiers, debtors, claims and the creditor are created, with the balance of their claims', async () => {
		await imported(lines(cells(1), cells(2), cells(2, { claim: 'F2b', principal: '1 280,71', interest: '' })));
		expect(await dossiers()).toBe(2);
		expect(await balance('D1')).toBe(10_550);
		expect(await balance('D2')).toBe(10_550 + 128_071);
		expect(await office.count("SELECT COUNT(*) FROM creditor WHERE org = :org AND ref = 'Énergie Loire'")).toBe(1);
		expect(await office.count(`SELECT COUNT(*) FROM audit WHERE org = :org AND action = 'import.committed'`)).toBe(1);
	});

	test('mandate, letter, notice and collector come along', async () => {
		await imported(
			lines(
				cells(1, {
					mandate: 'M-77',
					mandateSignedOn: '02/01/2026',
					letter: 'L-1',
					letterSentOn: '15/10/2026',
					noticeOn: '01/11/2026',
					collector: office.ana.user.email.toUpperCase()
				})
			)
		);
		const { rows } = await office.ctx.db.client.execute({
			sql: `SELECT m.signed_on, d.letter_ref, d.letter_sent_on, d.notice_on, a.user FROM dossier d
				JOIN mandate m ON m.id = d.mandate JOIN assignment a ON a.dossier = d.id WHERE d.org = :org`,
			args: { org: office.org }
		});
		expect(Array.from(rows[0] ?? [])).toEqual(['2026-01-02', 'L-1', '2026-10-15', '2026-11-01', office.ana.user.id]);
	});

	test('a dossier whose claims are all ahead of their due date is only preventive', async () => {
		await imported(lines(cells(1, { dueOn: '31/12/2026' }), cells(2)));
		expect(await office.count(`SELECT COUNT(*) FROM dossier WHERE org = :org AND phase = 'preventive'`)).toBe(1);
	});
});

describe('the same file again', () => {
	test('changes nothing', async () => {
		const file = lines(cells(1), cells(2));
		await imported(file);
		const rev = await office.count('SELECT SUM(rev) FROM dossier WHERE org = :org');
		const { summary, changes } = await run(file);
		expect(summary).toMatchObject({ dossiers: 0, claims: 0, debtors: 0, unchanged: 2, changed: 0 });
		expect(changes).toEqual([]);
		await imported(file, 'all');
		expect(await dossiers()).toBe(2);
		expect(await office.count('SELECT SUM(rev) FROM dossier WHERE org = :org')).toBe(rev);
	});

	test('committed twice at the same time creates each dossier once', async () => {
		const id = await staged(lines(cells(1), cells(2)));
		const results = await Promise.all([commit(office.ctx, importer, id, []), commit(office.ctx, importer, id, [])]);
		expect(results.filter((result) => result.ok)).toHaveLength(1);
		expect(results.find((result) => !result.ok)).toMatchObject({ error: { code: 'import-closed' } });
		expect(await dossiers()).toBe(2);
	});

	test('two imports of the same file at the same time create each dossier once', async () => {
		const other = { org: office.org, user: office.ana.user.id };
		const first = await staged(lines(cells(1)));
		const second = await startImport(office.ctx, other);
		await addLines(office.ctx, other, second, lines(cells(1)));
		const results = await Promise.all([commit(office.ctx, importer, first, []), commit(office.ctx, other, second, [])]);
		expect(results.map((result) => result.ok)).toEqual([true, true]);
		expect(await dossiers()).toBe(1);
	});

	test('a line that is no longer there deletes nothing', async () => {
		await imported(lines(cells(1), cells(2)));
		await imported(lines(cells(1)), 'all');
		expect(await dossiers()).toBe(2);
	});

	test('a blank cell takes nothing away', async () => {
		await imported(lines(cells(1)));
		const { changes } = await run(lines(cells(1, { interest: '', address: '', postcode: '', city: '' })));
		expect(changes).toEqual([]);
	});
});

describe('a changed amount', () => {
	beforeEach(async () => {
		await imported(lines(cells(1), cells(2)));
	});

	test('is listed and not taken over without a tick', async () => {
		const { changes } = await run(lines(cells(1, { principal: '80,00' })));
		expect(changes).toMatchObject([
			{ subject: 'claim', ref: 'F1', line: 2, values: [{ field: 'principal', from: 10_000, to: 8_000 }] }
		]);
		await imported(lines(cells(1, { principal: '80,00' })));
		expect(await balance('D1')).toBe(10_550);
	});

	test('is taken over with its tick, and phones learn of it', async () => {
		const { id, changes } = await run(lines(cells(1, { principal: '80,00' }), cells(2, { principal: '90,00' })));
		const first = changes.find((change) => change.ref === 'F1');
		expect((await commit(office.ctx, importer, id, [first?.key ?? ''])).ok).toBe(true);
		expect([await balance('D1'), await balance('D2')]).toEqual([8_550, 10_550]);
		expect(
			await office.count(
				`SELECT COUNT(*) FROM change c JOIN dossier d ON d.id = c.id AND d.rev = c.rev WHERE c.org = :org AND d.ref = 'D1'`
			)
		).toBe(1);
	});

	test('after payments keeps the balance right', async () => {
		await office.ctx.db.writeBatch([
			statement(
				office.org,
				`UPDATE dossier SET balance_minor = 6050, state = json_set(state, '$.paid', json_object(
					(SELECT id FROM claim WHERE org = :org AND ref = 'F1'),
					json_object('interest', 550, 'penalty', 0, 'indemnity', 0, 'principal', 3950))) WHERE org = :org AND ref = 'D1'`
			)
		]);
		await imported(lines(cells(1, { principal: '80,00' })), 'all');
		expect(await balance('D1')).toBe(8_000 - 3_950);
		await imported(lines(cells(1, { principal: '20,00' })), 'all');
		expect(await balance('D1')).toBe(0);
	});

	test('a new claim of a known dossier adds to its balance and bumps its revision', async () => {
		const before = await office.count(`SELECT rev FROM dossier WHERE org = :org AND ref = 'D1'`);
		await imported(lines(cells(1, { claim: 'F9', principal: '10,00', interest: '' })));
		expect(await balance('D1')).toBe(11_550);
		expect(await office.count(`SELECT rev FROM dossier WHERE org = :org AND ref = 'D1'`)).toBeGreaterThan(before);
	});
});

describe('lines with problems', () => {
	const codes = async (...list: readonly ImportCells[]) =>
		(await run(lines(...list))).problems.map((problem) => [problem.line, problem.field, problem.code]);

	test('are told by line and column and left out; the others are imported', async () => {
		const file = lines(
			cells(1, { principal: '0' }),
			cells(2, { dueOn: '31/03/1926' }),
			cells(3, { siren: '1' }),
			cells(4)
		);
		const { summary, problems } = await run(file);
		expect(problems.map((problem) => [problem.line, problem.field, problem.code])).toEqual([
			[2, 'principal', 'amount-not-positive'],
			[3, 'dueOn', 'date-century'],
			[4, 'siren', 'company-id']
		]);
		expect(summary).toMatchObject({ lines: 4, refused: 3, dossiers: 1 });
		await imported(file);
		expect(await dossiers()).toBe(1);
	});

	test('a claim twice in the file is refused the second time', async () => {
		expect(await codes(cells(1), cells(1))).toEqual([[3, 'claim', 'claim-twice']]);
	});

	test('an unknown collector and an unknown mandate are named', async () => {
		expect(await codes(cells(1, { collector: 'nobody@example.com', mandate: 'M9' }))).toEqual([
			[2, 'mandate', 'mandate-unknown'],
			[2, 'collector', 'collector-unknown']
		]);
	});

	test('one dossier cannot have two creditors or two debtors, nor a claim two dossiers', async () => {
		await imported(lines(cells(1)));
		expect(await codes(cells(1, { creditor: 'Autre', claim: 'X' }))).toEqual([
			[2, 'creditor', 'dossier-other-creditor']
		]);
		expect(await codes(cells(1, { debtor: 'C99', claim: 'X' }))).toEqual([[2, 'debtor', 'dossier-other-debtor']]);
		expect(await codes(cells(2, { claim: 'F1' }))).toEqual([[2, 'claim', 'claim-in-other-dossier']]);
	});

	test('lines of one dossier that contradict each other are refused', async () => {
		expect(
			await codes(
				cells(1, { letter: 'L1', letterSentOn: '01/10/2026' }),
				cells(1, { claim: 'B', letter: 'L2', letterSentOn: '01/10/2026' }),
				cells(1, { claim: 'C', debtorName: 'Quelqu’un d’autre' })
			)
		).toEqual([
			[3, 'letter', 'dossier-inconsistent'],
			[4, 'debtorName', 'debtor-inconsistent']
		]);
	});

	test('the creditor is recognised without accents and capitals', async () => {
		await imported(lines(cells(1), cells(2, { creditor: 'ENERGIE LOIRE' })));
		expect(await office.count("SELECT COUNT(*) FROM creditor WHERE org = :org AND ref = 'Énergie Loire'")).toBe(1);
	});
});

describe('an import that is given up', () => {
	test('cancelled, leaves nothing and cannot be committed', async () => {
		const id = await staged(lines(cells(1)));
		expect((await cancel(office.ctx, importer, id)).ok).toBe(true);
		expect(await office.count('SELECT COUNT(*) FROM import_line WHERE org = :org')).toBe(0);
		expect(await commit(office.ctx, importer, id, 'all')).toMatchObject({ error: { code: 'import-closed' } });
		expect(await dossiers()).toBe(0);
	});

	test('left open, is cleared by the next import of the same person', async () => {
		await staged(lines(cells(1)));
		await startImport(office.ctx, importer);
		expect(await office.count('SELECT COUNT(*) FROM import_line WHERE org = :org')).toBe(0);
	});

	test('a chunk sent twice counts once', async () => {
		const id = await staged(lines(cells(1), cells(2)));
		await addLines(office.ctx, importer, id, lines(cells(1), cells(2)));
		expect(await office.count('SELECT lines FROM import_batch WHERE org = :org')).toBe(2);
	});
});

describe('another organisation', () => {
	let foreign: Company;
	beforeAll(async () => {
		foreign = await company(0);
	});

	test('finds no import of ours: the same answer as for one that does not exist', async () => {
		const id = await staged(lines(cells(1)));
		const stranger = { org: foreign.org, user: foreign.manager.user.id };
		const answers = await Promise.all([
			dryRun(foreign.ctx, stranger, id),
			commit(foreign.ctx, stranger, id, 'all'),
			cancel(foreign.ctx, stranger, id),
			addLines(foreign.ctx, stranger, id, lines(cells(2)))
		]);
		for (const answer of answers) expect(answer).toEqual({ ok: false, error: { code: 'not-found' } });
	});

	test('may use the same references without meeting ours', async () => {
		await imported(lines(cells(1)));
		const stranger = { org: foreign.org, user: foreign.manager.user.id };
		const id = await startImport(foreign.ctx, stranger);
		await addLines(foreign.ctx, stranger, id, lines(cells(1)));
		expect(await commit(foreign.ctx, stranger, id, [])).toMatchObject({ value: { dossiers: 1 } });
	});
});

test('five thousand lines are judged and committed in one write', { timeout: 60_000 }, async () => {
	const file = lines(...Array.from({ length: 5_000 }, (_, index) => cells(index)));
	const rev = await office.count('SELECT rev FROM meta WHERE org = :org');
	expect(await imported(file)).toMatchObject({ lines: 5_000, dossiers: 5_000, claims: 5_000, refused: 0 });
	expect(await office.count('SELECT COUNT(*) FROM claim WHERE org = :org')).toBe(5_000);
	expect(await office.count('SELECT rev FROM meta WHERE org = :org')).toBe(rev + 1);
	expect((await run(file)).summary).toMatchObject({ unchanged: 5_000, dossiers: 0, changed: 0 });
});
