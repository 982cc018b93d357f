// One operation that waits for a person, and the decision about it, which is an operation of its own.
import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { DECISIONS, decisionsOn, reviewDecidedSchema } from '$lib/core/decide-review';
import { operationIdSchema } from '$lib/core/ids';
import { readReviewsFilter, reviewsQuery } from '$lib/core/reviews-filter';
import { mayAct } from '$lib/core/role';
import { reviewInFull, type ReviewFile } from '$lib/server/db/reviews';
import { statusOf } from '$lib/server/http/problem';
import { decideReview } from '$lib/server/office/decide-review';
import { effectOf } from '$lib/server/office/review-effect';
import { notFound, officeOf, type OfficeRequest } from '../../../office-guard.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const office = await officeOf(event, 'portfolio');
	const filter = readReviewsFilter(event.url.searchParams);
	const file = await fileOf(office, event.params.operation, event.url);
	const { reviewed, dossierNow, rules, ...shown } = file;
	const isOwn = file.author === office.user;
	const isManager = mayAct(office.who.role, 'review.decided');
	return {
		...shown,
		filter,
		saved: event.url.searchParams.has('saved'),
		isOwn,
		isManager,
		choices: file.decidedMs === null && reviewed && isManager && !isOwn ? decisionsOn(reviewed) : [],
		effect: file.decidedMs === null ? effectOf(reviewed, dossierNow, rules) : null
	};
};

const formSchema = v.object({
	decision: v.picklist(DECISIONS),
	note: v.pipe(v.string(), v.trim(), v.normalize(), reviewDecidedSchema.entries.note)
});

export const actions: Actions = {
	decide: async (event) => {
		const office = await officeOf(event, 'portfolio');
		const { id, next } = await fileOf(office, event.params.operation, event.url);
		const form = await event.request.formData();
		const read = v.safeParse(formSchema, { decision: form.get('decision'), note: form.get('note') });
		const note = form.get('note');
		const kept = typeof note === 'string' ? note : '';
		if (!read.success) return fail(422, { code: 'note-missing', note: kept });
		const decided = await decideReview(office.ctx, office.who, { operation: id, ...read.output });
		if (!decided.ok) return fail(statusOf(decided.error.code), { code: decided.error.code, note: kept });
		const query = reviewsQuery(readReviewsFilter(event.url.searchParams));
		const place = next === null ? '/office/reviews' : `/office/reviews/${next}`;
		redirect(303, `${place}${query}${query === '' ? '?' : '&'}saved=${read.output.decision}`);
	}
};

async function fileOf({ ctx, org }: OfficeRequest, text: string, url: URL): Promise<ReviewFile> {
	const id = v.safeParse(operationIdSchema, text);
	const filter = readReviewsFilter(url.searchParams);
	return (id.success ? await reviewInFull(ctx.db, org, id.output, filter) : null) ?? notFound();
}
