// The agreements that a visitor of the demo looks for: a settlement, an acknowledgement, a rescheduled plan, and one that waits for a manager.
import * as v from 'valibot';
import { balanceOf } from '$lib/core/balance';
import { accessoriesOf } from '$lib/core/decide-protocol';
import { gateOf } from '$lib/core/dossier-gate';
import { operationIdSchema } from '$lib/core/ids';
import type { Act, Body, OperationKind } from '$lib/core/operation';
import { shareOf } from '$lib/core/plan-margin';
import { protocolLife } from '$lib/core/protocol-life';
import { addDays, addMonths, instant, type LocalDate } from '$lib/core/time';
import { isInForce } from '$lib/core/waiver';
import { chanceOf, type Chance } from './chance';
import type { Collector } from './company';
import { atMinute, type Teller } from './history';
import { DEMO_PACK } from './house';
import type { SeededDossier } from './portfolio';
import { scheduleOf, signedBody } from './protocol-story';
import type { World } from './world';

/** Collector whose last evening holds them. */
export const CASES_OF = 'T03';

type Case = {
	readonly collector: Collector;
	readonly dice: Chance;
	readonly teller: Teller;
	readonly world: World;
	readonly day: LocalDate;
};

/** Signs and proposes them on the eve of the demo's first day; a kind for which no dossier is fit is left out. */
export function protocolCases(
	collector: Collector,
	dossiers: readonly SeededDossier[],
	world: World,
	teller: Teller,
	began: LocalDate
): void {
	const on: Case = { collector, dice: chanceOf(`agreements ${began}`), teller, world, day: addDays(began, -1) };
	reschedule(on, dossiers, 0);
	const free = dossiers.filter(({ id }) => isFree(on, world.dossier(id)));
	const [settled, acknowledged, asked] = [
		free.find(({ id }) => accessoriesOf(world.dossier(id), on.day, DEMO_PACK) >= 2_000),
		...free.filter(({ facts }) => facts.debtor.kind === 'consumer')
	].filter((found, index, all) => all.indexOf(found) === index);
	if (settled) settle(on, settled, 1);
	if (acknowledged) acknowledge(on, acknowledged, 2);
	if (asked) ask(on, asked, 3);
}

/** Nothing stands in the way, something is owed, and nothing was agreed on yet. */
function isFree({ day }: Case, dossier: ReturnType<World['dossier']>): boolean {
	const gate = gateOf(dossier, 'propose-plan', atMinute(day, 17 * 60), DEMO_PACK);
	const isClear = gate.reasons.every(({ code }) => code === 'rest-day' || code === 'outside-hours');
	return isClear && dossier.state.protocols.length === 0 && balanceOf(dossier, day, DEMO_PACK) >= 40_000;
}

function reschedule(on: Case, dossiers: readonly SeededDossier[], order: number): void {
	const { world, day } = on;
	const broken = dossiers.find(({ id }) => {
		const dossier = world.dossier(id);
		const entry = dossier.state.protocols.find(isInForce);
		const life = entry && protocolLife(dossier, entry, { day, at: atMinute(day, 17 * 60) }, DEMO_PACK);
		return life?.ok && life.value.state === 'in-default' && balanceOf(dossier, day, DEMO_PACK) >= 20_000;
	});
	if (!broken) return;
	const dossier = world.dossier(broken.id);
	const earlier = dossier.state.protocols.find(isInForce);
	const schedule = scheduleOf(balanceOf(dossier, day, DEMO_PACK), 6, addMonths(day, 1));
	const terms = earlier ? { replaces: { operation: earlier.id, signedOn: earlier.signedOn } } : {};
	tell(on, 'protocol.signed', broken, order, signedBody(on.dice, { dossier, schedule, day, document: 'plan', terms }));
}

function settle(on: Case, chosen: SeededDossier, order: number): void {
	const { world, day, dice } = on;
	const dossier = world.dossier(chosen.id);
	const waived = shareOf(accessoriesOf(dossier, day, DEMO_PACK), 5_000);
	const schedule = scheduleOf(balanceOf(dossier, day, DEMO_PACK) - waived, 3, addMonths(day, 1));
	const terms = { waived, dispute: 'le montant des pénalités et intérêts demandés' };
	tell(
		on,
		'protocol.signed',
		chosen,
		order,
		signedBody(dice, { dossier, schedule, day, document: 'settlement', terms })
	);
}

function acknowledge(on: Case, chosen: SeededDossier, order: number): void {
	const { world, day, dice } = on;
	const dossier = world.dossier(chosen.id);
	const schedule = scheduleOf(balanceOf(dossier, day, DEMO_PACK), 4, addMonths(day, 1));
	const wish = { dossier, schedule, day, document: 'acknowledgement', terms: {} } as const;
	tell(on, 'protocol.signed', chosen, order, signedBody(dice, wish));
}

function ask(on: Case, chosen: SeededDossier, order: number): void {
	const { world, day } = on;
	const dossier = world.dossier(chosen.id);
	const total = balanceOf(dossier, day, DEMO_PACK);
	const { instalments } = scheduleOf(total, 2, addMonths(day, 26));
	tell(on, 'protocol.proposed', chosen, order, {
		...{
			round: null,
			document: 'plan',
			currency: dossier.facts.currency,
			claimed: total,
			waived: 0,
			total,
			down: null
		},
		...{ frequency: 'monthly', instalments: [...instalments], dispute: null },
		over: [{ limit: 'months', asked: 27, allowed: 24 }],
		note: 'Retraite versée au printemps dans deux ans, bonne foi constante.'
	});
}

function tell<K extends OperationKind>(on: Case, kind: K, { id }: SeededDossier, order: number, body: Body<K>): void;
function tell(
	{ collector, dice, teller, day }: Case,
	kind: 'protocol.signed' | 'protocol.proposed',
	{ id: dossier }: SeededDossier,
	order: number,
	body: Body<'protocol.signed'> & Body<'protocol.proposed'>
): void {
	const at = instant(atMinute(day, 19 * 60 + 5) + order * 240_000);
	const common = { id: v.parse(operationIdSchema, dice.uuid(at)), actor: collector.id, device: collector.device };
	const act: Act = { ...common, kind, dossier, day, at, body };
	teller.apply(act);
}
