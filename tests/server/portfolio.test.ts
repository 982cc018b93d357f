// The portfolio: filters find what they say, bulk acts change what was ticked and nothing of anybody else.
import { beforeEach, describe, expect, test } from 'vitest';
import { ALERTS } from '../../src/lib/core/dossier';
import type { ImportCells } from '../../src/lib/core/import-line';
import { readPortfolioFilter } from '../../src/lib/core/portfolio-filter';
import { addDays, localDate } from '../../src/lib/core/time';
import { dossierFile, editDossier } from '../../src/lib/server/db/dossier-file';
import { assignDossiers, idsOfPortfolio, listPortfolio, markLetterSent } from '../../src/lib/server/db/portfolio';
import { makeLetterCodes } from '../../src/lib/server/office/letter-codes';
import { isLetterProof } from '../../src/lib/server/letter-code';
import { letterProof } from '../../src/lib/client/actions/letter-proof';
import { collectorsOfDay } from '../../src/lib/server/db/people';
import { addLines, commit, startImport } from '../../src/lib/server/imports/import';
import { at, company, onRound, TODAY, type Company } from './fixture';

let c: Company;
const LINES: readonly ImportCells[] = [
	{
		dossier: 'A-1',
		debtorName: 'Éloïse Çelik',
		city: 'Tours',
		claim: 'F1',
		principal: '50,00',
		creditor: 'Énergie Loire'
	},
	{
		dossier: 'A-2',
		debtorName: 'Marc Dupont',
		city: 'Orléans',
		claim: 'F2',
		principal: '1 500,00',
		creditor: 'Énergie Loire'
	},
	{ dossier: 'A-3', debtorName: 'SARL Le Coin', city: 'Blois', claim: 'F3', principal: '900,00', creditor: 'Banque' }
];

beforeEach(async () => {
	c = await company(0);
	const importer = { org: c.org, user: c.manager.user.id };
	const id = await startImport(c.ctx, importer);
	const cells = LINES.map((line) => ({ dueOn: '31/03/2026', ...line }));
	await addLines(
		c.ctx,
		importer,
		id,
		cells.map((line, index) => ({ line: index + 2, cells: line }))
	);
	expect((await commit(c.ctx, importer, id, [])).ok).toBe(true);
});

const found = async (parameters: Readonly<Record<string, string>>) => {
	const filter = readPortfolioFilter(Object.entries(parameters));
	return (await listPortfolio(c.ctx.db, c.org, filter, TODAY)).rows.map((row) => row.ref);
};
const idsOf = (refs: readonly string[]) =>
	idsOfPortfolio(c.ctx.db, c.org, readPortfolioFilter([['q', refs.length === 1 ? at(refs) : '']]), TODAY, 100);
const act = (ids: Awaited<ReturnType<typeof idsOf>>) => ({ ids, actor: c.manager.user.id, now: c.ctx.now() });

describe('filters', () => {
	test.each([
		[{ q: 'eloise celik' }, ['A-1']],
		[{ q: 'ORLEANS' }, ['A-2']],
		[{ q: 'a-3' }, ['A-3']],
		[{ q: "' OR 1=1 --" }, []],
		[{ min: '60', max: '1 000,00' }, ['A-3']],
		[{ collector: 'none' }, ['A-1', 'A-2', 'A-3']],
		[{ letter: 'missing', sort: 'balance', down: '1' }, ['A-2', 'A-3', 'A-1']],
		[{ letter: 'sent' }, []],
		[{ phase: 'litigation' }, []],
		[{ alert: 'any' }, []],
		[{ sort: 'city' }, ['A-3', 'A-2', 'A-1']],
		[{ promise: 'overdue' }, []],
		[{ phase: 'nonsense', min: 'douze', page: '0' }, ['A-1', 'A-2', 'A-3']]
	])('%j keeps %j', async (parameters, refs) => expect(await found(parameters)).toEqual(refs));

	test('the total and the balance are those of all pages', async () => {
		const page = await listPortfolio(c.ctx.db, c.org, readPortfolioFilter([['page', '2']]), TODAY);
		expect(page).toMatchObject({ rows: [], total: 3, balance: 245_000 });
	});

	test('an alert is found whether the office or a visit raised it', async () => {
		const [id] = await idsOf(['A-1']);
		const file = id && (await dossierFile(c.ctx.db, c.org, id));
		if (!file) throw new Error('no dossier');
		const { dossier } = file;
		const edit = {
			letter: null,
			noticeOn: null,
			mandate: null,
			phase: 'amicable' as const,
			alerts: ALERTS.slice(0, 1)
		};
		const by = { rev: dossier.rev, actor: c.manager.user.id, now: c.ctx.now() };
		expect(await editDossier(c.ctx.db, c.org, dossier.id, edit, by)).toBe('saved');
		expect(await found({ alert: at(ALERTS) })).toEqual(['A-1']);
		expect(await found({ alert: 'any' })).toEqual(['A-1']);
	});
});

