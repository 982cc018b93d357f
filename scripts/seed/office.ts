// What the office of the demo did: rounds published the evening before, a reversal approved.
import * as v from 'valibot';
import type { Refusal } from '$lib/core/refusal';
import type { Result } from '$lib/core/result';
import { appOfRole } from '$lib/core/role';
import type { OperationOutcome } from '$lib/core/wire';
import { addDays, parisDay, type Instant, type LocalDate } from '$lib/core/time';
import type { Act, Body, OperationKind } from '$lib/core/operation';
import { operationIdSchema, type DossierId } from '$lib/core/ids';
import { actInOffice } from '$lib/server/office/act';
import type { ServerContext } from '$lib/server/context';
import { statement } from '$lib/server/db/connection';
import { readRows } from '$lib/server/db/read-rows';
import { signer } from '$lib/server/signature';
import { admit, type Checked } from '$lib/server/sync/admit';
import { arrivalOf, wantedByActs } from '$lib/server/sync/arrival';
import { judge } from '$lib/server/sync/judge';
import { readForJudging } from '$lib/server/sync/reading';
import { guardEpoch, nextRevision, pushStatements } from '$lib/server/sync/write';
import type { SignedIn } from '../../src/app';
import { chanceOf } from './chance';
import { OFFICE, OFFICE_DEVICE, ORG, ORGANISATION, type Collector, type Person } from './company';
import { atMinute, TARGET, type History, type Round } from './history';
import { signAct } from './phone';

/** The session of someone of the demo, as the server would read it from a cookie. */
export function signedInAs({ id, name, email, role }: Person): SignedIn {
	const { name: company, siren, address, phone } = ORGANISATION;
	return {
		user: { id, name, email },
		role,
		app: appOfRole(role),
		organisation: { id: ORG, name: company, siren, address, phone, demo: true },
		sessionIdHash: '',
		expiresMs: 0
	};
}

export type Publication = {
	readonly collector: Collector;
	readonly round: Round;
	readonly at: Instant;
	/** Why it is planned though a gate speaks; null when none does. */
	readonly why: string | null;
};

/** Publishes rounds now; one that the people of the demo have made impossible (a collector disabled, say) is left out. */
export async function publishRounds(ctx: ServerContext, rounds: readonly Publication[]): Promise<void> {
	for (const publication of rounds)
		await act({ ...ctx, now: () => publication.at }, OFFICE.planner, 'round.published', null, bodyOf(publication));
}

/** Publishes all rounds of the past that the server does not have yet, in one write on the office's chain. */
export async function publishPast(ctx: ServerContext, rounds: readonly Publication[]): Promise<void> {
	const known = await roundsKnown(ctx);
	const missing = rounds.filter(({ round }) => !known.has(round.id)).sort((a, b) => a.at - b.at);
	if (missing.length === 0) return;
	const acts = missing.map((publication) => publishedAct(publication));
	const door = { org: ORG, device: OFFICE_DEVICE, actor: OFFICE.planner.id };
	const { reading } = await readForJudging(ctx.db, door, wantedByActs(acts));
	if (!reading) throw new Error('the office of the demo is missing');
	const { serverKey } = ctx.env;
	const base = { epoch: reading.epoch, rev: reading.rev };
	const checked: Checked[] = [];
	let { head } = reading.device;
	for (const published of acts) {
		const chain = { org: ORG, device: OFFICE_DEVICE, head, sign: signer(serverKey.privateKey) };
		const operation = await signAct({ act: published, base, place: null }, chain, ctx.random);
		head = { seq: operation.header.seq, hash: operation.hash };
		checked.push({ arrival: arrivalOf(operation), standing: 'ok' });
	}
	const now = ctx.now();
	const admission = admit(checked, reading, true);
	const judgement = judge(admission, reading, { now, random: ctx.random });
	const wrong = judgement.outcomes.find(({ outcome }) => outcome !== 'applied');
	if (wrong) throw new Error(`a round of the demo could not be published: ${JSON.stringify(wrong)}`);
	await ctx.db.writeBatch([
		guardEpoch(ORG, reading.epoch),
		nextRevision(ORG),
		...pushStatements({ reading, admission, judgement, now })
	]);
}

const bodyOf = ({ collector, round, why }: Publication): Body<'round.published'> => ({
	round: round.id,
	collector: collector.id,
	day: round.day,
	target: TARGET,
	currency: 'EUR',
	stops: round.stops.map((dossier) => ({ dossier, pinned: false, window: null, override: why }))
});

const publishedAct = (publication: Publication): Act => ({
	kind: 'round.published',
	id: v.parse(operationIdSchema, chanceOf(`published ${publication.round.id}`).uuid(publication.at)),
	actor: OFFICE.planner.id,
	device: OFFICE_DEVICE,
	dossier: null,
	day: parisDay(publication.at),
	at: publication.at,
	body: bodyOf(publication)
});

/** When the planner published a round of the past: the evening before. */
export const eveningBefore = (day: LocalDate): Instant => atMinute(addDays(day, -1), 17 * 60);

/** A second person approves the reversal that a collector asked for; approved already, nothing happens. */
export async function approveReversal(
	ctx: ServerContext,
	request: NonNullable<History['request']>,
	at: Instant
): Promise<void> {
	const [found] = await ctx.db.readBatch([
		statement(ORG, 'SELECT status FROM payment WHERE org = :org AND operation = :payment', { payment: request.payment })
	]);
	const [payment] = readRows(found, v.object({ status: v.string() }));
	if (payment?.status !== 'reversal-requested') return;
	const body = {
		payment: request.payment,
		request: request.id,
		reason: 'Doublon confirmé avec l’agent, reçu récupéré.'
	};
	assertApplied(await act({ ...ctx, now: () => at }, OFFICE.approver, 'payment.reversed', request.dossier, body));
}

const act = <Kind extends OperationKind>(
	ctx: ServerContext,
	who: Person,
	kind: Kind,
	dossier: DossierId | null,
	body: Body<Kind>
): Promise<Result<OperationOutcome, Refusal>> => actInOffice(ctx, signedInAs(who), kind, dossier, body);

function assertApplied(outcome: Result<OperationOutcome, Refusal>): void {
	if (!outcome.ok || outcome.value.outcome !== 'applied')
		throw new Error(`the office of the demo could not act: ${JSON.stringify(outcome)}`);
}

async function roundsKnown({ db }: ServerContext): Promise<ReadonlySet<string>> {
	const [found] = await db.readBatch([statement(ORG, 'SELECT id FROM round WHERE org = :org')]);
	return new Set(readRows(found, v.object({ id: v.string() })).map(({ id }) => id));
}
