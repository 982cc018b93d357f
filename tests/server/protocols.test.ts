// Agreements on the real database: put to a manager, answered, signed as approved, checked against the letter's code, copied, ended.
import { expect, inject, test } from 'vitest';
import * as v from 'valibot';
import { letterProof } from '../../src/lib/client/actions/letter-proof';
import { FRANCE } from '../../src/lib/core/country/fr/pack';
import { FRENCH_DOCUMENTS } from '../../src/lib/core/country/fr/texts/documents';
import { balanceOf } from '../../src/lib/core/balance';
import type { Dossier } from '../../src/lib/core/dossier';
import type { OperationId } from '../../src/lib/core/ids';
import type { Body, ProtocolText } from '../../src/lib/core/operation';
import { planMargin } from '../../src/lib/core/plan-margin';
import { buildProtocolText } from '../../src/lib/core/protocol-text';
import { buildSchedule, type PlanRequest, type Schedule } from '../../src/lib/core/schedule';
import { addMonths, type LocalDate } from '../../src/lib/core/time';
import { jsonSchema } from '../../src/lib/core/wire';
import { readBoard } from '../../src/lib/server/board';
import { narrowMargin } from '../../src/lib/server/db/plan-margins';
import { proposalInFull, waitingProposals } from '../../src/lib/server/db/proposals';
import { listProtocols, sealedProtocol } from '../../src/lib/server/db/protocols';
import { letterCheckOf } from '../../src/lib/server/letter-code';
import { actInOffice } from '../../src/lib/server/office/act';
import { openCopy } from '../../src/lib/server/protocol-copy';
import { at, company, onRound, TODAY, type OnRound } from './fixture';

const STROKES = {
	height: 400,
	durationMs: 1_800,
	lines: [[100, 200, 150, 120, 200, 240, 260, 110, 320, 250, 380, 130, 440, 240, 500, 150, 560, 230, 640, 180]]
};
const COPY_KEY = 'AbCdEfGhIjKlMnOpQrStUv';
const CODE = 'LETTRE-2026';
const LONG = addMonths(TODAY, 30);

const dossierOf = ({ phone, d }: OnRound): Dossier => {
	const found = phone.snapshot.get(at(d));
	if (!found) throw new Error('the dossier is not on the phone');
	return found;
};

function table(total: number, last: LocalDate): Schedule {
	const request: PlanRequest = {
		total,
		down: null,
		count: 1,
		firstDueOn: last,
		frequency: 'monthly',
		anchorDay: null,
		roll: true,
		region: null,
		minInstalment: 0
	};
	const schedule = buildSchedule(request, FRANCE.calendar);
	if (!schedule.ok) throw new Error(schedule.error.code);
	return schedule.value;
}

function textOf(dossier: Dossier, schedule: Schedule): ProtocolText {
	const agency = { name: 'Agence', address: 'Tours', siren: '000000018' };
	const request = { dossier, day: TODAY, agency, schedule, totalWords: 'mille euros' };
	const text = buildProtocolText(request, FRENCH_DOCUMENTS.plan, FRANCE);
	if (!text.ok) throw new Error(text.error.code);
	return text.value;
}

const signedBody = (text: ProtocolText, change: Partial<Body<'protocol.signed'>> = {}): Body<'protocol.signed'> => ({
	round: null,
	text,
	signer: { name: text.debtor.name, capacity: 'debtor' },
	mention: 'Je paierai',
	consentGiven: true,
	strokes: STROKES,
	collector: { name: 'Ana Petit', strokes: STROKES },
	copyKey: COPY_KEY,
	shownMs: 60_000,
	...change
});

async function act(on: OnRound, kind: string, body: unknown): Promise<OperationId> {
	const { header } = await on.phone.act(kind, at(on.d), v.parse(jsonSchema, body));
	return header.id;
}

async function propose(on: OnRound): Promise<{ id: OperationId; schedule: Schedule }> {
	const total = balanceOf(dossierOf(on), TODAY, FRANCE);
	const schedule = table(total, LONG);
	const id = await act(on, 'protocol.proposed', {
		...{ round: null, document: 'plan', currency: 'EUR', claimed: total, waived: 0, total, down: null },
		...{ frequency: 'monthly', instalments: schedule.instalments, dispute: null, note: 'Retraite en 2029' },
		over: [{ limit: 'months', asked: 30, allowed: 24 }]
	});
	await on.phone.sync();
	return { id, schedule };
}

const proposalsOnBoard = async ({ c }: OnRound) =>
	(await readBoard(c.ctx.db, c.org, { day: TODAY, today: TODAY, rev: 0 })).proposals;

const asOf = ({ c }: OnRound) => ({ day: TODAY, at: c.ctx.now() });

