// One plan as it was sealed, with the state of its seal.
import * as v from 'valibot';
import { operationIdSchema } from '$lib/core/ids';
import { sealedProtocol } from '$lib/server/db/protocols';
import { notFound, officeOf } from '../../../office-guard.server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx, org } = await officeOf(event, 'protocols');
	const id = v.safeParse(operationIdSchema, event.params.operation);
	const protocol = id.success ? await sealedProtocol(ctx.db, org, id.output) : null;
	return { protocol: protocol ?? notFound() };
};
