// What the office does meanwhile: publishes and reassigns rounds, reverses payments, imports, shuts out and lets in again.
import * as v from 'valibot';
import type { SignedIn } from '../../src/app';
import {
	dossierIdSchema,
	deviceIdSchema,
	operationIdSchema,
	roundIdSchema,
	uuidV7,
	type DossierId,
	type RoundId
} from '$lib/core/ids';
import { dateSchema } from '$lib/core/operation';
import { addDays, parisDay, type LocalDate } from '$lib/core/time';
import { DECISIONS } from '$lib/core/decide-review';
import { erasePlaces } from '$lib/server/erase-places';
import { actInOffice } from '$lib/server/office/act';
import { decideReview } from '$lib/server/office/decide-review';
import { addLines, commit, startImport } from '$lib/server/imports/import';
import { revokeDevice, setUserDisabled } from '$lib/server/people/users';
import { hold } from './model';
import type { World } from './world';

/** One act of the office, drawn from what it does all day. */
export async function office(world: World): Promise<void> {
	const step = world.dice.weighed([
		[40, publish],
		[15, republish],
		[30, reverse],
		[15, importClaims],
		[45, decide]
	]);
	await step(world);
}

/** Some dossiers go to a collector, perhaps from another one. */
async function publish(world: World): Promise<void> {
	const { company, dice } = world;
	const { ctx, collectors, dossiers } = company;
	const stops = dossiers.filter(() => dice.once(2));
	const day = addDays(parisDay(ctx.now()), dice.below(4) - 1);
	const round = v.parse(roundIdSchema, uuidV7(ctx.now(), ctx.random));
	await publishStops(world, { round, collector: dice.of(collectors), day, stops });
}

/** Today's round of a collector. */
export async function publishTo(world: World, collector: SignedIn, stops: readonly DossierId[]): Promise<void> {
	const { ctx } = world.company;
	const round = v.parse(roundIdSchema, uuidV7(ctx.now(), ctx.random));
	await publishStops(world, { round, collector, day: parisDay(ctx.now()), stops });
}

/** A published round changes: a dossier is taken from it, or added. */
async function republish(world: World): Promise<void> {
	const { company, dice } = world;
	const rounds = company.db.rows(`SELECT id, collector, day FROM round WHERE status <> 'closed' ORDER BY id`);
	if (rounds.length === 0) return;
	const row = dice.of(rounds);
	const stops = company.dossiers.filter(() => dice.once(2));
	const collector = company.collectors.find(({ user }) => user.id === row['collector']);
	if (!collector) return;
	const round = v.parse(roundIdSchema, row['id']);
	await publishStops(world, { round, collector, day: v.parse(dateSchema, row['day']), stops });
}

type Plan = {
	readonly round: RoundId;
	readonly collector: SignedIn;
	readonly day: LocalDate;
	readonly stops: readonly DossierId[];
};

async function publishStops(world: World, { round, collector, day, stops }: Plan): Promise<void> {
	const { ctx, managers } = world.company;
	const outcome = await actInOffice(ctx, world.dice.of(managers), 'round.published', null, {
		round,
		collector: collector.user.id,
		day,
		target: 50_000,
		currency: 'EUR',
		stops: stops.map((dossier) => ({ dossier, pinned: false, window: null, override: null }))
	});
	if (outcome.ok) world.operations += 1;
}

/** A manager agrees to a request; sometimes it is the wrong person, or the second time. */
async function reverse(world: World): Promise<void> {
	const { company, dice } = world;
	const asked = company.db.rows(
		`SELECT operation, dossier, request, status FROM payment WHERE request IS NOT NULL ORDER BY operation`
	);
	if (asked.length === 0) {
		await askReversal(world);
		return;
	}
	const { operation, dossier, request } = dice.of(asked);
	const ids = { payment: v.parse(operationIdSchema, operation), request: v.parse(operationIdSchema, request) };
	const body = { ...ids, reason: 'Vu avec le débiteur' };
	const who = dice.of(company.managers);
	const outcome = await actInOffice(company.ctx, who, 'payment.reversed', v.parse(dossierIdSchema, dossier), body);
	if (outcome.ok) world.operations += 1;
}

