// The alerts that stand on a dossier: since when, who reported them, what each stops, and which of them can be lifted.
import { ALERTS, type Alert, type Dossier } from './dossier';
import { EVENT_OF_ALERT } from './gate';
import type { GateRow, GateSection } from './gate-section';
import type { OperationId, UserId } from './ids';

/** The report that raised an alert. */
export type AlertReport = {
	readonly id: OperationId;
	/** Milliseconds. */
	readonly at: number;
	readonly by: UserId;
	/** A reference that was shown, or the kind of a dispute. */
	readonly detail: string | null;
	readonly note: string | null;
};

export type StandingAlert = {
	readonly alert: Alert;
	/** Stands in the office's own file: it goes by an edit of the dossier, never by lifting. */
	readonly inFile: boolean;
	/** Was reported and not lifted since: it can be lifted, with a reason. */
	readonly reported: boolean;
	/** The first report since it was last lifted; null where the dossier no longer keeps it, or where only the file says it. */
	readonly since: AlertReport | null;
	/** What it stops or warns about, by the country's table of gates. */
	readonly effects: GateRow['effects'];
	/** The rule behind it. */
	readonly source: string;
};

type Read = {
	readonly facts: Pick<Dossier['facts'], 'alerts'>;
	readonly state: Pick<Dossier['state'], 'alerts' | 'reports' | 'visits'>;
};

/** Every alert of a dossier, in the order of the closed list. */
export function standingAlerts({ facts, state }: Read, gates: GateSection): readonly StandingAlert[] {
	return ALERTS.filter((alert) => facts.alerts.includes(alert) || state.alerts.includes(alert)).map((alert) => {
		const { effects, source } = gates[EVENT_OF_ALERT[alert]];
		const reported = state.alerts.includes(alert);
		return {
			alert,
			inFile: facts.alerts.includes(alert),
			reported,
			since: reported ? firstReport(state, alert) : null,
			effects,
			source
		};
	});
}

/** Reports and outcomes of visits raise the same alerts; what came before the last lifting was answered by it. */
function firstReport({ reports = [], visits }: Read['state'], alert: Alert): AlertReport | null {
	const lifting = reports.findIndex(({ what, detail }) => what === 'lifted' && detail === alert);
	const liftedAt = reports[lifting]?.at ?? -Infinity;
	const told = (lifting < 0 ? reports : reports.slice(0, lifting))
		.filter(({ what }) => what === alert)
		.map(({ id, at, by, detail, note }) => ({ id, at, by, detail, note }));
	const seen = visits
		.filter(({ outcome, at }) => outcome === alert && at > liftedAt)
		.map(({ id, at, by, note }) => ({ id, at, by, detail: null, note }));
	return [...told, ...seen].sort((left, right) => left.at - right.at)[0] ?? null;
}
