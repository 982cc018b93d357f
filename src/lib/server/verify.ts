// Checks the token behind a receipt's QR: what a device signed, and what became of the payment since.
import * as v from 'valibot';
import { FRANCE } from '$lib/core/country/fr/pack';
import { organisationIdSchema } from '$lib/core/ids';
import type { Currency } from '$lib/core/money';
import { formatReceiptNumber } from '$lib/core/receipt-number';
import { decodeReceiptToken, type ReceiptClaim } from '$lib/core/receipt-token';
import type { LocalDate } from '$lib/core/time';
import { publicKeySchema } from '$lib/core/wire';
import type { ServerContext } from './context';
import { acrossOrganisations, type Database } from './db/connection';
import { noteShown } from './db/phone-debts';
import { jsonColumn, readRow } from './db/read-rows';
import { verifier } from './signature';

export type ReceiptCheck =
	| { readonly state: 'unknown' }
	| {
			readonly state:
				'received' | 'cancellation-requested' | 'cancelled' | 'cheque-unpaid' | 'not-received' | 'device-revoked';
			readonly number: string;
			readonly minor: number;
			readonly currency: Currency;
			readonly day: LocalDate;
			readonly agency: { readonly name: string; readonly phone: string };
	  };

const foundRow = v.object({
	org: organisationIdSchema,
	public_key: jsonColumn(publicKeySchema),
	series: v.string(),
	revoked_ms: v.nullable(v.number()),
	name: v.string(),
	phone: v.string(),
	status: v.nullable(v.picklist(['recorded', 'reversal-requested', 'reversed', 'quarantined'])),
	/** State of the cheque behind the payment; null where there is none. */
	cheque: v.nullable(v.string())
});

/**
 * Says what a receipt's token is worth, in one round trip. Anything that no device signed is `unknown`: a number alone, a made-up
 * token, a touched amount. Tells no debtor.
 */
export async function checkReceipt(db: Database, token: string): Promise<ReceiptCheck> {
	const decoded = decodeReceiptToken(token);
	if (!decoded) return { state: 'unknown' };
	const { claim, signed, signature } = decoded;
	const found = await findDevice(db, claim);
	if (!found || !(await verifier()(found.public_key, signed, signature))) return { state: 'unknown' };
	const { year, number, minor, currency, day } = claim;
	return {
		state: stateOf(found),
		number: formatReceiptNumber({ device: found.series, year, number }, FRANCE.receipt),
		minor,
		currency,
		day,
		agency: { name: found.name, phone: found.phone }
	};
}

/** Checks a receipt that somebody holds. A genuine one whose payment has not come is remembered, once: its phone owes it (I18). */
export async function showReceipt(
	{ db, now }: Pick<ServerContext, 'db' | 'now'>,
	token: string
): Promise<ReceiptCheck> {
	const check = await checkReceipt(db, token);
	const claim = decodeReceiptToken(token)?.claim;
	// Only a device's own signature gets here, so that nobody can fill the table.
	if (claim && (check.state === 'not-received' || check.state === 'device-revoked'))
		await db.writeBatch([noteShown(claim, now())]);
	return check;
}

function stateOf({ status, revoked_ms, cheque }: v.InferOutput<typeof foundRow>) {
	// The bank took the payment back, not two persons of the agency.
	if (cheque === 'returned') return 'cheque-unpaid';
	if (status === 'reversed') return 'cancelled';
	if (status === 'reversal-requested') return 'cancellation-requested';
	if (status !== null) return 'received';
	return revoked_ms === null ? 'not-received' : 'device-revoked';
}

/** The device with its organisation, and the status of the payment that has the same number, amount and day. */
async function findDevice(db: Database, claim: ReceiptClaim): Promise<v.InferOutput<typeof foundRow> | null> {
	const { device, year, number, minor, currency, day } = claim;
	const [found] = await db.readBatch([
		acrossOrganisations(
			'whoever holds a receipt knows no organisation; the signature of the device opens this one row',
			`SELECT d.org, d.public_key, d.series, d.revoked_ms, o.name, o.phone, p.status, q.status AS cheque
				FROM device d JOIN organisation o ON o.id = d.org
				LEFT JOIN payment p ON p.device = d.id AND p.org = d.org AND p.year = :year AND p.number = :number
					AND p.minor = :minor AND p.currency = :currency AND p.day = :day
				LEFT JOIN cheque q ON q.operation = p.operation AND q.org = d.org
				WHERE d.id = :device`,
			{ device, year, number, minor, currency, day }
		)
	]);
	return readRow(found, foundRow);
}
