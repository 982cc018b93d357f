// Judges what is reported about a debtor: it is never refused, it raises an alert that the gates read, and a manager is told.
import { flagged, prevented, type Anomaly } from './anomaly';
import type { Decision } from './decide';
import type { Alert, Dossier, DossierState, ReportEntry } from './dossier';
import type { Act } from './operation';

export type ReportAct = Act<'situation.reported' | 'dispute.reported' | 'alert.lifted'>;

/** A dossier keeps its last reports on the phone; the operations keep all. */
const REPORTS_KEPT = 20;

/** The alerts with one more; each stands there once. */
export const withAlert = (alerts: DossierState['alerts'], alert: Alert): DossierState['alerts'] =>
	alerts.includes(alert) ? alerts : [...alerts, alert];

/** A report raises its alert; lifting it, with a reason, takes away what the field reported, never what the office's file says. */
export function decideReport({ state, facts }: Dossier, act: ReportAct): Decision {
	const known = state.reports ?? [];
	if (known.some(({ id }) => id === act.id)) return { anomalies: [], effects: [], state };
	const report = (anomalies: readonly Anomaly[], entry: ReportEntry, alerts: DossierState['alerts']): Decision => ({
		anomalies,
		effects: [],
		state: { ...state, alerts, reports: [entry, ...known].slice(0, REPORTS_KEPT) }
	});
	const common = { id: act.id, day: act.day, at: act.at, by: act.actor };
	switch (act.kind) {
		case 'situation.reported': {
			const { situation, reference, since, note } = act.body;
			const anomalies =
				since !== null && since > act.day
					? [prevented('report-in-future', { day: since })]
					: [flagged('situation-reported', { situation })];
			const entry = { ...common, what: situation, detail: reference, minor: null, note };
			return report(anomalies, entry, withAlert(state.alerts, situation));
		}
		case 'dispute.reported': {
			const { claim, category, minor, note } = act.body;
			const isKnown = claim === null || facts.claims.some(({ id }) => id === claim);
			const anomalies = [...(isKnown ? [] : [prevented('claim-unknown')]), flagged('dispute-reported', { category })];
			return report(
				anomalies,
				{ ...common, what: 'disputed', detail: category, minor, note },
				withAlert(state.alerts, 'disputed')
			);
		}
		case 'alert.lifted': {
			const { alert, reason } = act.body;
			if (!state.alerts.includes(alert)) return { anomalies: [prevented('alert-unknown')], effects: [], state };
			const entry = { ...common, what: 'lifted' as const, detail: alert, minor: null, note: reason };
			return report(
				[],
				entry,
				state.alerts.filter((each) => each !== alert)
			);
		}
	}
}
