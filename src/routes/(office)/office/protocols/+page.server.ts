// Agreements of a period with where each stands, what waits for a manager, and promises.
import * as v from 'valibot';
import { userIdSchema } from '$lib/core/ids';
import { dateSchema, PROTOCOL_DOCUMENTS } from '$lib/core/operation';
import { PROTOCOL_STATES } from '$lib/core/protocol-life';
import { mayAct } from '$lib/core/role';
import { addDays, parisDay } from '$lib/core/time';
import { choicesOf } from '$lib/server/db/people';
import { waitingProposals } from '$lib/server/db/proposals';
import { listPromises, listProtocols } from '$lib/server/db/protocols';
import { officeOf } from '../../office-guard.server';
import type { PageServerLoad } from './$types';

const DAYS_SHOWN = 30;

export const load: PageServerLoad = async (event) => {
	const { ctx, org, who } = await officeOf(event, 'protocols');
	const now = ctx.now();
	const today = parisDay(now);
	const parameters = event.url.searchParams;
	const read = <const Schema extends v.GenericSchema>(name: string, schema: Schema) =>
		v.parse(v.fallback(v.nullable(schema), null), parameters.get(name));
	const day = read('day', dateSchema);
	const until = v.parse(v.fallback(dateSchema, day ?? today), parameters.get('until'));
	const from = day ?? addDays(today, -DAYS_SHOWN);
	const collector = read('collector', userIdSchema);
	const document = read('document', v.picklist(PROTOCOL_DOCUMENTS));
	const state = read('state', v.picklist(PROTOCOL_STATES));
	const period = { from, until, collector };
	const [protocols, promises, waiting, choices] = await Promise.all([
		listProtocols(ctx.db, org, { ...period, document, state }, { day: today, at: now }),
		listPromises(ctx.db, org, period),
		waitingProposals(ctx.db, org),
		choicesOf(ctx.db, org)
	]);
	return {
		...{ ...period, document, state, today, protocols, promises, waiting },
		collectors: choices.collectors,
		mayDecide: mayAct(who.role, 'protocol.approved')
	};
};
