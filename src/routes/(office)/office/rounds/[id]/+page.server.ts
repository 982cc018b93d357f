// One round: shaped, kept as a draft, published, or published again as changed.
import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { parseAmount } from '$lib/core/parse-amount';
import { roundIdSchema, type RoundId } from '$lib/core/ids';
import { roundPublishedSchema } from '$lib/core/operation';
import { plainStop } from '$lib/core/planned-stop';
import { readPortfolioFilter } from '$lib/core/portfolio-filter';
import type { Refusal } from '$lib/core/refusal';
import { parisDay } from '$lib/core/time';
import { listPortfolio } from '$lib/server/db/portfolio';
import { discardDraft } from '$lib/server/db/rounds';
import { statusOf } from '$lib/server/http/problem';
import { describeStops, keepDraft, publishRound, viewRound, type RoundChange } from '$lib/server/rounds/publish';
import { notFound, officeOf } from '../../../office-guard.server';
import { untickedDebts } from '../../../owed-guard.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx, org, who } = await officeOf(event, 'rounds');
	const view = await viewRound(ctx, who, idOf(event.params.id));
	if (!view) return notFound();
	const parameters = event.url.searchParams;
	const everyone = parameters.get('everyone') === '1';
	const asked = readPortfolioFilter([['q', parameters.get('q') ?? '']]);
	const filter = { ...asked, collector: everyone ? null : view.plan.collectorId };
	const found = await listPortfolio(ctx.db, org, filter, parisDay(ctx.now()));
	const candidates = await describeStops(
		ctx,
		who,
		view.plan,
		found.rows.filter((row) => row.balance > 0 && row.phase !== 'closed').map((row) => plainStop(row.id))
	);
	return { ...view, candidates, found: found.total, q: asked.q, everyone };
};

export const actions: Actions = {
	keep: async (event) => {
		const { ctx, who } = await officeOf(event, 'rounds');
		const change = readChange(await event.request.formData());
		if (!change) return fail(422, { code: 'round-malformed', ref: '' });
		const kept = await keepDraft(ctx, who, idOf(event.params.id), change);
		return kept.ok ? { done: 'kept' as const } : failure(kept.error);
	},
	publish: async (event) => {
		const office = await officeOf(event, 'rounds');
		const form = await event.request.formData();
		const change = readChange(form);
		if (!change) return fail(422, { code: 'round-malformed', ref: '' });
		const round = idOf(event.params.id);
		const debts = await untickedDebts(office, form, { round, kept: change.stops.map(({ dossier }) => dossier) });
		if (debts.length > 0) return fail(409, { code: 'phone-owes', ref: '', debts });
		const published = await publishRound(office.ctx, office.who, round, change);
		return published.ok ? { done: 'published' as const } : failure(published.error);
	},
	discard: async (event) => {
		const { ctx, org } = await officeOf(event, 'rounds');
		await discardDraft(ctx.db, org, idOf(event.params.id));
		redirect(303, '/office/rounds');
	}
};

const stopsSchema = v.pipe(v.string(), v.parseJson(), roundPublishedSchema.entries.stops);

function idOf(text: string): RoundId {
	const id = v.safeParse(roundIdSchema, text);
	return id.success ? id.output : notFound();
}

/** The stops and the target of the form; null when they were tampered with or the amount cannot be read. */
function readChange(form: FormData): RoundChange | null {
	const stops = v.safeParse(stopsSchema, form.get('stops'));
	const typed = form.get('target');
	const target = parseAmount(typeof typed === 'string' && typed.trim() !== '' ? typed : '0');
	return stops.success && target.ok && target.value.minor >= 0
		? { target: target.value.minor, stops: stops.output }
		: null;
}

function failure({ code, data }: Refusal) {
	const ref = data?.['ref'];
	return fail(statusOf(code), { code, ref: typeof ref === 'string' ? ref : '' });
}
