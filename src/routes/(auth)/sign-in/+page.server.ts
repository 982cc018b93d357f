// Signing in by a form that works without JavaScript, and the accounts of a demo.
import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { sessionRequestSchema } from '$lib/core/wire';
import { keepSession, proofOf } from '$lib/server/auth/cookies';
import { DEMO_PASSWORD, demoAccounts } from '$lib/server/auth/demo';
import { signIn } from '$lib/server/auth/sign-in';
import { contextOf } from '$lib/server/context';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, platform, url }) => {
	if (url.searchParams.has('start')) {
		if (locals.office) redirect(303, '/office');
		if (locals.field) redirect(303, '/preflight');
	}
	const accounts = await demoAccounts(await contextOf(platform?.env));
	return {
		app: url.searchParams.get('app') === 'office' ? ('office' as const) : ('field' as const),
		field: locals.field && { name: locals.field.user.name },
		office: locals.office && { name: locals.office.user.name },
		demo: accounts.length === 0 ? null : { accounts, password: DEMO_PASSWORD }
	};
};

export const actions: Actions = {
	default: async ({ request, cookies, url, platform, getClientAddress }) => {
		const form = await request.formData();
		const asked = v.safeParse(credentialsSchema, { email: form.get('email'), password: form.get('password') });
		if (!asked.success) return fail(400, { code: 'malformed' as const, email: textOf(form.get('email')), seconds: 0 });
		const { email, password } = asked.output;
		const ctx = await contextOf(platform?.env);
		const proof = await proofOf(cookies, email);
		const opened = await signIn(ctx, { email, password, address: getClientAddress(), proof });
		if (!opened.ok) {
			const { code, data } = opened.error;
			return fail(STATUS[code], { code, email, seconds: Number(data?.['seconds'] ?? 0) });
		}
		await keepSession(cookies, url, opened.value);
		redirect(303, opened.value.answer.app === 'field' ? '/preflight' : officePath(url.searchParams.get('next')));
	}
};

const STATUS = { 'sign-in-failed': 401, 'sign-in-delayed': 429, 'server-busy': 503 } as const;

const credentialsSchema = v.object({
	email: v.pipe(sessionRequestSchema.entries.email, v.trim(), v.minLength(1)),
	password: v.pipe(sessionRequestSchema.entries.password, v.minLength(1))
});

const textOf = (field: FormDataEntryValue | null): string => (typeof field === 'string' ? field.slice(0, 254) : '');

/** Where the person wanted to go, if that is a page of the office; never another site. */
const officePath = (next: string | null): string =>
	next !== null && /^\/office(?:[/?]|$)/.test(next) ? next : '/office';
