// The slip of one hand-over, as both signed it.
import * as v from 'valibot';
import { FRANCE } from '$lib/core/country/fr/pack';
import { operationIdSchema } from '$lib/core/ids';
import { formatReceiptNumber } from '$lib/core/receipt-number';
import { handOverInFull } from '$lib/server/db/cash';
import { notFound, officeOf } from '../../../../office-guard.server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx, org, who } = await officeOf(event, 'cash');
	const id = v.safeParse(operationIdSchema, event.params.operation);
	const found = id.success ? await handOverInFull(ctx.db, org, id.output) : null;
	if (!found) return notFound();
	return {
		...found.handOver,
		agency: who.organisation.name,
		isDone: event.url.searchParams.has('done'),
		chequeList: found.cheques.map(({ series, year, number, ...cheque }) => ({
			...cheque,
			receipt: formatReceiptNumber({ device: series, year, number }, FRANCE.receipt)
		}))
	};
};
