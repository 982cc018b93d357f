// Before dossiers leave a phone: what their phones still owe, unless the form says that this is known.
import type { PhoneDebt } from '$lib/core/phone-debt';
import { debtsOf } from '$lib/server/db/phone-debts';
import type { OfficeRequest } from './office-guard.server';

/** Debts that the person has not ticked yet; none lets the act go on. */
export async function untickedDebts(
	{ ctx, org }: Pick<OfficeRequest, 'ctx' | 'org'>,
	form: FormData,
	whose: Parameters<typeof debtsOf>[2]
): Promise<readonly PhoneDebt[]> {
	return form.get('owed') === 'on' ? [] : debtsOf(ctx.db, org, whose);
}
