// The movements behind one holder's figures of a day.
import * as v from 'valibot';
import { FRANCE } from '$lib/core/country/fr/pack';
import { userIdSchema } from '$lib/core/ids';
import { dateSchema } from '$lib/core/operation';
import { formatReceiptNumber } from '$lib/core/receipt-number';
import { parisDay } from '$lib/core/time';
import { cashOfDay, giverOf, movementsOf, type MovementRow } from '$lib/server/db/cash';
import { notFound, officeOf } from '../../../../office-guard.server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx, org } = await officeOf(event, 'cash');
	const today = parisDay(ctx.now());
	const day = v.parse(v.fallback(dateSchema, today), event.url.searchParams.get('day'));
	const holder = v.safeParse(userIdSchema, event.params.holder);
	if (!holder.success) return notFound();
	const [found, giver, cash] = await Promise.all([
		movementsOf(ctx.db, org, holder.output, day),
		giverOf(ctx.db, org, holder.output),
		cashOfDay(ctx.db, org, day)
	]);
	if (!found || !giver) return notFound();
	return {
		...{ day, today, name: found.name, holder: holder.output },
		movements: found.movements.map((movement) => ({ ...movement, receipt: receiptOf(movement) })),
		lines: cash.filter((row) => row.holder === holder.output),
		cheques: giver.cheques.map((cheque) => ({ ...cheque, receipt: receiptOf(cheque) }))
	};
};

function receiptOf({ series, year, number }: Pick<MovementRow, 'series' | 'year' | 'number'>): string | null {
	if (series === null || year === null || number === null) return null;
	return formatReceiptNumber({ device: series, year, number }, FRANCE.receipt);
}
