// What each phone still owes, from what it told, what debtors showed and what it announced.
import { phoneDebtSchema, owes, type PhoneDebt } from '$lib/core/phone-debt';
import type { DeviceId, DossierId, OrganisationId, RoundId, UserId } from '$lib/core/ids';
import type { ReceiptClaim } from '$lib/core/receipt-token';
import { acrossOrganisations, assembled, type Database, type Statement } from './connection';
import { readRows } from './read-rows';

const MISSING = `receipt_shown s WHERE s.org = d.org AND s.device = d.id AND NOT EXISTS (
	SELECT 1 FROM payment p WHERE p.device = s.device AND p.year = s.year AND p.number = s.number AND p.minor = s.minor
		AND p.currency = s.currency AND p.day = s.day)` as const;

/**
 * Columns of what a device `d` owes. The number of a receipt is counted in the device's last year, over an index; a receipt that
 * was shown counts until a payment with its number, amount and day came.
 */
export const DEBT_COLUMNS = `MAX(COALESCE(d.told_seq, 0) - d.seq, 0) AS operations, d.owing_ms AS owingMs,
	(SELECT COUNT(*) FROM ${MISSING}) AS receipts, (SELECT MIN(s.first_ms) FROM ${MISSING}) AS shownMs,
	(SELECT COUNT(*) FROM blob f JOIN operation o ON o.id = f.operation
		WHERE f.org = d.org AND f.verified_ms IS NULL AND o.device = d.id) AS files` as const;

/** Numbers of the device's last year that are missing below the last one that came. */
const HOLES = `COALESCE((SELECT MAX(p.number) - COUNT(DISTINCT p.number) FROM payment p
	WHERE p.device = d.id AND p.year = d.receipt_year AND p.series = d.series), 0) AS holes` as const;

const select = (org: OrganisationId, where: string, args: Readonly<Record<string, string>>): Statement =>
	assembled(
		org,
		`SELECT d.id AS device, d.user, u.name, d.series, d.last_seen_ms AS lastSeenMs, ${DEBT_COLUMNS}, ${HOLES}
			FROM device d JOIN user u ON u.id = d.user WHERE d.org = :org AND d.kind = 'field' AND d.revoked_ms IS NULL AND ${where}
			ORDER BY u.name, d.series`,
		args
	);

/** Every phone in service of the organisation, with what it owes. */
export const selectDebts = (org: OrganisationId): Statement => select(org, 'TRUE', {});

/** Phones in service that owe something, out of those of a user, one device, or all who have these dossiers now. */
export async function debtsOf(
	db: Database,
	org: OrganisationId,
	whose:
		| { readonly user: UserId }
		| { readonly device: DeviceId }
		| { readonly dossiers: readonly DossierId[] }
		| { readonly round: RoundId; readonly kept: readonly DossierId[] }
): Promise<readonly PhoneDebt[]> {
	const [found] = await db.readBatch([statementOf(org, whose)]);
	return readRows(found, phoneDebtSchema).filter(owes);
}

type Whose = Parameters<typeof debtsOf>[2];

function statementOf(org: OrganisationId, whose: Whose): Statement {
	if ('user' in whose) return select(org, 'd.user = :user', { user: whose.user });
	if ('device' in whose) return select(org, 'd.id = :device', { device: whose.device });
	if ('round' in whose)
		return select(
			org,
			`d.user = (SELECT collector FROM round WHERE org = :org AND id = :round AND status <> 'draft') AND EXISTS (
				SELECT 1 FROM stop s WHERE s.org = :org AND s.round = :round AND s.dossier NOT IN (SELECT value FROM json_each(:kept)))`,
			{ round: whose.round, kept: JSON.stringify(whose.kept) }
		);
	return select(
		org,
		`d.user IN (
			SELECT a.user FROM assignment a WHERE a.org = :org AND a.dossier IN (SELECT value FROM json_each(:dossiers))
			UNION SELECT s.user FROM scope s WHERE s.org = :org AND s.dossier IN (SELECT value FROM json_each(:dossiers)))`,
		{ dossiers: JSON.stringify(whose.dossiers) }
	);
}

/** Remembers that a genuine receipt was shown while its payment had not come; its device says whose it is. */
export const noteShown = (
	{ device, year, number, minor, currency, day }: Omit<ReceiptClaim, 'nonce'>,
	now: number
): Statement =>
	acrossOrganisations(
		'whoever holds a receipt knows no organisation; the signature of the device was checked',
		`INSERT OR IGNORE INTO receipt_shown (device, org, year, number, minor, currency, day, first_ms)
			SELECT id, org, :year, :number, :minor, :currency, :day, :now FROM device WHERE id = :device`,
		{ device, year, number, minor, currency, day, now }
	);
