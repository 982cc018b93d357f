// The filtered receipts as CSV for a French spreadsheet.
import { csvAmount, writeCsv } from '$lib/core/csv';
import { FRANCE } from '$lib/core/country/fr/pack';
import { formatDate } from '$lib/core/format-date';
import { formatReceiptNumber } from '$lib/core/receipt-number';
import { readReceiptsFilter } from '$lib/core/receipts-filter';
import { instant, minuteOfDay, parisOffsetMinutes } from '$lib/core/time';
import { m } from '$lib/i18n/paraglide/messages';
import { meansWord } from '$lib/i18n/words';
import { listReceipts, RECEIPTS_EXPORT_SIZE, type ReceiptRow } from '$lib/server/db/receipts';
import { officeOf } from '../../../office-guard.server';
import { paymentStatusWord } from '../../../office-words';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	const { ctx, org } = await officeOf(event, 'receipts');
	const filter = { ...readReceiptsFilter(event.url.searchParams), page: 1 };
	const { rows } = await listReceipts(ctx.db, org, filter, RECEIPTS_EXPORT_SIZE);
	const headings = [
		m.office_receipt(),
		m.office_day(),
		m.office_hour(),
		m.office_dossier(),
		m.office_debtor(),
		m.office_creditor(),
		m.office_collector(),
		m.office_means(),
		m.office_amount(),
		m.office_field_currency(),
		m.office_status()
	];
	return new Response(writeCsv(headings, rows.map(cellsOf)), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="quittances-${filter.day ?? 'toutes'}.csv"`
		}
	});
};

function cellsOf(row: ReceiptRow): readonly (string | number | null)[] {
	const at = instant(row.atMs);
	const minute = minuteOfDay(at, parisOffsetMinutes(at));
	const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
	return [
		formatReceiptNumber({ device: row.series, year: row.year, number: row.number }, FRANCE.receipt),
		formatDate(row.day),
		time,
		row.dossierRef,
		row.debtor,
		row.creditor,
		row.collector,
		meansWord(row.means),
		csvAmount(row.minor, row.currency),
		row.currency,
		paymentStatusWord(row.status)
	];
}
