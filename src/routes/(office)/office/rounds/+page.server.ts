// Rounds of a day and of the days around it.
import * as v from 'valibot';
import { dateSchema } from '$lib/core/operation';
import { parisDay } from '$lib/core/time';
import { listRounds } from '$lib/server/db/rounds';
import { officeOf } from '../../office-guard.server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx, org } = await officeOf(event, 'rounds');
	const today = parisDay(ctx.now());
	const day = v.parse(v.fallback(dateSchema, today), event.url.searchParams.get('day'));
	return { day, today, rounds: await listRounds(ctx.db, org, day, day) };
};
