// Settings: users and phones, changed by an admin only.
import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { deviceIdSchema, userIdSchema } from '$lib/core/ids';
import { usersAndDevices } from '$lib/server/db/people';
import { statusOf } from '$lib/server/http/problem';
import { createUser, newUserSchema, resetPassword, revokeDevice, setUserDisabled } from '$lib/server/people/users';
import { notFound, officeOf } from '../../office-guard.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx, org } = await officeOf(event, 'settings');
	return { ...(await usersAndDevices(ctx.db, org)), nowMs: ctx.now() };
};

const refused = (code: string) => fail(statusOf(code), { code });

export const actions: Actions = {
	create: async (event) => {
		const { ctx, who } = await officeOf(event, 'users');
		const form = Object.fromEntries(await event.request.formData());
		const user = v.safeParse(newUserSchema, { phone: '', cardNumber: '', ...form });
		if (!user.success) return refused('user-invalid');
		const created = await createUser(ctx, who, user.output);
		return created.ok ? { password: created.value, email: user.output.email } : refused(created.error.code);
	},
	reset: async (event) => {
		const { ctx, who } = await officeOf(event, 'users');
		const form = await event.request.formData();
		const user = v.safeParse(userIdSchema, form.get('user'));
		if (!user.success) return notFound();
		const reset = await resetPassword(ctx, who, user.output);
		const email = form.get('email');
		return reset.ok
			? { password: reset.value, email: typeof email === 'string' ? email : '' }
			: refused(reset.error.code);
	},
	disable: async (event) => {
		const { ctx, who } = await officeOf(event, 'users');
		const form = await event.request.formData();
		const user = v.safeParse(userIdSchema, form.get('user'));
		if (!user.success) return notFound();
		const changed = await setUserDisabled(
			ctx,
			who,
			user.output,
			form.get('disabled') === '1',
			form.get('owed') === 'on'
		);
		return changed.ok ? { done: true } : refused(changed.error.code);
	},
	revoke: async (event) => {
		const { ctx, who } = await officeOf(event, 'users');
		const form = await event.request.formData();
		const device = v.safeParse(deviceIdSchema, form.get('device'));
		if (!device.success) return notFound();
		const revoked = await revokeDevice(ctx, who, device.output, form.get('owed') === 'on');
		return revoked.ok ? { done: true } : refused(revoked.error.code);
	}
};
