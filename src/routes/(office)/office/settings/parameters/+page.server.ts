// Dated parameters: today's values, what will be missing at the next half-year, and rows that wait for a second person.
import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { nextRatePeriod, reachOf, unknownOn } from '$lib/core/country/coverage';
import { rowInForce } from '$lib/core/country/dated';
import { FRANCE } from '$lib/core/country/fr/pack';
import { readParameterValue } from '$lib/core/country/parameter-unit';
import { PARAMETERS } from '$lib/core/country/parameters';
import { ratePeriod } from '$lib/core/rate';
import type { Refusal } from '$lib/core/refusal';
import { parisDay } from '$lib/core/time';
import {
	approveParameter,
	listParameters,
	proposeParameter,
	refuseParameter,
	type ParameterRow
} from '$lib/server/db/parameters';
import { statusOf } from '$lib/server/http/problem';
import { officeOf } from '../../../office-guard.server';
import type { Actions, PageServerLoad } from './$types';

/** Decided rows shown below the others. */
const HISTORY = 50;

const isUndecided = (row: ParameterRow): boolean => row.approvedMs === null && row.refusedMs === null;

export const load: PageServerLoad = async (event) => {
	const { ctx, org, user } = await officeOf(event, 'parameters');
	const { rules, rows } = await listParameters(ctx.db, org);
	const { pack } = rules;
	const today = parisDay(ctx.now());
	const next = nextRatePeriod(pack, today);
	return {
		today,
		next,
		nextEnd: ratePeriod(pack, next).to,
		currency: pack.currency,
		missing: unknownOn(pack, next),
		values: PARAMETERS.map((name) => {
			const inForce = rowInForce(pack.parameters[name], today);
			return { name, inForce, reach: reachOf(pack.parameters[name], today) };
		}),
		pending: rows.filter(isUndecided).map((row) => ({ ...row, isOwn: row.enteredBy === user })),
		history: rows.filter((row) => !isUndecided(row)).slice(0, HISTORY)
	};
};

const textOf = (form: FormData, name: string): string => {
	const value = form.get(name);
	return typeof value === 'string' ? value.trim().normalize() : '';
};

const refused = ({ code, data }: Refusal) => fail(statusOf(code), { code, data: data ?? null });

export const actions: Actions = {
	propose: async (event) => {
		const { ctx, who } = await officeOf(event, 'parameters');
		const form = await event.request.formData();
		const name = v.safeParse(v.picklist(PARAMETERS), form.get('name'));
		if (!name.success) return fail(422, { code: 'parameter-invalid', data: { at: 'name' } });
		const value = readParameterValue(name.output, textOf(form, 'value'), FRANCE.currency);
		if (!value.ok) return refused(value.error);
		const to = textOf(form, 'to');
		const entered = await proposeParameter(ctx, who, {
			name: name.output,
			from: textOf(form, 'from'),
			to: to === '' ? null : to,
			value: value.value,
			source: textOf(form, 'source'),
			confidence: textOf(form, 'confidence')
		});
		return entered.ok ? { done: 'entered' as const } : refused(entered.error);
	},
	approve: async (event) => {
		const { ctx, who } = await officeOf(event, 'parameters');
		const approved = await approveParameter(ctx, who, textOf(await event.request.formData(), 'id'));
		return approved.ok ? { done: 'approved' as const } : refused(approved.error);
	},
	refuse: async (event) => {
		const { ctx, who } = await officeOf(event, 'parameters');
		const withdrawn = await refuseParameter(ctx, who, textOf(await event.request.formData(), 'id'));
		return withdrawn.ok ? { done: 'refused' as const } : refused(withdrawn.error);
	}
};
