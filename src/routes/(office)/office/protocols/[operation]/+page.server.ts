// One agreement as it was sealed, with the state of its seal, what was paid on it, and how it may end.
import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { operationIdSchema, type OperationId } from '$lib/core/ids';
import { textSchema } from '$lib/core/operation';
import { mayAct } from '$lib/core/role';
import { parisDay } from '$lib/core/time';
import { sealedProtocol, type SealedRow } from '$lib/server/db/protocols';
import { statusOf } from '$lib/server/http/problem';
import { actInOffice } from '$lib/server/office/act';
import { notFound, officeOf, type OfficeRequest } from '../../../office-guard.server';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const office = await officeOf(event, 'protocols');
	const protocol = await found(office, event.params.operation);
	const isRunning = protocol.status === 'active';
	return {
		protocol,
		mayWithdraw: protocol.life?.state === 'reflection' && mayAct(office.who.role, 'protocol.withdrawn'),
		mayTerminate: isRunning && protocol.life?.state === 'in-default' && mayAct(office.who.role, 'protocol.terminated')
	};
};

const reasonSchema = textSchema(300, 3);

export const actions: Actions = {
	withdraw: async (event) => {
		const office = await officeOf(event, 'protocols');
		const { dossier, operation } = await found(office, event.params.operation);
		const note = await noteOf(event.request);
		return answered(office, 'protocol.withdrawn', dossier, { protocol: operation, note: note === '' ? null : note });
	},
	terminate: async (event) => {
		const office = await officeOf(event, 'protocols');
		const { dossier, operation } = await found(office, event.params.operation);
		const reason = v.safeParse(reasonSchema, await noteOf(event.request));
		if (!reason.success) return fail(422, { code: 'reason-missing' });
		return answered(office, 'protocol.terminated', dossier, { protocol: operation, reason: reason.output });
	}
};

async function found({ ctx, org }: OfficeRequest, text: string): Promise<SealedRow> {
	const id = v.safeParse(operationIdSchema, text);
	const now = ctx.now();
	const protocol = id.success ? await sealedProtocol(ctx.db, org, id.output, { day: parisDay(now), at: now }) : null;
	return protocol ?? notFound();
}

async function noteOf(request: Request): Promise<string> {
	const text = (await request.formData()).get('reason');
	return typeof text === 'string' ? text.normalize().trim().slice(0, 300) : '';
}

type Ending = {
	'protocol.withdrawn': { protocol: OperationId; note: string | null };
	'protocol.terminated': { protocol: OperationId; reason: string };
};

async function answered<Kind extends keyof Ending>(
	{ ctx, who }: OfficeRequest,
	kind: Kind,
	dossier: SealedRow['dossier'],
	body: Ending[Kind]
) {
	const outcome = await actInOffice(ctx, who, kind, dossier, body);
	return outcome.ok ? { done: kind } : fail(statusOf(outcome.error.code), { code: outcome.error.code });
}
