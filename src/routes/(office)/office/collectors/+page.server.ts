// The collectors of a day: phone, cash held, round.
import { parisDay } from '$lib/core/time';
import { collectorsOfDay } from '$lib/server/db/people';
import { officeOf } from '../../office-guard.server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx, org } = await officeOf(event, 'board');
	const today = parisDay(ctx.now());
	return { today, nowMs: Number(ctx.now()), collectors: await collectorsOfDay(ctx.db, org, today) };
};
