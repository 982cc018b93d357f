// Words of the alerts of a dossier: apart from the other closed lists, because the first screen shows them.
import type { Alert } from '$lib/core/dossier';
import { m } from './paraglide/messages';

/** Words for an alert of a dossier. */
export const alertWord = (value: Alert): string => ALERT_WORDS[value]();

const ALERT_WORDS: Readonly<Record<Alert, () => string>> = {
	'do-not-come-back': m.common_alert_do_not_come_back,
	disputed: m.common_alert_disputed,
	'over-indebted': m.common_alert_over_indebted,
	insolvency: m.common_alert_insolvency,
	deceased: m.common_alert_deceased,
	minor: m.common_alert_minor,
	'protected-adult': m.common_alert_protected_adult,
	danger: m.common_alert_danger,
	'wrong-address': m.common_alert_wrong_address
};
