// Black boxes: the file of a phone that cannot sync, opened in this browser; and the recovery key that opens them.
import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { mayOpen } from '$lib/core/role';
import { publicKeySchema } from '$lib/core/wire';
import { recoveryState, setRecoveryKey } from '$lib/server/office/recovery-key';
import { officeOf } from '../../office-guard.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx, who, org } = await officeOf(event, 'import');
	return { org, recovery: await recoveryState(ctx, who), mayMakeKey: mayOpen(who.role, 'settings') };
};

export const actions: Actions = {
	recovery: async (event) => {
		const { ctx, who } = await officeOf(event, 'settings');
		const form = await event.request.formData();
		const key = v.safeParse(publicKeySchema, { x: form.get('x'), y: form.get('y') });
		if (!key.success || form.get('kept') !== 'on') return fail(422, { code: 'recovery-not-kept' });
		await setRecoveryKey(ctx, who, key.output);
		return { made: true };
	}
};
