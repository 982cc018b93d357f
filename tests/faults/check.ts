// After the storm: every act that a screen called saved is in the database once, whole, and nothing else is.
import * as v from 'valibot';
import { connect, statement, type Database } from '$lib/server/db/connection';
import { verifyLedger } from '../../scripts/ledger/verify';
import { tellFinding } from '../../scripts/ledger/finding';
import type { Company } from '../bench/company';
import type { FaultPhone } from './phone';

export type Damage = {
	readonly lost: string[];
	readonly twice: string[];
	readonly torn: string[];
	readonly strange: string[];
};

const row = v.object({
	id: v.string(),
	seq: v.number(),
	copies: v.number(),
	bodies: v.number(),
	posted: v.nullable(v.number()),
	cash: v.nullable(v.number()),
	receipts: v.number()
});

/** Reads the database past every proxy and compares it with what people were told. */
export async function damageOf(
	libsqlUrl: string,
	phones: readonly { readonly phone: FaultPhone; readonly company: Company }[]
): Promise<Damage> {
	const db = connect({ LIBSQL_URL: libsqlUrl });
	const damage: Damage = { lost: [], twice: [], torn: [], strange: [] };
	for (const { phone, company } of phones) await compare(db, company, phone, damage);
	const { findings } = await verifyLedger({ url: libsqlUrl });
	damage.torn.push(...findings.map((finding) => tellFinding(finding)));
	return damage;
}

async function compare(db: Database, company: Company, phone: FaultPhone, damage: Damage): Promise<void> {
	const [rows, heads] = await db.readBatch([
		statement(
			company.org,
			`SELECT o.id, o.seq, (SELECT COUNT(*) FROM operation t WHERE t.org = :org AND t.id = o.id) AS copies,
				(SELECT COUNT(*) FROM operation_body b WHERE b.org = :org AND b.operation = o.id) AS bodies,
				(SELECT SUM(minor) FROM ledger l WHERE l.org = :org AND l.operation = o.id) AS posted,
				(SELECT SUM(minor) FROM cash_movement c WHERE c.org = :org AND c.operation = o.id) AS cash,
				(SELECT COUNT(*) FROM payment p WHERE p.org = :org AND p.operation = o.id) AS receipts
				FROM operation o WHERE o.org = :org AND o.device = :device ORDER BY o.seq`,
			{ device: phone.device }
		),
		statement(company.org, 'SELECT seq FROM device WHERE org = :org AND id = :device', { device: phone.device })
	]);
	const stored = new Map((rows?.rows ?? []).map((each) => v.parse(row, each)).map((each) => [each.id, each]));
	const head = v.parse(v.object({ seq: v.number() }), heads?.rows[0]).seq;
	if (head !== phone.told.length) damage.torn.push(`${phone.device}: head ${head}, ${phone.told.length} were saved`);
	for (const told of phone.told) {
		const found = stored.get(told.id);
		if (!found) damage.lost.push(`${phone.device} #${told.seq}`);
		else if (found.copies !== 1 || found.receipts > 1) damage.twice.push(`${phone.device} #${told.seq}`);
		else if (
			found.bodies !== 1 ||
			(found.posted ?? 0) !== told.minor ||
			(found.cash ?? 0) !== told.cash ||
			found.receipts !== (told.minor > 0 ? 1 : 0)
		)
			damage.torn.push(`${phone.device} #${told.seq}: ${JSON.stringify(found)} for ${told.minor}`);
		stored.delete(told.id);
	}
	damage.strange.push(...Array.from(stored.values(), ({ seq }) => `${phone.device} #${seq}`));
}
