// What happens to cash in the office meanwhile: it is counted and handed over, brought to the bank, and seen on the account.
import * as v from 'valibot';
import { changeOf } from '$lib/core/cash-count';
import { operationIdSchema } from '$lib/core/ids';
import { parisDay } from '$lib/core/time';
import { actInOffice } from '$lib/server/office/act';
import type { SignedIn } from '../../src/app';
import type { SimRow } from './database';
import type { World } from './world';

const STROKES = {
	height: 400,
	durationMs: 1_800,
	lines: [[100, 200, 150, 120, 200, 240, 260, 110, 320, 250, 380, 130, 440, 240, 500, 150, 560, 230, 640, 180]]
};

/** One act on cash, drawn from what a cashier does. */
export async function moveCash(world: World): Promise<void> {
	const step = world.dice.weighed([
		[6, handOver],
		[2, deposit],
		[2, confirm]
	]);
	await step(world);
	// A cashier's afternoon: what is counted goes to the bank, and is seen on the account.
	if (!world.dice.once(3)) return;
	for (const next of [handOver, deposit, confirm]) await next(world);
}

/** A manager counts what a collector gives; once in four times it is not what was expected. */
async function handOver(world: World): Promise<void> {
	const { company, dice } = world;
	const { ctx, db, collectors, managers } = company;
	const [receiver] = managers;
	const holders = db.rows(`SELECT DISTINCT holder FROM cash_balance WHERE minor <> 0 ORDER BY holder`);
	const from = dice.of(collectors.filter(isHolding(holders)).concat(collectors.slice(0, 1))).user.id;
	const expected = db.number('SELECT COALESCE(SUM(minor), 0) FROM cash_balance WHERE holder = :from', { from });
	const counted = Math.max(0, dice.once(4) ? expected - 500 : expected);
	if (!receiver) return;
	const cheques = db.rows(`SELECT operation FROM cheque WHERE holder = :from ORDER BY operation`, { from });
	const outcome = await actInOffice(ctx, receiver, 'cash.handed-over', null, {
		from,
		currency: 'EUR',
		expected,
		counted,
		denominations: [...changeOf(counted, 'EUR').pieces],
		variance: counted === expected ? null : { minor: counted - expected, reason: 'Compté deux fois' },
		cheques: cheques.map(({ operation }) => v.parse(operationIdSchema, operation)),
		signatures: { from: STROKES, to: STROKES }
	});
	note(world, outcome.ok, 'cash-handed-over');
}

const isHolding =
	(holders: readonly SimRow[]) =>
	({ user }: SignedIn): boolean =>
		holders.some(({ holder }) => holder === user.id);

async function deposit(world: World): Promise<void> {
	const { ctx, db, managers } = world.company;
	const [depositor] = managers;
	if (!depositor) return;
	const open = db.rows(
		`SELECT operation, counted_minor FROM cash_hand_over WHERE receiver = :id AND deposit IS NULL ORDER BY operation`,
		{ id: depositor.user.id }
	);
	const outcome = await actInOffice(ctx, depositor, 'cash.deposited', null, {
		currency: 'EUR',
		handOvers: open.map(({ operation }) => v.parse(operationIdSchema, operation)),
		cash: open.reduce((sum, row) => sum + Number(row['counted_minor']), 0),
		cheques: [],
		slip: 'B-1'
	});
	note(world, outcome.ok, 'cash-deposited');
}

/** Whoever brought it to the bank may not confirm it: sometimes he tries. */
async function confirm(world: World): Promise<void> {
	const { ctx, db, managers } = world.company;
	const [row] = db.rows(`SELECT operation, minor FROM cash_deposit WHERE confirmed IS NULL ORDER BY operation LIMIT 1`);
	if (!row) return;
	const body = { on: parisDay(ctx.now()), credited: Number(row['minor']), variance: null };
	const outcome = await actInOffice(ctx, world.dice.of(managers), 'cash.deposit-confirmed', null, {
		...body,
		deposit: v.parse(operationIdSchema, row['operation'])
	});
	note(world, outcome.ok, 'deposit-confirmed');
}

function note(world: World, isDone: boolean, what: string): void {
	if (!isDone) return;
	world.operations += 1;
	world.count(what);
}
