// The proof, before leaving, that the round can be worked without a network: each dossier is here and readable, and so on.
import { daysBetween, parisDay, type LocalDate } from '$lib/core/time';
import { readMeta } from '../local/meta';
import type { Phone } from '../local/phone';
import { digestOf } from '../sync/pull';
import { roundOfDay } from './day-figures';
import { positionPermission, readPlace } from './place';
import type { PhoneView, PreflightCheck, PreflightReport } from './view';

export type PreflightOptions = {
	readonly today: LocalDate;
	/** True when the collector pressed the button that explains why: the browser may then show its question. */
	readonly askPosition: boolean;
};

/** A clock this far off is said; time never stops a round. */
const DRIFT_MS = 120_000;
const LEAST_QUOTA_BYTES = 50_000_000;
const STALE_DAYS = 1;

type Verdict = PreflightCheck['verdict'];
const check = (id: PreflightCheck['id'], verdict: Verdict, data: PreflightCheck['data'] = {}): PreflightCheck => ({
	id,
	verdict,
	data
});

/** Runs every check; a harmless one that cannot be made says 'unknown'. */
export async function runPreflight(phone: Phone, view: PhoneView, options: PreflightOptions): Promise<PreflightReport> {
	const checks = [
		...roundChecks(view, options.today),
		await digestCheck(phone),
		brokenCheck(view),
		await storageCheck(),
		await quotaCheck(),
		clockCheck(view),
		seriesCheck(view),
		versionCheck(view, options.today, await registered()),
		await offlineCheck(),
		unsentCheck(view),
		await positionCheck(phone, options.askPosition)
	];
	return { checks, ready: checks.every(({ verdict }) => verdict !== 'fail'), at: phone.ports.now() };
}

function roundChecks(view: PhoneView, today: LocalDate): readonly PreflightCheck[] {
	const round = roundOfDay(view.rounds, today);
	if (!round) return [check('round', 'warn', { planned: 0 }), check('dossiers', 'unknown')];
	const planned = round.stops.length;
	const ready = round.stops.filter((stop) => view.dossiers.has(stop.dossier)).length;
	return [check('round', 'ok', { planned }), check('dossiers', ready === planned ? 'ok' : 'fail', { ready, planned })];
}

/** What is stored against what the server counted at the last pull. */
async function digestCheck(phone: Phone): Promise<PreflightCheck> {
	const pull = await readMeta(phone.db, 'pull');
	if (pull.digest === null) return check('digest', 'fail', { count: 0 });
	const rows = await phone.db.dossiers.toArray();
	const same = rows.length === pull.count && (await digestOf(phone, rows)) === pull.digest;
	return check('digest', same ? 'ok' : 'fail', { count: pull.count, stored: rows.length });
}

const brokenCheck = ({ broken }: PhoneView): PreflightCheck =>
	check('broken', broken.length === 0 ? 'ok' : 'fail', { count: broken.length });

async function storageCheck(): Promise<PreflightCheck> {
	if (typeof navigator === 'undefined' || !navigator.storage?.persisted) return check('storage', 'unknown');
	const kept = (await navigator.storage.persisted()) || (await navigator.storage.persist());
	return check('storage', kept ? 'ok' : 'warn');
}

async function quotaCheck(): Promise<PreflightCheck> {
	if (typeof navigator === 'undefined' || !navigator.storage?.estimate) return check('quota', 'unknown');
	const { quota, usage } = await navigator.storage.estimate();
	if (quota === undefined) return check('quota', 'unknown');
	const free = quota - (usage ?? 0);
	return check('quota', free >= LEAST_QUOTA_BYTES ? 'ok' : 'warn', { freeMb: Math.floor(free / 1_000_000) });
}

function clockCheck({ device }: PhoneView): PreflightCheck {
	if (device.skewMs === null) return check('clock', 'unknown');
	const seconds = Math.round(Math.abs(device.skewMs) / 1000);
	return check('clock', Math.abs(device.skewMs) <= DRIFT_MS ? 'ok' : 'warn', { seconds });
}

function seriesCheck({ device }: PhoneView): PreflightCheck {
	return check('series', device.forked ? 'fail' : 'ok', { series: device.series, last: device.lastReceipt.number });
}

/** An old app is refused by the server, or may have rules that are out of date: a newer one waits, or none could be looked for. */
function versionCheck(
	{ sync }: PhoneView,
	today: LocalDate,
	worker: Pick<ServiceWorkerRegistration, 'waiting'> | null
): PreflightCheck {
	if (sync.error?.code === 'wire-too-old') return check('version', 'fail', { refused: true });
	if (worker?.waiting) return check('version', 'warn');
	if (sync.lastDown === null) return check('version', 'unknown');
	const days = daysBetween(parisDay(sync.lastDown), today);
	return check('version', days <= STALE_DAYS ? 'ok' : 'warn', { days });
}

async function registered(): Promise<ServiceWorkerRegistration | null> {
	if (typeof navigator === 'undefined' || !('serviceWorker' in navigator)) return null;
	return (await navigator.serviceWorker.getRegistration()) ?? null;
}

/** Whether the app itself starts without a network: its service worker must be in charge. */
async function offlineCheck(): Promise<PreflightCheck> {
	if (typeof navigator === 'undefined' || !('serviceWorker' in navigator)) return check('offline', 'unknown');
	const registration = await registered();
	// While developing nothing is kept; for real, nobody leaves before every screen is on the phone.
	if (!registration?.active) return check('offline', import.meta.env.PROD ? 'fail' : 'warn');
	const { fetchFilesNow } = await import('../update');
	const kept = await fetchFilesNow();
	const complete = kept !== null && kept.present >= kept.expected;
	return check('offline', complete ? 'ok' : 'fail');
}

const unsentCheck = ({ sync }: PhoneView): PreflightCheck =>
	check('unsent', sync.unsent === 0 ? 'ok' : 'warn', { count: sync.unsent });

/** Asked here, with its reason; a refusal is harmless. */
async function positionCheck(phone: Phone, ask: boolean): Promise<PreflightCheck> {
	if (ask) await readPlace(phone.ports, true);
	const permission = await positionPermission();
	return check('position', permission === 'granted' ? 'ok' : permission === 'denied' ? 'warn' : 'unknown', {
		permission
	});
}
