// A phone in a test: the real client on fake-indexeddb with real WebCrypto; only the clock, chance and the wire are the test's.
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import * as v from 'valibot';
import { queueLocks } from '$lib/client/local/device-lock';
import { webCrypto } from '$lib/client/local/web-crypto';
import { enrol } from '$lib/client/local/enrol';
import { openPhone, type Phone } from '$lib/client/local/phone';
import type { Ports } from '$lib/client/ports';
import { applyPull } from '$lib/client/sync/pull';
import { snapshotDigest } from '$lib/core/chain';
import { dossierSchema, EMPTY_STATE, type Dossier } from '$lib/core/dossier';
import { dossierIdSchema, userIdSchema, uuidV7, type DossierId, type UserId } from '$lib/core/ids';
import { roundSchema, type Round } from '$lib/core/round';
import { instant, localDate, type Instant } from '$lib/core/time';
import { sessionAnswerSchema, type Pull, type SessionAnswer } from '$lib/core/wire';

/** 20 November 2026, 10:00 in Paris. */
export const MORNING = instant(Date.UTC(2026, 10, 20, 9, 0));
export const DAY = localDate('2026-11-20');

export const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
export const newId = (): string => uuidV7(MORNING, random);
export const newDossierId = (): DossierId => v.parse(dossierIdSchema, newId());

export type Wire = (path: string, init: RequestInit) => Promise<Response>;

export type World = {
	readonly ports: Ports;
	/** Moves the device clock. */
	readonly wait: (milliseconds: number) => void;
	/** Sets what the network answers from now on. */
	readonly answer: (wire: Wire) => void;
	/** Requests that reached the network. */
	readonly calls: { readonly path: string; readonly init: RequestInit }[];
};

/** A browser profile of its own, with a network that is down until `answer` says otherwise. */
export function makeWorld(change: Partial<Ports> = {}): World {
	let at: Instant = MORNING;
	let wire: Wire = () => Promise.reject(new TypeError('network is down'));
	const calls: World['calls'] = [];
	const indexedDB = new IDBFactory();
	const ports: Ports = {
		now: () => at,
		random,
		chance: () => 0.5,
		fetch: (path, init) => {
			calls.push({ path, init });
			return wire(path, init);
		},
		deadline: () => new AbortController().signal,
		crypto: webCrypto(),
		locks: queueLocks(),
		later: () => () => undefined,
		openChannel: () => ({ announce: () => undefined, close: () => undefined }),
		indexedDb: { indexedDB, IDBKeyRange },
		...change
	};
	return {
		ports,
		wait: (milliseconds) => void (at = instant(at + milliseconds)),
		answer: (next) => void (wire = next),
		calls
	};
}

export const json = (body: unknown, init: ResponseInit = {}): Response =>
	new Response(JSON.stringify(body), { status: 200, headers: { 'content-type': 'application/json' }, ...init });

export function makeSession(user: UserId = v.parse(userIdSchema, newId())): SessionAnswer {
	return v.parse(sessionAnswerSchema, {
		user: { id: user, name: 'Ana Petit', email: 'ana@example.com' },
		role: 'collector',
		app: 'field',
		organisation: {
			id: newId(),
			name: 'Val de Loire Recouvrement',
			siren: '732829320',
			address: '1 rue Haute, 37000 Tours',
			phone: '+33261910000',
			demo: false
		}
	});
}

/** An enrolled, opened phone of a collector. */
export async function makePhone(world: World, session = makeSession()): Promise<Phone> {
	world.answer(async () =>
		json({ series: 'T03', epoch: 1, serverKeys: [], recoveryKey: null, publicOrigin: 'https://tournee.example' })
	);
	const enrolled = await enrol(world.ports, session, 'Test');
	if (!enrolled.ok) throw new Error(enrolled.error.code);
	const phone = await openPhone(world.ports, session.user.id);
	if (!phone.ok || !phone.value) throw new Error('the phone did not open');
	world.answer(() => Promise.reject(new TypeError('network is down')));
	return phone.value;
}

/** A consumer's dossier with one claim of 480,00 € that is due. */
export function makeDossier(
	change: { readonly id?: DossierId; readonly rev?: number; readonly principal?: number } = {}
): Dossier {
	return v.parse(dossierSchema, {
		id: change.id ?? newDossierId(),
		rev: change.rev ?? 1,
		facts: {
			ref: 'D-0001',
			phase: 'amicable',
			currency: 'EUR',
			debtor: {
				id: newId(),
				kind: 'consumer',
				name: 'Jeanne Martin',
				siren: null,
				addresses: [{ lines: ['12 rue des Lilas'], postcode: '37000', city: 'TOURS', country: 'FR', position: null }],
				phones: ['+33639980001'],
				email: null
			},
			parties: [],
			creditor: {
				id: newId(),
				name: 'Garage du Pont',
				address: '3 quai du Pont, 37000 Tours',
				kind: 'mandated',
				person: 'other'
			},
			mandate: { ref: 'M-12', signedOn: '2026-01-05' },
			letter: { ref: 'L-88', sentOn: '2026-09-01' },
			noticeOn: null,
			alerts: [],
			claims: [
				{
					id: newId(),
					ref: 'F-2026-031',
					label: 'Réparation',
					kind: 'consumer-goods-services',
					issuedOn: '2026-03-01',
					dueOn: '2026-03-31',
					principal: change.principal ?? 48_000,
					interest: 0,
					penalty: 0,
					indemnity: 0,
					contractRateBp: null,
					countedOn: null,
					penalClauseBp: null
				}
			]
		},
		state: EMPTY_STATE
	});
}

export function makeRound(phone: Phone, dossiers: readonly Dossier[]): Round {
	return v.parse(roundSchema, {
		id: newId(),
		rev: 1,
		day: DAY,
		collector: phone.user,
		status: 'published',
		target: 100_000,
		currency: 'EUR',
		stops: dossiers.map(({ id }) => ({ dossier: id, pinned: false, window: null, override: null }))
	});
}

/** The answer of a pull as the server makes it. */
export async function makePull(
	dossiers: readonly Dossier[],
	change: Partial<Pull> = {},
	all: readonly Dossier[] = dossiers
): Promise<Pull> {
	const { sha256 } = webCrypto();
	return {
		mode: 'snapshot',
		dossiers: [...dossiers],
		rounds: [],
		parameters: null,
		insuredUntil: null,
		removed: [],
		through: 0,
		cursor: { rev: 5, after: null, until: null },
		until: 5,
		more: false,
		count: all.length,
		digest: await snapshotDigest(all, sha256),
		...change
	};
}

/** Puts dossiers on a phone as a sync would. */
export async function load(phone: Phone, dossiers: readonly Dossier[], rounds: readonly Round[] = []): Promise<void> {
	const pull = await makePull(dossiers, { rounds: [...rounds] });
	const result = await applyPull(phone, 1, { now: MORNING, pull });
	if (result !== 'stored') throw new Error(result);
}
