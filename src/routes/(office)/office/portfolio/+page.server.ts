// The portfolio, filtered from the address; acts on the dossiers that are ticked, or on all that the filter keeps.
import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { writeCsv } from '$lib/core/csv';
import { dossierIdSchema, roundIdSchema, userIdSchema, uuidV7, type DossierId } from '$lib/core/ids';
import { dateSchema, textSchema } from '$lib/core/operation';
import { readPortfolioFilter } from '$lib/core/portfolio-filter';
import { mayOpen } from '$lib/core/role';
import { addDays, parisDay } from '$lib/core/time';
import { m } from '$lib/i18n/paraglide/messages';
import { choicesOf } from '$lib/server/db/people';
import { assignDossiers, idsOfPortfolio, listPortfolio, markLetterSent, PAGE_SIZE } from '$lib/server/db/portfolio';
import { createDraft, openRoundOf } from '$lib/server/db/rounds';
import { makeLetterCodes, MAX_LETTER_CODES, type LetterCode } from '$lib/server/office/letter-codes';
import { officeOf, type OfficeRequest } from '../../office-guard.server';
import { untickedDebts } from '../../owed-guard.server';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** A bulk act touches at most this many dossiers. */
const MAX_BULK = 5_000;
const MAX_STOPS = 120;

export const load: PageServerLoad = async (event) => {
	const { ctx, org, who } = await officeOf(event, 'portfolio');
	const today = parisDay(ctx.now());
	const filter = readPortfolioFilter(event.url.searchParams);
	const [portfolio, choices] = await Promise.all([listPortfolio(ctx.db, org, filter, today), choicesOf(ctx.db, org)]);
	const mayChange = mayOpen(who.role, 'rounds');
	return { filter, portfolio, choices, today, tomorrow: addDays(today, 1), size: PAGE_SIZE, mayChange };
};

export const actions: Actions = {
	assign: async (event) => {
		const office = await officeOf(event, 'rounds');
		const form = await event.request.formData();
		const collector = v.safeParse(v.nullable(userIdSchema), form.get('collector') || null);
		const ids = await chosenDossiers(event, office, form, MAX_BULK);
		if (!collector.success) return fail(422, { code: 'collector-missing' });
		if (ids.length === 0) return fail(422, { code: 'selection-empty' });
		const debts = await untickedDebts(office, form, { dossiers: ids });
		if (debts.length > 0) return fail(409, { code: 'phone-owes', debts });
		const act = { ids, actor: office.user, now: office.ctx.now() };
		return { assigned: await assignDossiers(office.ctx.db, office.org, collector.output, act) };
	},
	letter: async (event) => {
		const office = await officeOf(event, 'portfolio');
		const form = await event.request.formData();
		const letter = v.safeParse(letterSchema, { ref: form.get('ref'), sentOn: form.get('sentOn') });
		const ids = await chosenDossiers(event, office, form, MAX_BULK);
		if (!letter.success || letter.output.sentOn > parisDay(office.ctx.now()))
			return fail(422, { code: 'letter-invalid' });
		if (ids.length === 0) return fail(422, { code: 'selection-empty' });
		const { ctx, org, user: actor } = office;
		const act = { ids, actor, now: ctx.now() };
		if (form.get('codes') !== 'on') return { lettered: await markLetterSent(ctx.db, org, letter.output, act) };
		if (ids.length > MAX_LETTER_CODES) return fail(422, { code: 'codes-too-many' });
		const { printed, kept } = await makeLetterCodes(ctx.db, org, ids, ctx.random);
		const lettered = await markLetterSent(ctx.db, org, letter.output, act, kept);
		return { lettered, codes: codesCsv(letter.output.ref, printed) };
	},
	round: async (event) => {
		const office = await officeOf(event, 'rounds');
		const form = await event.request.formData();
		const wanted = v.safeParse(roundSchema, { collector: form.get('collector'), day: form.get('day') });
		if (!wanted.success || wanted.output.day < parisDay(office.ctx.now())) return fail(422, { code: 'round-invalid' });
		const { ctx, org } = office;
		const open = await openRoundOf(ctx.db, org, wanted.output.collector, wanted.output.day);
		if (open) return fail(422, { code: 'round-exists', round: open });
		const ids = await chosenDossiers(event, office, form, MAX_STOPS);
		const id = v.parse(roundIdSchema, uuidV7(ctx.now(), ctx.random));
		if (!(await createDraft(ctx.db, org, { id, ...wanted.output, target: 0 }, ids)))
			return fail(422, { code: 'collector-missing' });
		redirect(303, `/office/rounds/${id}`);
	}
};

const codesCsv = (letter: string, printed: readonly LetterCode[]): string =>
	writeCsv(
		[m.office_dossier(), m.office_debtor(), m.office_field_letter(), m.office_field_letter_code()],
		printed.map(({ ref, debtor, code }) => [ref, debtor, letter, code])
	);

const letterSchema = v.object({ ref: v.pipe(v.string(), v.trim(), textSchema(60, 1)), sentOn: dateSchema });
const roundSchema = v.object({ collector: userIdSchema, day: dateSchema });

/** The ticked dossiers, or all that the address's filter keeps when the form says so. */
async function chosenDossiers(
	{ url }: RequestEvent,
	{ ctx, org }: OfficeRequest,
	form: FormData,
	max: number
): Promise<readonly DossierId[]> {
	if (form.get('all') === 'on') {
		const filter = readPortfolioFilter(url.searchParams);
		return idsOfPortfolio(ctx.db, org, filter, parisDay(ctx.now()), max);
	}
	const ids = v.safeParse(v.pipe(v.array(dossierIdSchema), v.maxLength(max)), form.getAll('dossier'));
	return ids.success ? ids.output : [];
}
