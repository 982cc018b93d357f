// What waits for a person: flagged, set aside and refused operations, under the filters of the address.
import * as v from 'valibot';
import { DECISIONS } from '$lib/core/decide-review';
import { readReviewsFilter } from '$lib/core/reviews-filter';
import { choicesOf } from '$lib/server/db/people';
import { listReviews } from '$lib/server/db/reviews';
import { officeOf } from '../../office-guard.server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx, org } = await officeOf(event, 'portfolio');
	const { searchParams } = event.url;
	const filter = readReviewsFilter(searchParams);
	const [list, { collectors }] = await Promise.all([listReviews(ctx.db, org, filter), choicesOf(ctx.db, org)]);
	const saved = v.parse(v.fallback(v.nullable(v.picklist(DECISIONS)), null), searchParams.get('saved'));
	return { filter, ...list, collectors, saved };
};
