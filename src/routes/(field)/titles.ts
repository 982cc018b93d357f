// The title of each page of the collector's app, and the tab that it belongs to.
import { m } from '$lib/i18n/paraglide/messages';

const DOSSIER = '/(field)/dossier/[id]';

const TITLES: Readonly<Record<string, () => string>> = {
	'/(field)/day': m.field_day,
	'/(field)/round': m.field_round,
	'/(field)/round/order': m.round_order,
	'/(field)/cash': m.field_cash,
	'/(field)/cash/hand-over': m.cash_remit,
	'/(field)/cash/slip/[operation]': m.cash_slip,
	'/(field)/cash/deposit': m.cash_own_deposit,
	'/(field)/sync': m.field_sync,
	'/(field)/preflight': m.field_preflight,
	[DOSSIER]: m.field_dossier,
	[`${DOSSIER}/visit`]: m.field_visit,
	[`${DOSSIER}/pay`]: m.field_pay,
	[`${DOSSIER}/receipt/[operation]`]: m.field_receipt,
	[`${DOSSIER}/promise`]: m.door_promise,
	[`${DOSSIER}/report`]: m.door_report,
	[`${DOSSIER}/danger`]: m.door_notes,
	[`${DOSSIER}/card`]: m.door_card,
	[`${DOSSIER}/plan`]: m.field_plan,
	[`${DOSSIER}/sign`]: m.field_sign
};

const TABS: Readonly<Record<string, string>> = {
	'/(field)/day': '/day',
	'/(field)/round': '/round',
	[DOSSIER]: '/round',
	'/(field)/cash': '/cash',
	'/(field)/sync': '/sync'
};

/** The title of a route of the field app; the name of the product for any other. */
export const titleOf = (route: string | null): string => (TITLES[route ?? ''] ?? m.common_app_name)();

/** The tab of a route; null inside a form, where nothing should lead away by accident. */
export const tabOf = (route: string | null): string | null => TABS[route ?? ''] ?? null;
