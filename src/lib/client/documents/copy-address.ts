// The address of the debtor's copy of an agreement: nobody can guess it, and it works once the phone has sent the operation.
import * as v from 'valibot';
import type { OperationId } from '$lib/core/ids';
import type { Operation } from '$lib/core/wire';

const keySchema = v.object({ copyKey: v.string() });

/** The secret that the signed operation carries; null for one of before. */
export function copyKeyOf({ body }: Operation): string | null {
	const read = v.safeParse(keySchema, body);
	return read.success ? read.output.copyKey : null;
}

/** The organisation's public origin, or where this app was opened when it set none; then the operation and its secret. */
export const copyAddress = (publicOrigin: string, operation: OperationId, key: string): string =>
	`${publicOrigin || location.origin}/verify/protocol/${operation}.${key}`;
