// A payment that reached the office: find the dossier, see how it is split, record it under the office's next receipt.
import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { balanceOf } from '$lib/core/balance';
import { claimIdSchema, dossierIdSchema, operationIdSchema, uuidV7 } from '$lib/core/ids';
import { currencySchema, dateSchema, MEANS, meansDetailSchema } from '$lib/core/operation';
import { parseAmount } from '$lib/core/parse-amount';
import { mayAct } from '$lib/core/role';
import { isLocalDate, parisDay } from '$lib/core/time';
import { dossiersOf, selectDossiers } from '$lib/server/db/dossiers';
import { findDossiers } from '$lib/server/db/find-dossiers';
import { houseRulesOf, selectRules } from '$lib/server/db/house-rules';
import { statusOf } from '$lib/server/http/problem';
import { recordOfficePayment } from '$lib/server/office/payment';
import { notFound, officeOf, type OfficeRequest } from '../../../office-guard.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const office = await officeOf(event, 'receipts');
	if (!mayAct(office.who.role, 'payment.recorded')) return notFound();
	const { searchParams } = event.url;
	const query = searchParams.get('q') ?? '';
	const today = parisDay(office.ctx.now());
	const id = v.safeParse(dossierIdSchema, searchParams.get('dossier'));
	return {
		...{ query, today },
		/** Of the act that the form will be, however often it is sent. */
		operation: uuidV7(office.ctx.now(), office.ctx.random),
		found: id.success ? [] : await findDossiers(office.ctx.db, office.org, query),
		dossier: id.success ? await dossierOf(office, id.output) : null
	};
};

async function dossierOf({ ctx, org }: OfficeRequest, id: v.InferOutput<typeof dossierIdSchema>) {
	const [dossiers, rules] = await ctx.db.readBatch([selectDossiers(org, [id]), selectRules(org)]);
	const [dossier] = dossiersOf(dossiers);
	if (!dossier) return notFound();
	const { ref, debtor, creditor, currency, claims } = dossier.facts;
	return {
		...{ id, ref, currency, debtor: debtor.name, creditor: creditor.name },
		claims: claims.map((claim) => ({ id: claim.id, label: `${claim.ref} · ${claim.label}` })),
		balance: balanceOf(dossier, parisDay(ctx.now()), houseRulesOf(rules).pack)
	};
}

const text = v.pipe(
	v.optional(v.string(), ''),
	v.transform((value) => value.normalize().trim())
);
const formSchema = v.object({
	operation: operationIdSchema,
	dossier: dossierIdSchema,
	means: v.picklist(MEANS),
	amount: text,
	currency: currencySchema,
	reference: text,
	number: text,
	bank: text,
	drawer: text,
	payer: text,
	directed: text,
	valueOn: text,
	credit: text
});
type Form = v.InferOutput<typeof formSchema>;

export const actions: Actions = {
	default: async (event) => {
		const { ctx, who } = await officeOf(event, 'receipts');
		const form = v.safeParse(formSchema, Object.fromEntries(await event.request.formData()));
		if (!form.success) return fail(422, { code: 'malformed', data: null });
		const { dossier, amount, payer, directed, valueOn, credit } = form.output;
		const minor = parseAmount(amount, form.output.currency);
		if (!minor.ok) return fail(422, { code: minor.error.code, data: null });
		if (minor.value.minor <= 0) return fail(422, { code: 'amount-not-positive', data: null });
		const detail = v.safeParse(meansDetailSchema, detailOf(form.output));
		if (!detail.success)
			return fail(422, { code: form.output.means === 'cheque' ? 'cheque-missing' : 'reference-missing', data: null });
		const directedTo = v.safeParse(claimIdSchema, directed);
		const day = v.safeParse(dateSchema, valueOn);
		const done = await recordOfficePayment(ctx, who, {
			...{ id: form.output.operation, dossier, minor: minor.value.minor, detail: detail.output },
			payer: payer === '' ? null : payer,
			directedTo: directedTo.success ? directedTo.output : null,
			valueOn: day.success && isLocalDate(valueOn) ? day.output : parisDay(ctx.now()),
			acceptCredit: credit === 'yes'
		});
		if (!done.ok) return fail(statusOf(done.error.code), { code: done.error.code, data: done.error.data ?? null });
		redirect(303, `/office/receipts/${done.value.operation}`);
	}
};

function detailOf({ means, reference, number, bank, drawer }: Form): unknown {
	if (means === 'cash') return { means };
	return means === 'cheque' ? { means, number, bank, drawer } : { means, reference };
}
