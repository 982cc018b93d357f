// One agreement beyond the margin: what is asked, by how much, and a manager's answer.
import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { operationIdSchema } from '$lib/core/ids';
import { textSchema } from '$lib/core/operation';
import { mayAct } from '$lib/core/role';
import { proposalInFull, type ProposalRow } from '$lib/server/db/proposals';
import { statusOf } from '$lib/server/http/problem';
import { actInOffice } from '$lib/server/office/act';
import { notFound, officeOf, type OfficeRequest } from '../../../../office-guard.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const office = await officeOf(event, 'protocols');
	const proposal = await found(office, event.params.operation);
	const isWaiting = proposal.status === 'waiting';
	const isOwn = proposal.collectorId === office.user;
	return { proposal, mayDecide: isWaiting && !isOwn && mayAct(office.who.role, 'protocol.approved') };
};

export const actions: Actions = {
	approve: async (event) => {
		const office = await officeOf(event, 'protocols');
		const { dossier, operation } = await found(office, event.params.operation);
		const outcome = await actInOffice(office.ctx, office.who, 'protocol.approved', dossier, { proposal: operation });
		return outcome.ok
			? { done: 'approved' as const }
			: fail(statusOf(outcome.error.code), { code: outcome.error.code });
	},
	decline: async (event) => {
		const office = await officeOf(event, 'protocols');
		const { dossier, operation } = await found(office, event.params.operation);
		const typed = (await event.request.formData()).get('reason');
		const reason = v.safeParse(textSchema(300, 3), typeof typed === 'string' ? typed.normalize().trim() : '');
		if (!reason.success) return fail(422, { code: 'reason-missing' });
		const body = { proposal: operation, reason: reason.output };
		const outcome = await actInOffice(office.ctx, office.who, 'protocol.declined', dossier, body);
		return outcome.ok
			? { done: 'declined' as const }
			: fail(statusOf(outcome.error.code), { code: outcome.error.code });
	}
};

async function found({ ctx, org }: OfficeRequest, text: string): Promise<ProposalRow> {
	const id = v.safeParse(operationIdSchema, text);
	const proposal = id.success ? await proposalInFull(ctx.db, org, id.output) : null;
	return proposal ?? notFound();
}