test('terms beyond the margin wait for a manager, and are signed exactly as he approved them', async () => {
	const on = await onRound(1);
	const { c, phone } = on;
	const { id, schedule } = await propose(on);
	expect(await waitingProposals(c.ctx.db, c.org)).toMatchObject([
		{ operation: id, status: 'waiting', collector: 'Ana Petit', body: { note: 'Retraite en 2029' }, decidedBy: null }
	]);
	expect(await proposalsOnBoard(on)).toBe(1);
	const text = textOf(dossierOf(on), schedule);
	const early = await act(on, 'protocol.signed', signedBody(text, { proposal: id }));
	expect((await phone.sync()).outcomes).toMatchObject([
		{ id: early, outcome: 'flagged', codes: ['protocol-not-approved'] }
	]);

	const again = await onRound(1);
	const asked = await propose(again);
	const other = await actInOffice(again.c.ctx, again.c.manager, 'protocol.approved', at(again.d), {
		proposal: asked.id
	});
	expect(other).toMatchObject({ ok: true, value: { outcome: 'applied' } });
	expect(await waitingProposals(again.c.ctx.db, again.c.org)).toEqual([]);
	expect(await proposalsOnBoard(again)).toBe(0);
	await again.phone.sync();
	expect(dossierOf(again).state.proposals).toMatchObject([{ id: asked.id, status: 'approved' }]);
	const approved = textOf(dossierOf(again), asked.schedule);
	await act(again, 'protocol.signed', signedBody(approved, { proposal: asked.id }));
	expect((await again.phone.sync()).outcomes).toMatchObject([{ outcome: 'applied', codes: [] }]);
	expect(await proposalInFull(again.c.ctx.db, again.c.org, asked.id)).toMatchObject({
		status: 'signed',
		decidedBy: 'Marc Gérant'
	});
});

test('a manager declines with a reason that reaches the phone; a second answer changes nothing', async () => {
	const on = await onRound(1);
	const { c } = on;
	const { id } = await propose(on);
	const decline = { proposal: id, reason: 'Trente mois, c’est trop long' };
	expect((await actInOffice(c.ctx, c.manager, 'protocol.declined', at(on.d), decline)).ok).toBe(true);
	expect(await actInOffice(c.ctx, c.otherManager, 'protocol.approved', at(on.d), { proposal: id })).toMatchObject({
		error: { code: 'proposal-decided' }
	});
	await on.phone.sync();
	expect(dossierOf(on).state.proposals).toMatchObject([{ status: 'declined', decision: { reason: decline.reason } }]);
});

test('a typed name counts with the proof of the code printed on the letter, and with no other', async () => {
	const on = await onRound(2);
	const { c, phone, d } = on;
	const check = letterCheckOf(CODE, at(d));
	await c.write(
		'UPDATE dossier SET letter_salt = :salt, letter_hash = :hash, rev = rev + 1 WHERE org = :org AND id = :id',
		{
			...(check ?? { salt: '', hash: '' }),
			id: at(d)
		}
	);
	await c.write('UPDATE meta SET rev = rev + 1 WHERE org = :org');
	phone.cursor = null;
	await phone.syncAll();
	const dossier = dossierOf(on);
	expect(dossier.facts.letterCheck).toEqual(check);
	expect(await letterProof('autre code 99', dossier.facts)).toMatchObject({ error: { code: 'letter-code-wrong' } });
	expect(await letterProof('x', dossier.facts)).toMatchObject({ error: { code: 'letter-code-wrong' } });
	const proof = await letterProof('lettre 2026', dossier.facts);
	if (!proof.ok) throw new Error(proof.error.code);
	const text = textOf(dossier, table(balanceOf(dossier, TODAY, FRANCE), addMonths(TODAY, 1)));
	const { strokes: _, ...body } = signedBody(text);
	const typed = (made: string) => ({ ...body, typed: { name: text.debtor.name, proof: made } });
	await act(on, 'protocol.signed', typed('B'.repeat(43)));
	await act(on, 'protocol.signed', typed(proof.value));
	expect((await phone.sync()).outcomes).toMatchObject([
		{ outcome: 'flagged', codes: ['letter-code-wrong'] },
		{ outcome: 'applied', codes: [] }
	]);
});

