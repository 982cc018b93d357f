// Publishing a round: gates need a reason, overdue promises are never left out, and a changed round goes out under the same id.
import type { DossierId, RoundId } from '$lib/core/ids';
import { plainStop, plannedStop, type PlannedStop } from '$lib/core/planned-stop';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import type { Stop } from '$lib/core/round';
import type { SignedIn } from '../../../app';
import type { ServerContext } from '../context';
import { dossiersOf, selectDossiers } from '../db/dossiers';
import { houseRulesOf, selectRules } from '../db/house-rules';
import { roundPlan, saveDraft, type RoundPlan } from '../db/rounds';
import { actInOffice } from '../office/act';

export type RoundView = {
	readonly plan: Omit<RoundPlan, 'dossiers' | 'rules'>;
	readonly stops: readonly PlannedStop[];
	/** Overdue promises of the collector that the round leaves out. */
	readonly missing: readonly PlannedStop[];
};

/** A round with what each stop means; null when the organisation has none of this id. */
export async function viewRound(ctx: ServerContext, who: SignedIn, id: RoundId): Promise<RoundView | null> {
	const found = await roundPlan(ctx.db, who.organisation.id, id);
	if (!found) return null;
	const { dossiers, rules, ...plan } = found;
	const byId = new Map(dossiers.map((dossier) => [dossier.id, dossier]));
	const describe = (stop: Stop): readonly PlannedStop[] => {
		const dossier = byId.get(stop.dossier);
		return dossier ? [plannedStop(stop, dossier, judgedAs(plan), rules)] : [];
	};
	const planned = new Set(plan.stops.map((stop) => stop.dossier));
	return {
		plan,
		stops: plan.stops.flatMap(describe),
		missing: plan.overdue.filter((dossier) => !planned.has(dossier)).flatMap((dossier) => describe(plainStop(dossier)))
	};
}

/** Dossiers that may become stops of a round, as the office sees them; foreign and missing ids are left out. */
export async function describeStops(
	ctx: ServerContext,
	who: SignedIn,
	plan: Omit<RoundPlan, 'dossiers' | 'rules'>,
	stops: readonly Stop[]
): Promise<readonly PlannedStop[]> {
	const ids = stops.map((stop) => stop.dossier);
	const org = who.organisation.id;
	const [rows, house] = await ctx.db.readBatch([selectDossiers(org, ids), selectRules(org)]);
	const rules = houseRulesOf(house);
	const byId = new Map(dossiersOf(rows).map((dossier) => [dossier.id, dossier]));
	return stops.flatMap((stop) => {
		const dossier = byId.get(stop.dossier);
		return dossier ? [plannedStop(stop, dossier, judgedAs(plan), rules)] : [];
	});
}

export type RoundChange = { readonly target: number; readonly stops: readonly Stop[] };

/** Keeps a draft as it stands, whatever stands in the way of publishing it. */
export async function keepDraft(
	ctx: ServerContext,
	who: SignedIn,
	id: RoundId,
	change: RoundChange
): Promise<Result<null, Refusal>> {
	const view = await viewRound(ctx, who, id);
	if (!view) return err(refusal('not-found'));
	if (view.plan.status !== 'draft') return err(refusal('round-published'));
	await saveDraft(ctx.db, who.organisation.id, id, change.target, change.stops);
	return ok(null);
}

/** Publishes a round, or publishes it again as changed; the phone learns of it at its next sync. */
export async function publishRound(
	ctx: ServerContext,
	who: SignedIn,
	id: RoundId,
	change: RoundChange
): Promise<Result<null, Refusal>> {
	const view = await viewRound(ctx, who, id);
	if (!view) return err(refusal('not-found'));
	const { plan } = view;
	if (change.stops.length === 0) return err(refusal('round-empty'));
	const described = await describeStops(ctx, who, plan, change.stops);
	if (described.length < change.stops.length) return err(refusal('not-found'));
	const blocked = described.find((stop) => stop.blocks.length > 0 && stop.override === null);
	if (blocked) return err(refusal('round-gate', { ref: blocked.ref }));
	const left = await leftOut(ctx, who, plan, change.stops);
	if (left) return err(refusal('round-overdue-missing', { ref: left.ref }));
	const outcome = await actInOffice(ctx, who, 'round.published', null, {
		round: id,
		collector: plan.collectorId,
		day: plan.day,
		target: change.target,
		currency: plan.currency,
		stops: [...change.stops]
	});
	return outcome.ok ? ok(null) : outcome;
}

/** An overdue promise that may be visited and is not planned. */
async function leftOut(
	ctx: ServerContext,
	who: SignedIn,
	plan: RoundView['plan'],
	stops: readonly Stop[]
): Promise<PlannedStop | undefined> {
	const planned = new Set<DossierId>(stops.map((stop) => stop.dossier));
	const missing = plan.overdue.filter((dossier) => !planned.has(dossier)).map(plainStop);
	const described = missing.length === 0 ? [] : await describeStops(ctx, who, plan, missing);
	return described.find((stop) => stop.blocks.length === 0);
}

const judgedAs = ({ day, overdue }: Pick<RoundPlan, 'day' | 'overdue'>) => ({ day, overdue: new Set(overdue) });
