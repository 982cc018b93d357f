// A new round: for whom and which day; it starts as a draft with the overdue promises in it.
import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { roundIdSchema, userIdSchema, uuidV7 } from '$lib/core/ids';
import { dateSchema } from '$lib/core/operation';
import { addDays, parisDay } from '$lib/core/time';
import { choicesOf } from '$lib/server/db/people';
import { createDraft, openRoundOf } from '$lib/server/db/rounds';
import { officeOf } from '../../../office-guard.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx, org } = await officeOf(event, 'rounds');
	const today = parisDay(ctx.now());
	const wanted = v.parse(v.fallback(dateSchema, addDays(today, 1)), event.url.searchParams.get('day'));
	const { collectors } = await choicesOf(ctx.db, org);
	return {
		today,
		day: wanted < today ? today : wanted,
		collectors,
		collector: event.url.searchParams.get('collector')
	};
};

const formSchema = v.object({ collector: userIdSchema, day: dateSchema });

export const actions: Actions = {
	default: async (event) => {
		const { ctx, org } = await officeOf(event, 'rounds');
		const form = await event.request.formData();
		const wanted = v.safeParse(formSchema, { collector: form.get('collector'), day: form.get('day') });
		if (!wanted.success || wanted.output.day < parisDay(ctx.now())) return fail(422, { code: 'round-invalid' });
		const open = await openRoundOf(ctx.db, org, wanted.output.collector, wanted.output.day);
		if (open) redirect(303, `/office/rounds/${open}`);
		const id = v.parse(roundIdSchema, uuidV7(ctx.now(), ctx.random));
		if (!(await createDraft(ctx.db, org, { id, ...wanted.output, target: 0 }, [])))
			return fail(422, { code: 'round-invalid' });
		redirect(303, `/office/rounds/${id}`);
	}
};
