// Money to the bank: the hand-overs and cheques that somebody of the office deposits, with the bank's own reference.
import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { cashDepositedSchema } from '$lib/core/cash-bodies';
import { FRANCE } from '$lib/core/country/fr/pack';
import { parseAmount } from '$lib/core/parse-amount';
import { operationIdSchema } from '$lib/core/ids';
import { sumMinor, type Currency } from '$lib/core/money';
import { formatReceiptNumber } from '$lib/core/receipt-number';
import { mayAct } from '$lib/core/role';
import { depositableBy } from '$lib/server/db/cash';
import { statusOf } from '$lib/server/http/problem';
import { actInOffice } from '$lib/server/office/act';
import { notFound, officeOf } from '../../../office-guard.server';
import type { Actions, PageServerLoad } from './$types';

/** Banks take cash of the organisation's own currency here. */
const CURRENCY: Currency = 'EUR';

export const load: PageServerLoad = async (event) => {
	const { ctx, org, user, who } = await officeOf(event, 'cash');
	if (!mayAct(who.role, 'cash.deposited')) return notFound();
	const { handOvers, cheques, held } = await depositableBy(ctx.db, org, user);
	const open = handOvers.filter(({ currency }) => currency === CURRENCY);
	const all = held.find(({ currency }) => currency === CURRENCY)?.minor ?? 0;
	return {
		currency: CURRENCY,
		handOvers: open,
		/** Cash that no open hand-over explains: taken at the desk, or taken over and not listed. */
		own: Math.max(0, all - sumMinor(open.map(({ counted }) => counted))),
		cheques: cheques
			.filter(({ currency }) => currency === CURRENCY)
			.map((cheque) => ({
				...cheque,
				receipt: formatReceiptNumber(
					{ device: cheque.series, year: cheque.year, number: cheque.number },
					FRANCE.receipt
				)
			}))
	};
};

const ids = v.array(operationIdSchema);

export const actions: Actions = {
	default: async (event) => {
		const { ctx, org, user, who } = await officeOf(event, 'cash');
		const form = await event.request.formData();
		const handOvers = v.safeParse(ids, form.getAll('handOver'));
		const cheques = v.safeParse(ids, form.getAll('cheque'));
		if (!handOvers.success || !cheques.success) return fail(422, { code: 'malformed' });
		const open = await depositableBy(ctx.db, org, user);
		const inside = open.handOvers.filter(({ operation }) => handOvers.output.includes(operation));
		const own = textOf(form.get('own'));
		const alone = handOvers.output.length > 0 || own.trim() === '' ? null : parseAmount(own, CURRENCY);
		if (alone && !alone.ok) return fail(422, { code: alone.error.code });
		const slip = textOf(form.get('slip'));
		const body = v.safeParse(cashDepositedSchema, {
			currency: CURRENCY,
			...{ handOvers: handOvers.output, cheques: cheques.output, slip },
			cash: alone ? alone.value.minor : sumMinor(inside.map(({ counted }) => counted))
		});
		if (!body.success) return fail(422, { code: slip === '' ? 'slip-missing' : 'malformed' });
		const done = await actInOffice(ctx, who, 'cash.deposited', null, body.output);
		if (!done.ok) return fail(statusOf(done.error.code), { code: done.error.code });
		redirect(303, '/office/cash?deposited');
	}
};

const textOf = (value: FormDataEntryValue | null): string =>
	typeof value === 'string' ? value.normalize().trim() : '';
