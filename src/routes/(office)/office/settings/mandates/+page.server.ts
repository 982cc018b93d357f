// Mandates, insurance and account: what has to be recorded before an imported dossier may be visited.
import { fail } from '@sveltejs/kit';
import type { Refusal } from '$lib/core/refusal';
import { addDays, parisDay } from '$lib/core/time';
import { listMandates, recordMandate, saveCover } from '$lib/server/db/mandates';
import { statusOf } from '$lib/server/http/problem';
import { officeOf } from '../../../office-guard.server';
import type { Actions, PageServerLoad } from './$types';

/** The end of the insurance is announced so long before. */
const WARNING_DAYS = 60;

export const load: PageServerLoad = async (event) => {
	const { ctx, org } = await officeOf(event, 'import');
	const today = parisDay(ctx.now());
	return { ...(await listMandates(ctx.db, org)), today, warnFrom: addDays(today, WARNING_DAYS) };
};

const textOf = (form: FormData, name: string): string => {
	const value = form.get(name);
	return typeof value === 'string' ? value.trim().normalize() : '';
};

const refused = ({ code, data }: Refusal) => fail(statusOf(code), { code, data: data ?? null });

export const actions: Actions = {
	mandate: async (event) => {
		const { ctx, who } = await officeOf(event, 'import');
		const form = await event.request.formData();
		const days = textOf(form, 'remitDays');
		const recorded = await recordMandate(ctx, who, {
			creditor: textOf(form, 'creditor'),
			ref: textOf(form, 'ref'),
			signedOn: textOf(form, 'signedOn'),
			remitDays: days === '' ? null : Number(days),
			cover: form.get('cover') === 'on'
		});
		return recorded.ok ? { covered: recorded.value } : refused(recorded.error);
	},
	cover: async (event) => {
		const { ctx, who } = await officeOf(event, 'import');
		const form = await event.request.formData();
		const declaredOn = textOf(form, 'declaredOn');
		const saved = await saveCover(ctx, who, {
			insurer: textOf(form, 'insurer'),
			policy: textOf(form, 'policy'),
			insuredUntil: textOf(form, 'insuredUntil'),
			fundsIban: textOf(form, 'fundsIban'),
			declaredOn: declaredOn === '' ? null : declaredOn
		});
		return saved.ok ? { saved: true } : refused(saved.error);
	}
};
