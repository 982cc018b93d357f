// What the office of the demo did: rounds published the evening before, a reversal approved.
import * as v from 'valibot';
import type { Refusal } from '$lib/core/refusal';
import type { Result } from '$lib/core/result';
import { appOfRole } from '$lib/core/role';
import type { OperationOutcome } from '$lib/core/wire';
import { addDays, type Instant, type LocalDate } from '$lib/core/time';
import type { Body, OperationKind } from '$lib/core/operation';
import type { DossierId } from '$lib/core/ids';
import { actInOffice } from '$lib/server/office/act';
import type { ServerContext } from '$lib/server/context';
import { statement } from '$lib/server/db/connection';
import { readRows } from '$lib/server/db/read-rows';
import type { SignedIn } from '../../src/app';
import { OFFICE, ORG, ORGANISATION, type Collector, type Person } from './company';
import { atMinute, TARGET, type History, type Round } from './history';

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

/**
 * Publishes the rounds that the server does not have yet, each at the time given. What the people of the demo have changed
 * meanwhile (a collector disabled, say) may stop one; the past is told whole or not at all.
 */
export async function publishRounds(
	ctx: ServerContext,
	rounds: readonly Publication[],
	how: 'all' | 'as far as possible'
): Promise<void> {
	const known = await roundsKnown(ctx);
	const missing = rounds.filter(({ round }) => !known.has(round.id)).sort((a, b) => a.at - b.at);
	for (const { collector, round, at, why } of missing) {
		const published = await act({ ...ctx, now: () => at }, OFFICE.planner, 'round.published', null, {
			round: round.id,
			collector: collector.id,
			day: round.day,
			target: TARGET,
			currency: 'EUR',
			stops: round.stops.map((dossier) => ({ dossier, pinned: false, window: null, override: why }))
		});
		if (how === 'all') assertApplied(published);
	}
}

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
