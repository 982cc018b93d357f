// Changing one's own password: the current one is asked again, and every other session of the account ends.
import { fail, redirect, type ActionFailure } from '@sveltejs/kit';
import * as v from 'valibot';
import { proofOf } from '$lib/server/auth/cookies';
import { PASSWORD_MAX, PASSWORD_MIN } from '$lib/server/auth/password';
import { changePassword } from '$lib/server/auth/change-password';
import { contextOf } from '$lib/server/context';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	const who = signedInOf(locals, url);
	if (!who) redirect(303, '/sign-in');
	return {
		email: who.user.email,
		min: PASSWORD_MIN,
		max: PASSWORD_MAX,
		home: who.app === 'field' ? '/day' : '/office'
	};
};

export const actions: Actions = {
	default: async ({ request, cookies, locals, url, platform, getClientAddress }) => {
		const who = signedInOf(locals, url);
		if (!who) redirect(303, '/sign-in');
		const form = await request.formData();
		const asked = v.safeParse(formSchema, Object.fromEntries(form));
		if (!asked.success) return refused(400, 'malformed');
		const { current, fresh, again } = asked.output;
		if (fresh !== again) return refused(400, 'password-differs');
		const proof = await proofOf(cookies, who.user.email);
		const changed = await changePassword(await contextOf(platform?.env), who, {
			current,
			fresh,
			address: getClientAddress(),
			proof
		});
		if (!changed.ok) return refused(400, changed.error.code, Number(changed.error.data?.['seconds'] ?? 0));
		return { changed: true, code: null, seconds: 0 };
	}
};

const passwordSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(1_000));
const formSchema = v.object({ current: passwordSchema, fresh: passwordSchema, again: passwordSchema });

type Refused<Code> = ActionFailure<{ readonly changed: false; readonly code: Code; readonly seconds: number }>;

const refused = <const Code extends string>(status: number, code: Code, seconds = 0): Refused<Code> =>
	fail(status, { changed: false, code, seconds });

/** The office's account, unless the phone's is asked for or is the only one. */
const signedInOf = (locals: App.Locals, url: URL) =>
	url.searchParams.get('app') === 'field' ? (locals.field ?? locals.office) : (locals.office ?? locals.field);
