// The receipts behind a figure: filters from the address, totals over all pages.
import { readReceiptsFilter } from '$lib/core/receipts-filter';
import { mayAct } from '$lib/core/role';
import { parisDay } from '$lib/core/time';
import { choicesOf } from '$lib/server/db/people';
import { listReceipts, RECEIPTS_PAGE_SIZE } from '$lib/server/db/receipts';
import { officeOf } from '../../office-guard.server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx, org, who } = await officeOf(event, 'receipts');
	const filter = readReceiptsFilter(event.url.searchParams);
	const [receipts, choices] = await Promise.all([listReceipts(ctx.db, org, filter), choicesOf(ctx.db, org)]);
	const mayRecord = mayAct(who.role, 'payment.recorded');
	return { filter, receipts, choices, size: RECEIPTS_PAGE_SIZE, today: parisDay(ctx.now()), mayRecord };
};
