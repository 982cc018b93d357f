// The demo company's accounts, offered on the sign-in page where the deployment is a demo and nowhere else.
import * as v from 'valibot';
import type { ServerContext } from '../context';
import { acrossOrganisations } from '../db/connection';
import { readRows } from '../db/read-rows';
import { ROLES, type Role } from '$lib/core/role';

/** The password of every demo account, printed by `npm start` and shown on the sign-in page of a demo. */
export const DEMO_PASSWORD = 'tournee-demo';

/** The demo's recovery key, with the code that an organisation would keep on paper: in the demo everybody may open a black box. */
export const DEMO_RECOVERY = {
	publicKey: {
		x: 'qEQz8JypgHTACLx4ysbpDT26TxWaY8wv4r2tpQDmi6M',
		y: 'l_xTJ1UsI2C9XYhAWV7AEFfkaRgn1KnrNJK2l2TZlhE'
	},
	code: '1N40-Y4SF-N3KP-35F3-PQCJ-9XF6-DJSY-R56C-3DSE-SWBY-9Q9B-S68B-Z0YS-TWSH'
} as const;

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
