// Receipts that debtors show: somebody checks the code on one while its payment may not have come, and after 48 hours that is an alarm.
import * as v from 'valibot';
import { findOutbox, openOperation } from '$lib/client/local/outbox';
import { isAlarm, phoneDebtSchema } from '$lib/core/phone-debt';
import { decodeReceiptToken, type ReceiptClaim } from '$lib/core/receipt-token';
import { selectDebts } from '$lib/server/db/phone-debts';
import { readRows } from '$lib/server/db/read-rows';
import { showReceipt } from '$lib/server/verify';
import type { SimDatabase } from './database';
import type { Handset } from './handset';
import { hold } from './model';
import type { World } from './world';

/** The law's own number, not the product's. */
const ALARM_MS = 48 * 3_600_000;
const NOT_COME: readonly string[] = ['unknown', 'not-received', 'device-revoked'];

/** A receipt that was shown before its payment had come. */
export type Shown = { readonly claim: ReceiptClaim; readonly firstMs: number };

/** A debtor has the code of a receipt checked; what he is told is what the server has. */
export async function show(world: World, handset: Handset): Promise<void> {
	const token = await tokenOn(world, handset);
	const claim = token === null ? null : decodeReceiptToken(token)?.claim;
	if (token === null || !claim) return;
	world.count('receipt-shown');
	const { ctx, db } = world.company;
	const isHere = hasCome(db, claim);
	const { state } = await showReceipt(ctx, token);
	hold('I18', NOT_COME.includes(state) === !isHere, () => `receipt ${claim.number} of ${handset.name} is ${state}`);
	const isKnown = db.number('SELECT COUNT(*) FROM device WHERE id = :device', { device: claim.device }) === 1;
	if (!isHere && isKnown && !world.shown.has(token)) world.shown.set(token, { claim, firstMs: world.nowMs });
}

const bodySchema = v.object({ receipt: v.object({ token: v.string() }) });

async function tokenOn(world: World, handset: Handset): Promise<string | null> {
	const open = await handset.wake();
	const told = [...world.model.told.values()].filter(
		({ id, kind }) => kind === 'payment.recorded' && handset.mirror.has(id)
	);
	if (!open || told.length === 0) return null;
	const record = await findOutbox(open.phone, world.dice.of(told).id);
	const operation = record && (await openOperation(open.phone, record));
	return operation?.ok ? v.parse(bodySchema, operation.value.body).receipt.token : null;
}

/** I18: exactly the phones in service that owe a receipt shown 48 hours ago or longer are told as an alarm. */
export async function checkAlarms(world: World): Promise<void> {
	const { ctx, db, org } = world.company;
	if (world.shown.size === 0) return;
	const late = [...world.shown.values()].filter(
		({ claim, firstMs }) => world.nowMs - firstMs >= ALARM_MS && !hasCome(db, claim) && isInService(db, claim.device)
	);
	const expected = [...new Set(late.map(({ claim }) => claim.device))].sort();
	const [found] = await ctx.db.readBatch([selectDebts(org)]);
	const debts = readRows(found, phoneDebtSchema);
	const alarms = debts.filter((debt) => isAlarm({ ...debt, holes: 0 }, ctx.now())).map(({ device }) => String(device));
	if (expected.length > 0) world.count('receipt-alarm');
	hold(
		'I18',
		alarms.sort().join() === expected.join(),
		() => `phones that owe a receipt: ${expected.join()}; the office is told of: ${alarms.join()}`
	);
}

const isInService = (db: SimDatabase, device: string): boolean =>
	db.number('SELECT COUNT(*) FROM device WHERE id = :device AND revoked_ms IS NULL', { device }) === 1;

function hasCome(db: SimDatabase, { device, year, number, minor, currency, day }: ReceiptClaim): boolean {
	const numbered = db.rows(
		'SELECT minor, currency, day FROM payment WHERE device = :device AND year = :year AND number = :number',
		{
			device,
			year,
			number
		}
	);
	return numbered.some((row) => row['minor'] === minor && row['currency'] === currency && row['day'] === day);
}
