// The board of a day as the page opens; the browser then keeps it fresh.
import * as v from 'valibot';
import { dateSchema } from '$lib/core/operation';
import { parisDay } from '$lib/core/time';
import { boardVersion, readBoard } from '$lib/server/board';
import { officeOf } from '../office-guard.server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx, org } = await officeOf(event, 'board');
	const today = parisDay(ctx.now());
	const day = v.parse(v.fallback(dateSchema, today), event.url.searchParams.get('day'));
	const { etag, rev } = await boardVersion(ctx.db, org, day, today);
	return { today, etag, board: await readBoard(ctx.db, org, { day, today, rev }), checkedMs: Number(ctx.now()) };
};
