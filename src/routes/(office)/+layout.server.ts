// What every page of the office knows: who is signed in, for whom, and what this role may open.
import { redirect } from '@sveltejs/kit';
import { OFFICE_RIGHTS, mayOpen } from '$lib/core/role';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals }) => {
	const who = locals.office;
	if (!who) redirect(303, '/sign-in?app=office');
	return {
		user: who.user,
		role: who.role,
		organisation: { name: who.organisation.name, demo: who.organisation.demo },
		rights: OFFICE_RIGHTS.filter((right) => mayOpen(who.role, right))
	};
};
