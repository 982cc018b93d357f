// A collector under fault: the real client, its money counted by hand beside it, and a network that is only a port.
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import * as v from 'valibot';
import type { Saved } from '$lib/client/actions/input';
import { recordPayment } from '$lib/client/actions/record-payment';
import { reportVisit } from '$lib/client/actions/report-visit';
import { queueLocks } from '$lib/client/local/device-lock';
import { enrol } from '$lib/client/local/enrol';
import { needDevice, openPhone, type Phone } from '$lib/client/local/phone';
import { webCrypto } from '$lib/client/local/web-crypto';
import type { Ports } from '$lib/client/ports';
import { syncPass } from '$lib/client/sync/pass';
import type { DeviceId } from '$lib/core/ids';
import type { Refusal } from '$lib/core/refusal';
import type { Result } from '$lib/core/result';
import { instant } from '$lib/core/time';
import { sessionAnswerSchema } from '$lib/core/wire';
import { random, type Company } from '../bench/company';
import { signIn } from '../bench/phone';
import { fetchAlone } from './wire';

/** What a screen said was saved. */
export type Told = {
	readonly id: string;
	readonly seq: number;
	/** 0 for what is no payment. */
	readonly minor: number;
	/** What of it is cash. */
	readonly cash: number;
};

/** Longer than any honest answer here, and short enough that a hanging line costs little. */
const DEADLINE_MS = 4_000;

export class FaultPhone {
	readonly told: Told[] = [];
	/** Passes by how they ended. */
	readonly passes = new Map<string, number>();
	readonly device: DeviceId;
	readonly #phone: Phone;
	readonly #company: Company;
	readonly #chance: () => number;

	private constructor(phone: Phone, device: DeviceId, company: Company, chance: () => number) {
		this.#phone = phone;
		this.device = device;
		this.#company = company;
		this.#chance = chance;
	}

	/** Enrols the collector of a company over a calm line. */
	static async enrol(port: () => number, company: Company, chance: () => number): Promise<FaultPhone> {
		const cookie = await signIn(`http://127.0.0.1:${port()}`, company.collector.email);
		const ports = portsOf(port, cookie, chance);
		const answer = v.parse(
			v.object({ field: sessionAnswerSchema }),
			await (await ports.fetch('/api/session', { headers: { accept: 'application/json' } })).json()
		);
		const enrolled = await enrol(ports, answer.field, 'Essai');
		if (!enrolled.ok) throw new Error(`not enrolled: ${enrolled.error.code}`);
		const opened = await openPhone(ports, answer.field.user.id);
		if (!opened.ok || !opened.value) throw new Error('the phone did not open');
		const device = await needDevice(opened.value);
		if (!device.ok) throw new Error(device.error.code);
		const phone = new FaultPhone(opened.value, device.value.id, company, chance);
		const first = await phone.sync();
		if (first !== 'ok') throw new Error(`the first sync ended ${first}`);
		return phone;
	}

	/** Takes money or reports a visit at a random door. */
	async act(): Promise<void> {
		const { dossiers } = this.#company;
		const dossier = dossiers[Math.floor(this.#chance() * dossiers.length)]?.id;
		if (!dossier) throw new Error('the company has no dossier');
		const common = { dossier, round: null, place: null, draft: null };
		const minor = 100 + Math.floor(this.#chance() * 1_900);
		if (this.#chance() < 0.3) {
			const visit = { outcome: 'absent', cause: null, note: null, next: null, openedAt: null } as const;
			return this.#tell(await reportVisit(this.#phone, { ...common, ...visit }), 0, 0);
		}
		const payment = { ...common, minor, payer: null, directedTo: null, acceptCredit: true };
		const inCash = await recordPayment(this.#phone, { ...payment, detail: { means: 'cash' } });
		if (inCash.ok || inCash.error.code !== 'cash-ceiling') return this.#tell(inCash, minor, minor);
		// A debt above the legal ceiling is not paid in cash at all.
		const card = { means: 'card', reference: 'TPE 0042' } as const;
		return this.#tell(await recordPayment(this.#phone, { ...payment, detail: card }), minor, 0);
	}

	#tell(saved: Result<Saved, Refusal>, minor: number, cash: number): void {
		if (!saved.ok) throw new Error(`an act was refused: ${saved.error.code}`);
		this.told.push({ id: saved.value.id, seq: saved.value.seq, minor, cash });
	}

	/** One pass; answers `ok` or the code of why nothing went. */
	async sync(): Promise<string> {
		const report = await syncPass(this.#phone, () => undefined);
		const end = report === 'busy' ? 'busy' : (report.error?.code ?? 'ok');
		this.passes.set(end, (this.passes.get(end) ?? 0) + 1);
		return end;
	}
}

function portsOf(port: () => number, cookie: string, chance: () => number): Ports {
	return {
		now: () => instant(Date.now()),
		random,
		chance,
		fetch: (path, init) =>
			fetchAlone(port(), path, {
				...init,
				headers: { ...Object.fromEntries(new Headers(init.headers)), cookie, origin: `http://127.0.0.1:${port()}` }
			}),
		deadline: () => AbortSignal.timeout(DEADLINE_MS),
		crypto: webCrypto(),
		locks: queueLocks(),
		later: () => () => undefined,
		openChannel: () => ({ announce: () => undefined, close: () => undefined }),
		indexedDb: { indexedDB: new IDBFactory(), IDBKeyRange }
	};
}