test('the list says where each agreement stands, the old version is kept, and the debtor opens his copy by its link', async () => {
	const on = await onRound(1);
	const { c, phone } = on;
	const dossier = dossierOf(on);
	const text = textOf(dossier, table(balanceOf(dossier, TODAY, FRANCE), addMonths(TODAY, 1)));
	const first = await act(on, 'protocol.signed', signedBody(text));
	c.wait(60_000);
	const second = await act(
		on,
		'protocol.signed',
		signedBody({ ...text, replaces: { operation: first, signedOn: TODAY } }, { mention: 'Je paierai, encore' })
	);
	expect((await phone.sync()).outcomes.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
	const period = { from: TODAY, until: TODAY, collector: null };
	const life = text.debtor.consumer ? 'reflection' : 'active';
	const listed = await listProtocols(c.ctx.db, c.org, period, asOf(on));
	expect(listed.map(({ operation, life: state }) => [operation, state])).toEqual([
		[second, life],
		[first, 'replaced']
	]);
	expect(await listProtocols(c.ctx.db, c.org, { ...period, state: 'replaced' }, asOf(on))).toMatchObject([
		{ operation: first, left: text.total }
	]);
	expect(await listProtocols(c.ctx.db, c.org, { ...period, document: 'settlement' }, asOf(on))).toEqual([]);
	const sealed = await sealedProtocol(c.ctx.db, c.org, second, asOf(on));
	expect(sealed).toMatchObject({ replaces: first, versions: [{ operation: second }, { operation: first }] });
	const stranger = await company(0);
	expect(await sealedProtocol(stranger.ctx.db, stranger.org, second, asOf(on))).toBeNull();

	expect(await openCopy(c.ctx.db, `${second}.${COPY_KEY}`)).toMatchObject({
		state: 'found',
		status: 'active',
		sealed: { mention: { how: 'typed', text: 'Je paierai, encore' }, evidence: { operation: second, seq: 2 } }
	});
	for (const token of [
		`${second}.${COPY_KEY.replace('A', 'B')}`,
		`${second}.`,
		second,
		'',
		'x.y',
		`${at(on.d)}.${COPY_KEY}`
	])
		expect(await openCopy(c.ctx.db, token)).toEqual({ state: 'unknown' });
});

test('a consumer goes back on his signature in time; the list and the copy say so', async () => {
	const on = await onRound(1);
	const { c, phone } = on;
	await c.write(`UPDATE debtor SET kind = 'consumer' WHERE org = :org`);
	const dossier = dossierOf(on);
	const { debtor } = dossier.facts;
	const consumer: Dossier = { ...dossier, facts: { ...dossier.facts, debtor: { ...debtor, kind: 'consumer' } } };
	const text = textOf(consumer, table(balanceOf(consumer, TODAY, FRANCE), addMonths(TODAY, 1)));
	const signed = await act(on, 'protocol.signed', signedBody(text));
	await phone.sync();
	const body = { protocol: signed, note: 'Lettre reçue le lendemain' };
	expect((await actInOffice(c.ctx, c.manager, 'protocol.withdrawn', at(on.d), body)).ok).toBe(true);
	const period = { from: TODAY, until: TODAY, collector: null };
	expect(await listProtocols(c.ctx.db, c.org, period, asOf(on))).toMatchObject([
		{ operation: signed, status: 'withdrawn', life: 'withdrawn' }
	]);
	expect(await openCopy(c.ctx.db, `${signed}.${COPY_KEY}`)).toMatchObject({ status: 'withdrawn' });
});

test('a narrower margin is audited and reaches the phones that have the dossiers', async () => {
	const on = await onRound(2);
	const { c, phone, d } = on;
	const by = { actor: c.manager.user.id, now: c.ctx.now() };
	const [row] = await c.rows('SELECT creditor FROM dossier WHERE org = :org LIMIT 1');
	const creditor = v.parse(v.string(), row?.['creditor']);
	const narrow = { maxMonths: 10, minDownBp: null, waiverBp: null, discountBp: null };
	expect(await narrowMargin(c.ctx.db, c.org, { kind: 'creditor', id: creditor }, narrow, by)).toBe(true);
	const tighter = { ...narrow, maxMonths: 6, minDownBp: 1_000 };
	expect(await narrowMargin(c.ctx.db, c.org, { kind: 'dossier', id: at(d) }, tighter, by)).toBe(true);
	await phone.syncAll();
	const months = d.map((id) => planMargin(phone.snapshot.get(id)?.facts ?? {}, FRANCE, TODAY));
	expect(months).toMatchObject([{ value: { maxMonths: 6, minDownBp: 1_000 } }, { value: { maxMonths: 10 } }]);
	expect(await c.count(`SELECT COUNT(*) FROM audit WHERE org = :org AND action = 'plan-margin.set'`)).toBe(2);
	const stranger = await company(0, inject('libsqlUrl'));
	expect(await narrowMargin(stranger.ctx.db, stranger.org, { kind: 'dossier', id: at(d) }, null, by)).toBe(false);
	await narrowMargin(c.ctx.db, c.org, { kind: 'dossier', id: at(d) }, null, by);
	await narrowMargin(c.ctx.db, c.org, { kind: 'creditor', id: creditor }, null, by);
	await phone.syncAll();
	expect(phone.snapshot.get(at(d))?.facts.margin).toBeNull();
});
