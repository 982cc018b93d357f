// A hand-over on the cashier's screen: who stands before it, what he holds as far as his phones told, and the act that both sign.
import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { cashHandedOverSchema } from '$lib/core/cash-bodies';
import { countedTotal } from '$lib/core/cash-count';
import { FRANCE } from '$lib/core/country/fr/pack';
import { userIdSchema } from '$lib/core/ids';
import { currencySchema } from '$lib/core/operation';
import { formatReceiptNumber } from '$lib/core/receipt-number';
import { mayAct } from '$lib/core/role';
import { giverOf, holdersOf } from '$lib/server/db/cash';
import { statusOf } from '$lib/server/http/problem';
import { actInOffice } from '$lib/server/office/act';
import { notFound, officeOf } from '../../../office-guard.server';
import type { Actions, PageServerLoad } from './$types';

/** A phone that was heard of longer ago is asked for its number before the count. */
const SILENT_MS = 15 * 60_000;

export const load: PageServerLoad = async (event) => {
	const { ctx, org, who } = await officeOf(event, 'cash');
	if (!mayAct(who.role, 'cash.handed-over')) return notFound();
	const from = v.safeParse(userIdSchema, event.url.searchParams.get('from'));
	const holders = (await holdersOf(ctx.db, org)).filter(({ id }) => id !== who.user.id);
	if (!from.success) return { holders, giver: null, me: who.user.name };
	const giver = from.output === who.user.id ? null : await giverOf(ctx.db, org, from.output);
	const [first] = giver?.holders ?? [];
	if (!giver || !first) return notFound();
	const wanted = v.parse(v.fallback(currencySchema, first.currency), event.url.searchParams.get('currency'));
	const line = giver.holders.find(({ currency }) => currency === wanted) ?? first;
	const now = ctx.now();
	return {
		holders,
		me: who.user.name,
		giver: {
			...{ id: line.id, name: line.name, currency: line.currency, held: line.held },
			currencies: giver.holders.map(({ currency, held }) => ({ currency, held })),
			cheques: giver.cheques
				.filter(({ currency }) => currency === line.currency)
				.map((cheque) => ({
					...cheque,
					receipt: formatReceiptNumber(
						{ device: cheque.series, year: cheque.year, number: cheque.number },
						FRANCE.receipt
					)
				})),
			phones: giver.phones.map(({ series, seq, toldSeq, lastSeenMs }) => ({
				...{ series, seq, lastSeenMs },
				owed: Math.max(0, toldSeq - seq),
				isSilent: lastSeenMs === null || now - lastSeenMs > SILENT_MS
			}))
		}
	};
};

/** The form brings the body as one text; its schema says what of it is missing. */
const formSchema = v.object({ body: v.pipe(v.string(), v.parseJson()) });

export const actions: Actions = {
	default: async (event) => {
		const { ctx, who } = await officeOf(event, 'cash');
		const form = v.safeParse(formSchema, Object.fromEntries(await event.request.formData()));
		const body = v.safeParse(cashHandedOverSchema, form.success ? form.output.body : null);
		if (!body.success) return fail(422, { code: missing(v.getDotPath(body.issues[0])) });
		if (countedTotal(body.output.denominations) !== body.output.counted)
			return fail(422, { code: 'cash-count-mismatch' });
		const done = await actInOffice(ctx, who, 'cash.handed-over', null, body.output);
		if (!done.ok) return fail(statusOf(done.error.code), { code: done.error.code });
		redirect(303, `/office/cash/hand-over/${done.value.id}?done`);
	}
};

function missing(path: string | null): string {
	if (path?.startsWith('signatures')) return 'signature-missing';
	return path?.startsWith('variance') ? 'variance-reason' : 'malformed';
}