/** A manager decides about what waits; now and then about what was decided already, or in a way that is not possible. */
export async function decide(world: World): Promise<void> {
	const { company, dice } = world;
	const waiting = company.db.rows(
		`SELECT operation AS id FROM review UNION SELECT id FROM refused_operation ORDER BY id`
	);
	if (waiting.length === 0) return;
	const operation = v.parse(operationIdSchema, dice.of(waiting)['id']);
	const body = { operation, decision: dice.of(DECISIONS), note: 'Vu avec l’agent' };
	const outcome = await decideReview(company.ctx, dice.of(company.managers), body);
	world.count(outcome.ok ? `decided: ${body.decision}` : `not decided: ${outcome.error.code}`);
	if (outcome.ok) world.operations += 1;
}

/** The office itself asks, so that the same person could try to agree. */
async function askReversal(world: World): Promise<void> {
	const { company, dice } = world;
	const paid = company.db.rows(`SELECT operation, dossier FROM payment WHERE status = 'recorded' ORDER BY operation`);
	if (paid.length === 0) return;
	const { operation, dossier } = dice.of(paid);
	const body = { payment: v.parse(operationIdSchema, operation), reason: 'Chèque sans provision' };
	const who = dice.of(company.managers);
	const outcome = await actInOffice(
		company.ctx,
		who,
		'payment.reversal-requested',
		v.parse(dossierIdSchema, dossier),
		body
	);
	if (outcome.ok) world.operations += 1;
}

/** A file changes the principal of a claim, or gives a dossier to a collector. */
async function importClaims(world: World): Promise<void> {
	const { company, dice } = world;
	const { ctx, org, managers, dossiers, collectors } = company;
	const importer = { org, user: dice.of(managers).user.id };
	const index = dice.below(dossiers.length);
	const cells = {
		dossier: `D-${index}`,
		creditor: 'C',
		debtorName: 'Paul Durand',
		claim: `D-${index}`,
		dueOn: '31/03/2026',
		principal: `${800 + dice.below(400)},00`,
		collector: dice.of(collectors).user.email
	};
	const id = await startImport(ctx, importer);
	const staged = await addLines(ctx, importer, id, [{ line: 2, cells }]);
	hold('import', staged.ok, () => 'the lines of an import were refused');
	const done = await commit(ctx, importer, id, 'all');
	if (!done.ok) world.count(`not imported: ${done.error.code}`);
	else world.count('import');
}

/** A phone is taken out of service for good. */
export async function revoke(world: World): Promise<void> {
	const { company, dice } = world;
	const admin = company.managers.at(-1);
	const devices = company.db.rows(`SELECT id FROM device WHERE kind = 'field' AND revoked_ms IS NULL ORDER BY id`);
	if (!admin || devices.length < 2) return;
	world.count('device-revoked');
	await revokeDevice(company.ctx, admin, v.parse(deviceIdSchema, dice.of(devices)['id']), true);
}

/** What the server does every night: positions that were kept long enough go, and none of them stays. */
export async function night(world: World): Promise<void> {
	const { ctx, db } = world.company;
	if ((await erasePlaces(ctx)) > 0) world.count('places-erased');
	const old = db.number(
		`SELECT COUNT(*) FROM operation_place p JOIN operation o ON o.id = p.operation WHERE o.received_ms < :longAgo`,
		{ longAgo: ctx.now() - 63 * 86_400_000 }
	);
	hold('I6', old === 0, () => `${old} positions are kept longer than two months`);
}

/** A collector may not sign in any more, or may again. */
export async function disable(world: World, isDisabled: boolean): Promise<void> {
	const { ctx, managers, collectors } = world.company;
	const admin = managers.at(-1);
	if (!admin) return;
	world.count(isDisabled ? 'user-disabled' : 'user-enabled');
	await setUserDisabled(ctx, admin, world.dice.of(collectors).user.id, isDisabled, true);
}