describe('bulk acts', () => {
	test('assign all that the filter keeps, and take them back', async () => {
		const ids = await idsOf([]);
		expect(await assignDossiers(c.ctx.db, c.org, c.ana.user.id, act(ids))).toBe(3);
		expect(await found({ collector: c.ana.user.id })).toHaveLength(3);
		expect((await collectorsOfDay(c.ctx.db, c.org, TODAY)).map((row) => [row.name, row.dossiers])).toEqual([
			['Ana Petit', 3],
			['Ben Grand', 0]
		]);
		expect(await assignDossiers(c.ctx.db, c.org, null, act(ids))).toBe(3);
		expect(await found({ collector: 'none' })).toHaveLength(3);
		expect(await c.count("SELECT COUNT(*) FROM audit WHERE org = :org AND action = 'dossier.assigned'")).toBe(2);
	});

	test('nobody but a collector of the organisation can be given a dossier', async () => {
		const stranger = await company(0);
		const ids = await idsOf([]);
		expect(await assignDossiers(c.ctx.db, c.org, stranger.ana.user.id, act(ids))).toBe(0);
		expect(await assignDossiers(c.ctx.db, c.org, c.manager.user.id, act(ids))).toBe(0);
		expect(await found({ collector: 'none' })).toHaveLength(3);
	});

	test('a letter is noted on the ticked dossiers only, and their phones learn of it', async () => {
		const ids = await idsOf(['A-2']);
		const letter = { ref: 'L-2026-9', sentOn: TODAY };
		expect(await markLetterSent(c.ctx.db, c.org, letter, act(ids))).toBe(1);
		expect(await found({ letter: 'sent' })).toEqual(['A-2']);
		expect(
			await c.count(
				`SELECT COUNT(*) FROM change c JOIN dossier d ON d.id = c.id AND d.rev = c.rev WHERE c.org = :org AND d.ref = 'A-2'`
			)
		).toBe(1);
	});

	test('each letter of a mailing may carry a code of its own, which its dossier recognises and keeps no trace of', async () => {
		const ids = [...(await idsOf(['A-1'])), ...(await idsOf(['A-2']))];
		const { printed, kept } = await makeLetterCodes(c.ctx.db, c.org, ids, c.ctx.random);
		expect(printed.map(({ ref, debtor }) => [ref, debtor])).toEqual([
			['A-1', 'Éloïse Çelik'],
			['A-2', 'Marc Dupont']
		]);
		expect(new Set(printed.map(({ code }) => code)).size).toBe(2);
		expect(await markLetterSent(c.ctx.db, c.org, { ref: 'L-7', sentOn: TODAY }, act(ids), kept)).toBe(2);
		const file = await dossierFile(c.ctx.db, c.org, at(await idsOf(['A-1'])));
		if (!file) throw new Error('no dossier');
		const { facts } = file.dossier;
		const proof = await letterProof(at(printed).code.toLowerCase(), facts);
		expect(proof.ok && isLetterProof(proof.value, facts.letterCheck)).toBe(true);
		expect(await letterProof(at(printed, 1).code, facts)).toMatchObject({ error: { code: 'letter-code-wrong' } });
		const stored =
			JSON.stringify(await c.rows('SELECT * FROM dossier WHERE org = :org')) +
			JSON.stringify(await c.rows('SELECT * FROM audit WHERE org = :org'));
		for (const { code } of printed) expect(stored).not.toContain(code);
		const stranger = await company(0);
		expect(await makeLetterCodes(stranger.ctx.db, stranger.org, ids, stranger.ctx.random)).toEqual({
			printed: [],
			kept: []
		});
	});

	test('another organisation cannot touch our dossiers by their ids', async () => {
		const stranger = await company(0);
		const ids = await idsOf([]);
		const theirs = { ids, actor: stranger.manager.user.id, now: stranger.ctx.now() };
		expect(await assignDossiers(stranger.ctx.db, stranger.org, stranger.ana.user.id, theirs)).toBe(0);
		expect(await markLetterSent(stranger.ctx.db, stranger.org, { ref: 'X', sentOn: TODAY }, theirs)).toBe(0);
		expect(await dossierFile(stranger.ctx.db, stranger.org, at(ids))).toBeNull();
		expect(await found({ letter: 'missing' })).toHaveLength(3);
	});
});

