// Whatever is done in whatever order: a dossier's state is a replay of its operations, and the ledger adds up to it.
import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { actOf } from '../../src/lib/core/act';
import { decide } from '../../src/lib/core/decide';
import { EMPTY_STATE, stateSchema, type Dossier } from '../../src/lib/core/dossier';
import { entrustedBalance } from '../../src/lib/core/entrusted-balance';
import type { OperationId } from '../../src/lib/core/ids';
import { addDays } from '../../src/lib/core/time';
import { ROLES } from '../../src/lib/core/role';
import { headerSchema, jsonSchema } from '../../src/lib/core/wire';
import { houseRulesOf, selectRules } from '../../src/lib/server/db/house-rules';
import { actInOffice } from '../../src/lib/server/office/act';
import { at, onRound, TODAY, type OnRound } from './fixture';

/** One thing that happens: on which dossier, what, and how much. */
const step = fc.record({
	dossier: fc.nat(1),
	what: fc.constantFrom('pay', 'card', 'visit', 'promise', 'request', 'approve', 'sync', 'again'),
	minor: fc.integer({ min: 1, max: 70_000 })
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

test('state is a replay, the ledger adds up to what was paid, cash to what is held', { timeout: 120_000 }, async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 22 }), async (steps) => {
			const story = await onRound(2);
			const payments: [number, OperationId][] = [];
			const requests: [number, OperationId, OperationId][] = [];
			for (const one of steps) await live(story, one, payments, requests);
			await story.phone.sync();
			await expectReplay(story);
			await expectSums(story);
		}),
		{ numRuns: 12 }
	);
});

async function live(
	{ c, phone, d, claims }: OnRound,
	{ dossier: index, what, minor }: Step,
	payments: [number, OperationId][],
	requests: [number, OperationId, OperationId][]
): Promise<void> {
	const dossier = at(d, index);
	if (what === 'pay') payments.push([index, (await phone.pay(dossier, at(claims, index), minor)).header.id]);
	if (what === 'card') {
		const detail = { means: 'card', reference: '1' };
		payments.push([
			index,
			(await phone.pay(dossier, at(claims, index), minor, { detail, allocated: minor >> 1 })).header.id
		]);
	}
	if (what === 'visit') await phone.visit(dossier, 'met');
	if (what === 'promise') await phone.promise(dossier, minor, addDays(TODAY, 5));
	const paid = payments.at(-1);
	if (what === 'request' && paid) {
		const body = { payment: paid[1], reason: 'Erreur' };
		requests.push([paid[0], paid[1], (await phone.act('payment.reversal-requested', at(d, paid[0]), body)).header.id]);
	}
	if (what === 'sync') await phone.sync();
	if (what === 'again') await phone.sync(phone.who, [...phone.outbox, ...phone.outbox]);
	const asked = requests.at(-1);
	if (what !== 'approve' || !asked) return;
	await phone.sync();
	const body = { payment: asked[1], request: asked[2], reason: 'Accord' };
	await actInOffice(c.ctx, c.manager, 'payment.reversed', at(d, asked[0]), body);
}

/** Folds the stored operations of each dossier, in the order of commits, and compares with what the table says. */
async function expectReplay({ c, d, phone }: OnRound): Promise<void> {
	const [found] = await c.ctx.db.readBatch([selectRules(c.org)]);
	const rules = houseRulesOf(found);
	for (const id of d) {
		const dossier = phone.snapshot.get(id);
		if (!dossier) throw new Error('not on the phone');
		let replayed: Dossier = { ...dossier, state: EMPTY_STATE };
		for (const { operation, role, series } of await stored(c, id)) {
			const act = actOf(operation);
			if (!act.ok) continue;
			const { state } = decide(replayed, act.value, { role, series, lastReceipt: 0, ...rules });
			if (state) replayed = { ...replayed, state };
		}
		const [row] = await c.rows(`SELECT state, balance_minor FROM dossier WHERE id = '${id}'`);
		const state = v.parse(v.pipe(v.string(), v.parseJson(), stateSchema), row?.['state']);
		expect(state).toEqual(replayed.state);
		expect(dossier.state).toEqual(state);
		expect(row?.['balance_minor']).toBe(entrustedBalance({ ...dossier, state }));
	}
}

async function expectSums({ c, d, phone, claims }: OnRound): Promise<void> {
	for (const [index, id] of d.entries()) {
		const state = phone.snapshot.get(id)?.state ?? EMPTY_STATE;
		const posted = `SELECT COALESCE(SUM(minor), 0) FROM ledger WHERE dossier = '${id}' AND`;
		expect(await c.count(`${posted} component = 'principal'`)).toBe(state.paid[at(claims, index)]?.principal ?? 0);
		expect(await c.count(`${posted} component = 'credit'`)).toBe(state.credit);
	}
	const held = [...phone.snapshot.values()]
		.flatMap(({ state }) => state.payments)
		.filter(({ means, status }) => means === 'cash' && status !== 'reversed')
		.reduce((sum, { minor }) => sum + minor, 0);
	expect(await c.count('SELECT COALESCE(SUM(minor), 0) FROM cash_movement WHERE org = :org')).toBe(held);
}

const actSchema = v.object({
	header: v.pick(headerSchema, ['kind', 'id', 'actor', 'device', 'dossier', 'at']),
	body: v.pipe(v.string(), v.parseJson(), jsonSchema)
});
const authorSchema = v.object({ role: v.picklist(ROLES), series: v.string() });

/** What is stored of a dossier's operations, in the order of commits, with what their authors were. */
async function stored({ rows }: OnRound['c'], dossier: string) {
	const found =
		await rows(`SELECT o.*, b.body, u.role, d.series FROM operation o JOIN operation_body b ON b.operation = o.id
		JOIN user u ON u.id = o.actor JOIN device d ON d.id = o.device
		WHERE o.dossier = '${dossier}' AND o.outcome <> 'quarantined' ORDER BY o.rev, o.seq`);
	return found.map(
		({ kind, id, actor, device, dossier: on, at_ms: ms, utc_offset: utcOffset, day, skew, body, ...row }) => {
			const header = { kind, id, actor, device, dossier: on, at: { ms, utcOffset, day, skew } };
			return {
				operation: v.parse(actSchema, { header, body }),
				...v.parse(authorSchema, row)
			};
		}
	);
}
