// The cash of a day: each holder's equation, hand-overs, deposits; a deposit is confirmed by somebody else than who made it.
import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { depositConfirmedSchema } from '$lib/core/cash-bodies';
import { parseAmount } from '$lib/core/parse-amount';
import { operationIdSchema } from '$lib/core/ids';
import { dateSchema } from '$lib/core/operation';
import { mayAct } from '$lib/core/role';
import { parisDay } from '$lib/core/time';
import { cashOfDay, handOversAndDeposits } from '$lib/server/db/cash';
import { statusOf } from '$lib/server/http/problem';
import { actInOffice } from '$lib/server/office/act';
import { officeOf } from '../../office-guard.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx, org, who } = await officeOf(event, 'cash');
	const today = parisDay(ctx.now());
	const day = v.parse(v.fallback(dateSchema, today), event.url.searchParams.get('day'));
	const [cash, more] = await Promise.all([cashOfDay(ctx.db, org, day), handOversAndDeposits(ctx.db, org, day)]);
	return {
		...{ day, today, cash, ...more },
		user: who.user.id,
		isDeposited: event.url.searchParams.has('deposited'),
		mayReceive: mayAct(who.role, 'cash.handed-over'),
		mayDeposit: mayAct(who.role, 'cash.deposited'),
		mayConfirm: mayAct(who.role, 'cash.deposit-confirmed')
	};
};

const confirmForm = v.object({
	deposit: operationIdSchema,
	cash: v.pipe(v.string(), v.toNumber(), v.safeInteger()),
	on: dateSchema,
	credited: v.string(),
	reason: v.string()
});

export const actions: Actions = {
	confirm: async (event) => {
		const { ctx, who } = await officeOf(event, 'cash');
		const form = v.safeParse(confirmForm, Object.fromEntries(await event.request.formData()));
		if (!form.success) return fail(422, { code: 'malformed' });
		const { deposit, cash, on, reason } = form.output;
		const credited = parseAmount(form.output.credited, 'EUR');
		if (!credited.ok) return fail(422, { code: credited.error.code });
		const gap = credited.value.minor - cash;
		const body = v.safeParse(depositConfirmedSchema, {
			...{ deposit, on, credited: credited.value.minor },
			variance: gap === 0 ? null : { minor: gap, reason: reason.normalize().trim() }
		});
		if (!body.success) return fail(422, { code: 'variance-reason' });
		const done = await actInOffice(ctx, who, 'cash.deposit-confirmed', null, body.output);
		return done.ok ? { done: 'confirmed' as const } : fail(statusOf(done.error.code), { code: done.error.code });
	}
};
