// The demo company's accounts, offered on the sign-in page where the deployment is a demo and nowhere else.
import * as v from 'valibot';
import type { ServerContext } from '../context';
import { acrossOrganisations } from '../db/connection';
import { readRows } from '../db/read-rows';
import { ROLES, type Role } from '$lib/core/role';

/** The password of every demo account, printed by `npm start` and shown on the sign-in page of a demo. */
export const DEMO_PASSWORD = 'tournee-demo';

export type DemoAccount = { readonly email: string; readonly name: string; readonly role: Role };

/** The accounts one tap away, collectors first; none outside a demo. */
export async function demoAccounts(ctx: ServerContext): Promise<readonly DemoAccount[]> {
	if (!ctx.env.demo) return [];
	const [result] = await ctx.db.readBatch([
		acrossOrganisations(
			'nobody is signed in yet, and only demo organisations are read',
			`SELECT u.email, u.name, u.role FROM user u JOIN organisation o ON o.id = u.org
				WHERE o.demo = 1 AND u.disabled_ms IS NULL ORDER BY u.id`
		)
	]);
	return readRows(result, accountSchema);
}

const accountSchema = v.object({ email: v.string(), name: v.string(), role: v.picklist(ROLES) });
