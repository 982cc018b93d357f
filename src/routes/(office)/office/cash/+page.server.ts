// The collectors' cash at the end of a day.
import * as v from 'valibot';
import { dateSchema } from '$lib/core/operation';
import { parisDay } from '$lib/core/time';
import { cashOfDay } from '$lib/server/db/cash';
import { officeOf } from '../../office-guard.server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx, org } = await officeOf(event, 'cash');
	const today = parisDay(ctx.now());
	const day = v.parse(v.fallback(dateSchema, today), event.url.searchParams.get('day'));
	return { day, today, cash: await cashOfDay(ctx.db, org, day) };
};
