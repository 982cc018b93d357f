// The margin for agreements: the agency's own, and what a manager narrows of it for a creditor or a dossier.
import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import type { NarrowedMargin } from '$lib/core/dossier';
import { parisDay } from '$lib/core/time';
import { narrowMargin, readMargins } from '$lib/server/db/plan-margins';
import { officeOf } from '../../../office-guard.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx, org } = await officeOf(event, 'parameters');
	const ref = event.url.searchParams.get('ref')?.trim() ?? '';
	return { ref, ...(await readMargins(ctx.db, org, parisDay(ctx.now()), ref)) };
};

const subjectSchema = v.object({
	kind: v.picklist(['creditor', 'dossier']),
	id: v.pipe(v.string(), v.uuid())
});
/** A whole number of months, or percents with at most two decimals; nothing keeps the agency's own. */
const MONTHS = /^\d{1,3}$/;
const PERCENT = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/;

export const actions: Actions = {
	narrow: async (event) => {
		const { ctx, org, user } = await officeOf(event, 'parameters');
		const form = await event.request.formData();
		const subject = v.safeParse(subjectSchema, { kind: form.get('kind'), id: form.get('id') });
		const margin = marginOf((name) => textOf(form, name));
		if (!subject.success || margin === 'wrong') return fail(422, { code: 'parameter-invalid' });
		const isKnown = await narrowMargin(ctx.db, org, subject.output, margin, { actor: user, now: ctx.now() });
		return isKnown ? { done: true as const } : fail(404, { code: 'not-found' });
	}
};

const textOf = (form: FormData, name: string): string => {
	const value = form.get(name);
	return typeof value === 'string' ? value.trim() : '';
};

/** Null when every field is empty: the agency's margin holds again. */
function marginOf(text: (name: string) => string): NarrowedMargin | null | 'wrong' {
	const months = text('maxMonths');
	const [maxMonths, ...shares] = [
		months === '' ? null : MONTHS.test(months) ? Number(months) : NaN,
		...['minDown', 'waiver', 'discount'].map((name) => basisPoints(text(name)))
	];
	const all = [maxMonths ?? null, ...shares];
	if (all.some((value) => value !== null && (Number.isNaN(value) || value > 10_000))) return 'wrong';
	if (all.every((value) => value === null)) return null;
	const [minDownBp = null, waiverBp = null, discountBp = null] = shares;
	return { maxMonths: maxMonths ?? null, minDownBp, waiverBp, discountBp };
}

function basisPoints(text: string): number | null {
	if (text === '') return null;
	const match = PERCENT.exec(text);
	return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : NaN;
}
