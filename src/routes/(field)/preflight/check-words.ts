// Words of each preflight check: its name, and what to do when it is not good.
import type { PreflightCheck, PreflightCheckId } from '$lib/client/state/view';
import { sizeText } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages';

/** What was checked, with its figures. */
export const checkName = (check: PreflightCheck): string => NAMES[check.id](check.data);

/** What to do; empty when nothing needs doing. */
export function checkHelp(check: PreflightCheck): string {
	if (check.verdict === 'ok') return '';
	const isUnknown = check.verdict === 'unknown' && check.id !== 'position';
	return isUnknown ? m.field_help_unknown() : HELP[check.id](check.data);
}

/** Where it can be solved; null where this page or the phone's own settings are the place. */
export function checkPlace({ id, verdict, data }: PreflightCheck): string | null {
	if (verdict === 'ok' || verdict === 'unknown') return null;
	if (id === 'broken' || id === 'unsent') return '/sync';
	if (id === 'series') return '/sign-in?app=field';
	// Journée offers the new version; a form does not.
	return id === 'version' && data['days'] === undefined ? '/day' : null;
}

type Data = PreflightCheck['data'];

const BYTES_PER_MB = 1_000_000;

const text = (data: Data, name: string): string => String(data[name] ?? '–');

function size(data: Data, name: string): string {
	const value = data[name];
	return typeof value === 'number' ? sizeText(value * BYTES_PER_MB) : '–';
}

const NAMES: Readonly<Record<PreflightCheckId, (data: Data) => string>> = {
	round: () => m.field_check_round(),
	dossiers: (data) => m.field_check_dossiers({ ready: text(data, 'ready'), planned: text(data, 'planned') }),
	digest: () => m.field_check_digest(),
	broken: () => m.field_check_broken(),
	storage: () => m.field_check_storage(),
	quota: (data) => m.field_check_quota({ free: size(data, 'freeMb') }),
	clock: (data) =>
		data['seconds'] === undefined
			? m.field_check_clock_unknown()
			: m.field_check_clock({ seconds: text(data, 'seconds') }),
	series: (data) => m.field_check_series({ series: text(data, 'series') }),
	version: () => m.field_check_version(),
	offline: () => m.field_check_offline(),
	unsent: (data) => m.field_check_unsent({ count: text(data, 'count') }),
	position: () => m.field_check_position()
};

const HELP: Readonly<Record<PreflightCheckId, (data: Data) => string>> = {
	round: () => m.field_help_round(),
	dossiers: () => m.field_help_dossiers(),
	digest: () => m.field_help_dossiers(),
	broken: () => m.field_help_broken(),
	storage: () => m.field_help_storage(),
	quota: () => m.field_help_quota(),
	clock: () => m.field_help_clock(),
	series: () => m.field_help_series(),
	version: (data) => {
		if (data['refused'] === true) return m.field_help_version_old();
		if (data['days'] === undefined) return m.field_help_version();
		return m.field_help_version_days({ days: text(data, 'days') });
	},
	offline: () => m.field_help_offline(),
	unsent: () => m.field_help_unsent(),
	position: () => m.field_help_position()
};