describe('one dossier', () => {
	test('an edit over a newer revision is refused and changes nothing', async () => {
		const { c: other, phone, d, claims } = await onRound(1);
		const id = at(d);
		const shown = await dossierFile(other.ctx.db, other.org, id);
		await phone.pay(id, at(claims), 1_000);
		await phone.sync();
		const edit = { letter: null, noticeOn: null, mandate: null, phase: 'closed' as const, alerts: [] };
		const by = { rev: shown?.dossier.rev ?? 0, actor: other.manager.user.id, now: other.ctx.now() };
		expect(await editDossier(other.ctx.db, other.org, id, edit, by)).toBe('stale');
		const now = await dossierFile(other.ctx.db, other.org, id);
		expect(now?.dossier.facts).toMatchObject({ phase: 'amicable', letter: { ref: 'L-1' } });
		expect(now?.events.map((event) => event.kind)).toEqual(['payment.recorded']);
	});

	test('an edit reaches the phone at its next sync and is audited with what was there before', async () => {
		const { c: other, phone, d } = await onRound(1);
		const id = at(d);
		const shown = await dossierFile(other.ctx.db, other.org, id);
		const edit = {
			letter: { ref: 'L-2', sentOn: localDate('2026-10-01') },
			noticeOn: localDate('2026-11-02'),
			mandate: shown?.mandateId ?? null,
			phase: 'amicable' as const,
			alerts: ['disputed' as const]
		};
		const by = { rev: shown?.dossier.rev ?? 0, actor: other.manager.user.id, now: other.ctx.now() };
		expect(await editDossier(other.ctx.db, other.org, id, edit, by)).toBe('saved');
		await phone.syncAll();
		expect(phone.snapshot.get(id)?.facts).toMatchObject({ letter: { ref: 'L-2' }, alerts: ['disputed'] });
		const [audit] = await other.rows("SELECT detail FROM audit WHERE org = :org AND action = 'dossier.edited'");
		expect(JSON.parse(String(audit?.['detail']))).toMatchObject({
			before: { letterRef: 'L-1' },
			after: { letterRef: 'L-2' }
		});
	});

	test('a promise that was not kept is found as overdue the day after it fell due', async () => {
		const { c: other, phone, d } = await onRound(1);
		await phone.promise(at(d), 2_000, TODAY);
		await phone.sync();
		const overdue = readPortfolioFilter([['promise', 'overdue']]);
		expect((await listPortfolio(other.ctx.db, other.org, overdue, TODAY)).total).toBe(0);
		expect((await listPortfolio(other.ctx.db, other.org, overdue, addDays(TODAY, 1))).total).toBe(1);
	});
});
