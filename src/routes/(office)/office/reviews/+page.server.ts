// What waits for a person: flagged and quarantined operations, decided with a reason; refused and forked ones shown as they came.
import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { DECISIONS } from '$lib/core/decide-review';
import { readReviewsFilter } from '$lib/core/reviews-filter';
import { choicesOf } from '$lib/server/db/people';
import { listReviews } from '$lib/server/db/reviews';
import { officeOf } from '../../office-guard.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx, org } = await officeOf(event, 'portfolio');
	const which = v.parse(v.fallback(v.picklist(['open', 'decided']), 'open'), event.url.searchParams.get('which'));
	return { which, ...(await listReviews(ctx.db, org, which)) };
};

const decisionSchema = v.object({
	id: uuidSchema,
	decision: v.pipe(v.string(), v.trim(), v.normalize(), textSchema(300, 3))
});

export const actions: Actions = {
	decide: async (event) => {
		const { ctx, org, user } = await officeOf(event, 'portfolio');
		const form = await event.request.formData();
		const read = v.safeParse(decisionSchema, { id: form.get('id'), decision: form.get('decision') });
		if (!read.success) return fail(422, { code: 'reason-missing' });
		const decided = await decideReview(ctx.db, org, { ...read.output, actor: user, now: ctx.now() });
		return decided ? { done: true } : fail(404, { code: 'not-found' });
	}
};
