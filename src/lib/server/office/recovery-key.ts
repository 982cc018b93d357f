// The organisation's recovery key: its public half, which phones seal their black boxes to. The private half is on paper.
import * as v from 'valibot';
import { integerSchema } from '$lib/core/body';
import { publicKeySchema, type PublicKey } from '$lib/core/wire';
import type { SignedIn } from '../../../app';
import { DEMO_RECOVERY } from '../auth/demo';
import type { ServerContext } from '../context';
import { statement } from '../db/connection';
import { jsonColumn, readRow } from '../db/read-rows';

export type RecoveryState = {
	readonly publicKey: PublicKey | null;
	readonly madeMs: number | null;
	/** The code, where the demo's own key is in use: there everybody may open everything. */
	readonly demoCode: string | null;
};

/** The recovery key in use. */
export async function recoveryState({ db }: ServerContext, who: SignedIn): Promise<RecoveryState> {
	const org = who.organisation.id;
	const [found] = await db.readBatch([
		statement(org, 'SELECT recovery_key AS publicKey, recovery_ms AS madeMs FROM meta WHERE org = :org')
	]);
	const { publicKey = null, madeMs = null } = readRow(found, keyRow) ?? {};
	const isDemo = who.organisation.demo && publicKey?.x === DEMO_RECOVERY.publicKey.x;
	return { publicKey, madeMs, demoCode: isDemo ? DEMO_RECOVERY.code : null };
}

const keyRow = v.object({
	publicKey: v.nullable(jsonColumn(publicKeySchema)),
	madeMs: v.nullable(integerSchema)
});

/** Puts a new key in use; phones learn of it with their next pull. Files sealed before still open with the code of before. */
export async function setRecoveryKey(ctx: ServerContext, who: SignedIn, publicKey: PublicKey): Promise<void> {
	const org = who.organisation.id;
	const now = ctx.now();
	await ctx.db.writeBatch([
		statement(
			org,
			`UPDATE meta SET rev = rev + 1, recovery_rev = rev + 1, recovery_key = :key, recovery_ms = :now WHERE org = :org`,
			{ key: JSON.stringify(publicKey), now }
		),
		statement(
			org,
			`INSERT INTO audit (org, at_ms, actor, action, detail)
				VALUES (:org, :now, :actor, 'recovery-key.made', json_object('x', :x))`,
			{ now, actor: who.user.id, x: publicKey.x }
		)
	]);
}
