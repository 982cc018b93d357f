// Opens the debtor's copy of an agreement for whoever holds its link; plain HTML for any phone.
import type { ServerLoadEvent } from '@sveltejs/kit';
import { contextOf } from '$lib/server/context';
import { openCopy, type ProtocolCopy } from '$lib/server/protocol-copy';

/** No script is sent to the debtor's phone. */
export const csr = false;

export async function load({ params, platform, setHeaders }: ServerLoadEvent): Promise<{ copy: ProtocolCopy }> {
	setHeaders({ 'x-robots-tag': 'noindex, nofollow', 'cache-control': 'private, no-store' });
	const { db } = await contextOf(platform?.env);
	return { copy: await openCopy(db, params['token'] ?? '') };
}
