// Old phones with a new server and the reverse: another version of the wire is refused as a whole, what is only more is read.
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { syncAnswerSchema } from '../../src/lib/core/wire';
import { problem } from '../../src/lib/server/http/problem';
import { receive } from '../../src/lib/server/sync/receive';
import { at, onRound } from './fixture';

test.each([
	[0, 'wire-too-old'],
	[2, 'wire-too-new']
])('a phone of wire version %d is refused with %s, and nothing of it is taken', async (wire, code) => {
	const { c, phone, d } = await onRound(1);
	await phone.visit(at(d));
	const refused = await receive(c.ctx, c.ana, { ...phone.request(), wire });
	expect(refused).toEqual({ ok: false, error: { code, data: { wire, server: 1 } } });
	if (refused.ok) throw new Error('not refused');
	const answer = problem(refused.error);
	expect(answer.status).toBe(400);
	expect(await answer.json()).toMatchObject({ error: { code } });
	expect(await c.count(`SELECT COUNT(*) FROM operation WHERE device = '${phone.id}'`)).toBe(0);
	expect((await phone.sync()).outcomes).toMatchObject([{ outcome: 'applied' }]);
});

test('a phone that sends more than the server knows is read all the same', async () => {
	const { c, phone, d } = await onRound(1);
	await phone.visit(at(d));
	const sent = { ...phone.request(), reads: ['decisions', 'something-of-tomorrow'], battery: 12 };
	expect(await receive(c.ctx, c.ana, sent)).toMatchObject({ ok: true, value: { outcomes: [{ outcome: 'applied' }] } });
});

test('a phone reads the answer of a server that says more than it knows', async () => {
	const { c, phone, d } = await onRound(1);
	await phone.visit(at(d));
	const received = await receive(c.ctx, c.ana, phone.request());
	if (!received.ok) throw new Error(received.error.code);
	const { pull } = received.value;
	const more = {
		...received.value,
		weather: 'rain',
		outcomes: received.value.outcomes.map((outcome) => ({ ...outcome, score: 1 })),
		pull: pull && {
			...pull,
			tomorrow: [],
			decisions: [
				{ operation: at(phone.outbox).header.id, decision: 'forwarded', note: 'x', by: 'y', atMs: 1, colour: 'red' }
			],
			dossiers: pull.dossiers.map((dossier) => ({
				...dossier,
				mood: 1,
				facts: { ...dossier.facts, debtor: { ...dossier.facts.debtor, nickname: 'x' } },
				state: { ...dossier.state, letters: [] }
			}))
		}
	};
	const read = v.parse(syncAnswerSchema, JSON.parse(JSON.stringify(more)));
	expect(read.outcomes).toEqual(received.value.outcomes);
	expect(read.pull?.dossiers).toEqual(pull?.dossiers);
	expect(read.pull?.decisions).toMatchObject([{ decision: 'forwarded', note: 'x' }]);
});
