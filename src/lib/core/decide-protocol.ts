// Judges a signed payment plan: its table must add up to what was acknowledged, and its strokes must be a signature.
import { prevented, type Anomaly } from './anomaly';
import type { Decision, Standing } from './decide';
import { balanceOf } from './balance';
import type { Dossier } from './dossier';
import { sumMinor } from './money';
import type { Act, Strokes } from './operation';

/** Least number of points and least extent, in thousandths of the pad's width, of a signature that is not a dot or a dash. */
const TRIVIAL_POINTS = 8;
const TRIVIAL_EXTENT = 60;

/** Adds the protocol to the dossier; it takes the place of open promises and of earlier protocols. */
export function decideProtocol(dossier: Dossier, act: Act<'protocol.signed'>, standing: Standing): Decision {
	const { state } = dossier;
	if (state.protocols.some((protocol) => protocol.id === act.id)) return { anomalies: [], effects: [], state };
	const { text, round } = act.body;
	const entry = {
		id: act.id,
		round,
		signedOn: act.day,
		at: act.at,
		by: act.actor,
		template: text.template,
		version: text.version,
		total: text.total,
		down: text.down,
		instalments: text.instalments,
		replaced: false
	};
	return {
		anomalies: protocolAnomalies(dossier, act, standing),
		effects: [],
		state: {
			...state,
			promises: state.promises.map((promise) => ({ ...promise, replaced: true })),
			protocols: [entry, ...state.protocols.map((protocol) => ({ ...protocol, replaced: true }))]
		}
	};
}

/** Says whether strokes are blank, a dot or a dash: no one would call them a signature. */
export function areTrivial(strokes: Strokes): boolean {
	const points = strokes.lines.reduce((count, line) => count + line.length / 2, 0);
	if (points < TRIVIAL_POINTS) return true;
	let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
	for (const line of strokes.lines)
		line.forEach((coordinate, index) => {
			if (index % 2 === 0) [left, right] = [Math.min(left, coordinate), Math.max(right, coordinate)];
			else [top, bottom] = [Math.min(top, coordinate), Math.max(bottom, coordinate)];
		});
	return right - left < TRIVIAL_EXTENT || bottom - top < TRIVIAL_EXTENT / 4;
}

function protocolAnomalies(dossier: Dossier, act: Act<'protocol.signed'>, standing: Standing): readonly Anomaly[] {
	const { text, strokes } = act.body;
	const anomalies: Anomaly[] = [];
	if (text.currency !== dossier.facts.currency)
		anomalies.push(prevented('currency-mismatch', { expected: dossier.facts.currency, got: text.currency }));
	const table = sumMinor(text.instalments.map((instalment) => instalment.minor)) + (text.down?.minor ?? 0);
	if (table !== text.total) anomalies.push(prevented('protocol-total-mismatch', { table, total: text.total }));
	const balance = balanceOf(dossier, act.day, standing.pack);
	if (text.total > balance) anomalies.push(prevented('protocol-over-balance', { balance, total: text.total }));
	const days = text.instalments.map((instalment) => instalment.dueOn);
	if (days.some((day, index) => day < act.day || (index > 0 && day <= (days[index - 1] ?? day))))
		anomalies.push(prevented('protocol-dates'));
	if (areTrivial(strokes)) anomalies.push(prevented('strokes-trivial'));
	return anomalies;
}
