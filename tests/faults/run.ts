// A storm over the production build: phones that save and send, lines that break, and parts that die without warning.
import { chanceOf } from '../../scripts/seed/chance';
import { drawCompany, writeCompany } from '../bench/company';
import { damageOf, type Damage } from './check';
import { FaultPhone } from './phone';
import { FAULTS, type Fault, type Judge } from './proxy';
import { Stack, type Part } from './stack';

export type Storm = {
	readonly folder: string;
	/** Kills of each of sqld and workerd. */
	readonly kills: number;
	readonly seed: string;
	readonly say: (text: string) => void;
};
export type Outcome = {
	readonly kills: Readonly<Record<Part, number>>;
	readonly whileSending: number;
	readonly acts: number;
	readonly minor: number;
	readonly front: ReadonlyMap<Fault, number>;
	readonly back: ReadonlyMap<Fault, number>;
	readonly passes: ReadonlyMap<string, number>;
	readonly damage: Damage;
};

const PHONES = 4;
const DOSSIERS = 60;
const FRONT_SHARE = 0.3;
const BACK_SHARE = 0.08;
/** Lines between servers break and hang; they do not turn into a hotel's page. */
const BACK_FAULTS: readonly Fault[] = [
	'refused',
	'reset-in-request',
	'reset-before-answer',
	'cut-in-answer',
	'hang-in-answer'
];
/** Without a request in sight a part dies in its sleep after so long. */
const IDLE_MS = 1_500;
const CALM_PASSES = 60;

/** Plays one storm and says what became of every act that was saved. */
export async function weather({ folder, kills, seed, say }: Storm): Promise<Outcome> {
	const dice = chanceOf(`faults ${seed}`);
	const chance = (): number => dice.next();
	let raging = false;
	const judge =
		(faults: readonly Fault[], share: number): Judge =>
		() =>
			raging && chance() < share ? (faults[Math.floor(chance() * faults.length)] ?? null) : null;
	const stack = await Stack.start(
		folder,
		{ front: judge(FAULTS, FRONT_SHARE), back: judge(BACK_FAULTS, BACK_SHARE) },
		chance
	);
	try {
		const phones = await enrolAll(stack, chance);
		raging = true;
		const over = new AbortController();
		const atWork = phones.map(({ phone }) => work(phone, chance, over.signal));
		const whileSending = await killAll(stack, kills, chance, say).finally(() => over.abort());
		await Promise.all(atWork);
		raging = false;
		for (const { phone } of phones) await calm(phone);
		const damage = await damageOf(stack.libsqlUrl, phones);
		const told = phones.flatMap(({ phone }) => phone.told);
		const passes = new Map<string, number>();
		for (const { phone } of phones)
			for (const [end, count] of phone.passes) passes.set(end, (passes.get(end) ?? 0) + count);
		return {
			kills: stack.kills,
			whileSending,
			acts: told.length,
			minor: told.reduce((sum, { minor }) => sum + minor, 0),
			front: stack.front.played,
			back: stack.back.played,
			passes,
			damage
		};
	} finally {
		await stack.stop();
	}
}

async function enrolAll(stack: Stack, chance: () => number) {
	const companies = Array.from({ length: PHONES }, (_, index) => drawCompany(`faults ${index}`, DOSSIERS));
	const phones = [];
	for (const company of companies) {
		await writeCompany(stack.libsqlUrl, company);
		phones.push({ company, phone: await FaultPhone.enrol(() => stack.front.port, company, chance) });
	}
	return phones;
}

/** Saves a few acts and sends them, again and again; a pass that fails is tried again, as the phone's own timer does. */
async function work(phone: FaultPhone, chance: () => number, over: AbortSignal): Promise<void> {
	while (!over.aborted) {
		const acts = 1 + Math.floor(chance() * 3);
		for (let index = 0; index < acts; index += 1) await phone.act();
		await phone.sync();
		await pause(chance() * 150);
	}
}

/** Kills one part after the other, most of them while a push is under way; answers how many were. */
async function killAll(stack: Stack, kills: number, chance: () => number, say: Storm['say']): Promise<number> {
	let whileSending = 0;
	for (let round = 1; round <= kills; round += 1) {
		for (const part of ['sqld', 'workerd'] as const) {
			const isBusy = await untilBusy(stack);
			if (isBusy) {
				whileSending += 1;
				await pause(chance() * 80);
			}
			await stack.kill(part);
			await pause(100 + chance() * 400);
		}
		if (round % 10 === 0) say(`${round} of ${kills} kills of each part`);
	}
	return whileSending;
}

function untilBusy(stack: Stack): Promise<boolean> {
	return new Promise((resolve) => {
		const timer = setTimeout(() => done(false), IDLE_MS);
		const done = (isBusy: boolean): void => {
			clearTimeout(timer);
			stack.front.onBusy = null;
			resolve(isBusy);
		};
		stack.front.onBusy = () => done(true);
	});
}

/** The storm is over: the phone sends what is left. */
async function calm(phone: FaultPhone): Promise<void> {
	for (let pass = 0; pass < CALM_PASSES; pass += 1) {
		if ((await phone.sync()) === 'ok') return;
		await pause(250);
	}
	throw new Error(`a phone could not send what it holds: ${JSON.stringify(Object.fromEntries(phone.passes))}`);
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
