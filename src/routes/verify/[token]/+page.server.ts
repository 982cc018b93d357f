// Checks the receipt before the page is drawn, so that it needs no script and works on any phone.
import type { ServerLoadEvent } from '@sveltejs/kit';
import { contextOf } from '$lib/server/context';
import { showReceipt, type ReceiptCheck } from '$lib/server/verify';

/** Plain HTML: no script is sent to the debtor's phone. */
export const csr = false;

export async function load({ params, platform, setHeaders }: ServerLoadEvent): Promise<{ check: ReceiptCheck }> {
	setHeaders({ 'x-robots-tag': 'noindex, nofollow' });
	return { check: await showReceipt(await contextOf(platform?.env), params['token'] ?? '') };
}
