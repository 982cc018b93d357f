// Signed plans and promises of a period.
import * as v from 'valibot';
import { userIdSchema } from '$lib/core/ids';
import { dateSchema } from '$lib/core/operation';
import { addDays, parisDay } from '$lib/core/time';
import { choicesOf } from '$lib/server/db/people';
import { listPromises, listProtocols } from '$lib/server/db/protocols';
import { officeOf } from '../../office-guard.server';
import type { PageServerLoad } from './$types';

const DAYS_SHOWN = 30;

export const load: PageServerLoad = async (event) => {
	const { ctx, org } = await officeOf(event, 'protocols');
	const today = parisDay(ctx.now());
	const parameters = event.url.searchParams;
	const day = v.parse(v.fallback(v.nullable(dateSchema), null), parameters.get('day'));
	const until = v.parse(v.fallback(dateSchema, day ?? today), parameters.get('until'));
	const from = day ?? addDays(today, -DAYS_SHOWN);
	const collector = v.parse(v.fallback(v.nullable(userIdSchema), null), parameters.get('collector'));
	const period = { from, until, collector };
	const [protocols, promises, choices] = await Promise.all([
		listProtocols(ctx.db, org, period),
		listPromises(ctx.db, org, period),
		choicesOf(ctx.db, org)
	]);
	return { ...period, today, protocols, promises, collectors: choices.collectors };
};
