// Signing out of one app, and of every other device when asked; the other app of this browser stays signed in.
import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { dropSession, sessionIdsOf } from '$lib/server/auth/cookies';
import { closeSession, revokeSessions } from '$lib/server/auth/session';
import { contextOf } from '$lib/server/context';
import type { Actions, PageServerLoad } from './$types';

/** The sessions that may be ended here: the one of `?app`, or both. */
export const load: PageServerLoad = ({ locals, url }) => {
	const asked = url.searchParams.get('app');
	return {
		field: asked === 'office' || !locals.field ? null : { name: locals.field.user.name },
		office: asked === 'field' || !locals.office ? null : { name: locals.office.user.name }
	};
};

export const actions: Actions = {
	default: async ({ request, cookies, url, locals, platform }) => {
		const form = await request.formData();
		const app = v.parse(v.fallback(v.picklist(['field', 'office']), 'office'), form.get('app'));
		const id = sessionIdsOf(cookies)[app];
		const who = locals[app];
		if (id !== undefined) {
			const ctx = await contextOf(platform?.env);
			if (who && form.get('everywhere') === 'on')
				await ctx.db.writeBatch([revokeSessions(who.organisation.id, who.user.id)]);
			else await closeSession(ctx, id);
		}
		dropSession(cookies, url, app);
		redirect(303, `/sign-in?app=${app}`);
	}
};
