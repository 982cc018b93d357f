// The demo company, made in a real sqld: what it must hold, and that an interrupted or repeated start leaves no trace.
import { beforeAll, describe, expect, inject, it } from 'vitest';
import * as v from 'valibot';
import { chanceOf } from '../../scripts/seed/chance';
import { COLLECTORS, ORG, PEOPLE } from '../../scripts/seed/company';
import { CEILING, entrusted, portfolio } from '../../scripts/seed/portfolio';
import { seed } from '../../scripts/seed/run';
import { checkOperation } from '../../src/lib/core/chain';
import { FRANCE } from '../../src/lib/core/country/fr/pack';
import { judgeCashOn } from '../../src/lib/core/dossier-cash';
import { balanceOf } from '../../src/lib/core/balance';
import type { Dossier } from '../../src/lib/core/dossier';
import { gateOf } from '../../src/lib/core/dossier-gate';
import { dossierIdSchema } from '../../src/lib/core/ids';
import { decodeReceiptToken } from '../../src/lib/core/receipt-token';
import { instant, localDate } from '../../src/lib/core/time';
import { GENESIS_HASH, operationSchema, publicKeySchema } from '../../src/lib/core/wire';
import { verifyPassword } from '../../src/lib/server/auth/password';
import { acrossOrganisations, connect, type Database } from '../../src/lib/server/db/connection';
import { dossiersOf, selectDossiers } from '../../src/lib/server/db/dossiers';
import { ECDSA, sha256, verifier } from '../../src/lib/server/signature';

const TODAY = localDate('2026-11-20');
const NOW = instant(Date.parse('2026-11-20T13:10:00Z'));
const DOSSIERS = portfolio(TODAY);
const jsonOf = <const Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.string(), v.parseJson(), schema);

let db: Database;
let serverKey: string;
let interruptions = 0;
/** Operations stored after each interruption. */
const stages: number[] = [];

const rows = async (sql: string): Promise<readonly Record<string, unknown>[]> => {
	const [result] = await db.readBatch([
		acrossOrganisations('a test looks at the demo', sql, sql.includes(':org') ? { org: ORG } : {})
	]);
	return (result?.rows ?? []).map((row) => ({ ...row }));
};
const numberOf = async (sql: string): Promise<number> => Number((await rows(sql))[0]?.['n']);
const settings = () => ({ url: inject('libsqlUrl'), today: TODAY, serverKey, now: () => NOW });

/** A wire that is cut for good after so many requests, as when the start is killed. */
function cutAfter(requests: number): typeof fetch {
	let left = requests;
	return (input, init) => {
		left -= 1;
		return left < 0 ? Promise.reject(new TypeError('the wire was cut')) : fetch(input, init);
	};
}

beforeAll(async () => {
	db = connect({ LIBSQL_URL: inject('libsqlUrl') });
	const { privateKey } = await crypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
	serverKey = JSON.stringify({ ...(await crypto.subtle.exportKey('jwk', privateKey)), kid: 'demo-test' });
	for (const requests of [1, 9, 17, 16, 22]) {
		await seed({ ...settings(), fetcher: cutAfter(requests) }).catch(() => (interruptions += 1));
		stages.push(await numberOf('SELECT COUNT(*) n FROM operation WHERE org = :org'));
	}
	await seed(settings());
}, 180_000);

describe('a start of the demo', () => {
	it('was interrupted at every stage, and still nothing is missing or doubled', async () => {
		expect(interruptions).toBe(5);
		expect(stages[0]).toBe(0);
		expect(new Set(stages).size).toBeGreaterThanOrEqual(4);
		expect(await numberOf('SELECT COUNT(*) n FROM organisation WHERE id = :org')).toBe(1);
		expect(await numberOf(`SELECT COUNT(*) n FROM audit WHERE org = :org AND action = 'demo.history-written'`)).toBe(1);
		expect(await numberOf('SELECT COUNT(*) n FROM operation WHERE org = :org')).toBeGreaterThan(1500);
		const twice =
			'SELECT COUNT(*) n FROM (SELECT 1 FROM round WHERE org = :org GROUP BY collector, day HAVING COUNT(*) > 1)';
		expect(await numberOf(twice)).toBe(0);
	});

	it('changes nothing the second time on the same day', async () => {
		const everything = async () => ({
			meta: await rows('SELECT * FROM meta WHERE org = :org'),
			devices: await rows('SELECT * FROM device WHERE org = :org ORDER BY id'),
			rounds: await rows('SELECT * FROM round WHERE org = :org ORDER BY id'),
			cash: await rows('SELECT SUM(minor), COUNT(*) FROM cash_movement WHERE org = :org'),
			audit: await rows('SELECT COUNT(*) FROM audit WHERE org = :org'),
			dossiers: await rows('SELECT id, rev, state FROM dossier WHERE org = :org ORDER BY id')
		});
		const before = await everything();
		await seed(settings());
		expect(await everything()).toEqual(before);
	});

	it('refuses another server key, because the phones could not go on with their chains', async () => {
		const { privateKey } = await crypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
		const other = JSON.stringify({ ...(await crypto.subtle.exportKey('jwk', privateKey)), kid: 'other' });
		await expect(seed({ ...settings(), serverKey: other })).rejects.toThrow('another server key');
	});

	it('publishes a round for everyone on the next day and leaves the past alone', async () => {
		const before = await numberOf('SELECT COUNT(*) n FROM operation WHERE org = :org');
		const tomorrow = instant(NOW + 86_400_000);
		await seed({ ...settings(), today: '2026-11-21', now: () => tomorrow });
		for (const day of ['2026-11-20', '2026-11-21', '2026-11-22'])
			expect(await numberOf(`SELECT COUNT(*) n FROM round WHERE org = :org AND day = '${day}'`)).toBe(
				COLLECTORS.length
			);
		expect(await numberOf('SELECT COUNT(*) n FROM operation WHERE org = :org')).toBeGreaterThan(before);
	});
});

describe('the demo company', () => {
	it('has 240 dossiers, six in ten at or under the cash ceiling', async () => {
		expect(await numberOf('SELECT COUNT(*) n FROM dossier WHERE org = :org')).toBe(240);
		const small = DOSSIERS.filter(({ facts }) => entrusted(facts.claims) <= CEILING);
		expect(small).toHaveLength(144);
	});

	it('comes out the same for the same day', () => {
		expect(portfolio(TODAY)).toEqual(DOSSIERS);
		expect(chanceOf('one').next()).toBe(chanceOf('one').next());
		expect(chanceOf('one').next()).not.toBe(chanceOf('two').next());
	});

	it('uses reserved telephone numbers, example.com and numbers that no firm has', () => {
		for (const { facts } of DOSSIERS) {
			for (const phone of facts.debtor.phones) expect(phone).toMatch(/^\+33(?:63998|26191)\d{4}$/);
			if (facts.debtor.email !== null) expect(facts.debtor.email).toMatch(/@example\.com$/);
			if (facts.debtor.siren !== null) expect(facts.debtor.siren).toMatch(/^000\d{6}$/);
		}
		for (const { email, phone } of PEOPLE) {
			expect(email).toMatch(/^[a-z.]+@example\.com$/);
			expect(phone).toMatch(/^\+3363998\d{4}$/);
		}
	});

	it('lets everyone in with the printed password', async () => {
		const { accounts } = await seed(settings());
		expect(accounts.map(({ role }) => role)).toEqual(PEOPLE.map(({ role }) => role));
		const [user] = await rows(`SELECT password_hash FROM user WHERE email = '${accounts[0]?.email}'`);
		expect(await verifyPassword(accounts[0]?.password ?? '', String(user?.['password_hash']))).toEqual({
			ok: true,
			value: true
		});
	});

	it('has broken promises, kept ones, signed plans, a reversal and one that waits, a cash gap and a silent phone', async () => {
		const count = (sql: string) => numberOf(`SELECT COUNT(*) n FROM ${sql}`);
		expect(await count(`promise WHERE org = :org AND status = 'open' AND due_on < '${TODAY}'`)).toBeGreaterThan(10);
		expect(await count(`promise WHERE org = :org AND status = 'kept'`)).toBeGreaterThan(10);
		expect(await count(`protocol WHERE org = :org AND status = 'active'`)).toBeGreaterThan(10);
		expect(await count(`payment WHERE org = :org AND status = 'reversed'`)).toBe(2);
		expect(await count(`cheque WHERE org = :org AND status = 'returned' AND reason = 'no-funds'`)).toBe(1);
		expect(await count(`cash_hand_over WHERE org = :org AND deposit IS NULL`)).toBeGreaterThan(0);
		expect(await count(`cash_hand_over WHERE org = :org AND counted_minor < expected_minor`)).toBe(1);
		expect(await count(`cash_deposit WHERE org = :org AND confirmed IS NULL`)).toBe(0);
		expect(await count(`round WHERE org = :org AND status = 'reconciled'`)).toBeGreaterThan(10);
		const cashier = `(SELECT id FROM user WHERE org = :org AND role = 'cashier')`;
		const inHand = `SELECT SUM(counted_minor) n FROM cash_hand_over WHERE org = :org AND deposit IS NULL`;
		expect(await numberOf(`SELECT minor n FROM cash_balance WHERE holder = ${cashier}`)).toBe(await numberOf(inHand));
		expect(await count(`payment WHERE org = :org AND status = 'reversal-requested'`)).toBe(1);
		expect(await numberOf(`SELECT SUM(minor) n FROM cash_movement WHERE org = :org AND kind = 'variance'`)).toBe(-2000);
		const silent = COLLECTORS.find((collector) => collector.silent);
		const seen = await numberOf(`SELECT last_seen_ms n FROM device WHERE id = '${silent?.device}'`);
		expect(new Date(seen).toISOString().slice(0, 10)).toBe('2026-11-19');
		const [owed] = await rows(
			`SELECT told_seq - seq AS owed, owing_ms = last_seen_ms AS since FROM device WHERE id = '${silent?.device}'`
		);
		expect(owed).toEqual({ owed: 3, since: 1 });
		expect(await numberOf('SELECT COUNT(*) n FROM device WHERE org = :org AND told_seq > seq')).toBe(1);
	});
});

describe('what the demo did', () => {
	it('was judged by the server and found regular, but for two payments that wait for a decision', async () => {
		expect(
			await rows(
				`SELECT kind, outcome, codes FROM operation WHERE org = :org AND outcome <> 'applied' ORDER BY outcome`
			)
		).toEqual([
			{ kind: 'payment.recorded', outcome: 'flagged', codes: '["balance-differs"]' },
			{ kind: 'payment.recorded', outcome: 'quarantined', codes: '["out-of-scope"]' }
		]);
		expect(await numberOf('SELECT COUNT(*) n FROM review WHERE org = :org AND decided_ms IS NULL')).toBe(2);
		expect(await numberOf('SELECT COUNT(*) n FROM refused_operation WHERE org = :org')).toBe(0);
	});

	it('is signed: every chain verifies from its first operation to its head', async () => {
		const devices = await rows('SELECT id, public_key, seq, hash FROM device WHERE org = :org');
		const ports = { sha256, verify: verifier() };
		for (const device of devices) {
			const key = v.parse(jsonOf(publicKeySchema), device['public_key']);
			let prev = GENESIS_HASH;
			let seq = 0;
			for (const operation of await operationsOf(String(device['id']))) {
				expect(await checkOperation(operation, key, ports)).toBe('ok');
				expect(operation.header).toMatchObject({ prev, seq: seq + 1 });
				[prev, seq] = [operation.hash, operation.header.seq];
			}
			expect({ seq, hash: prev }).toEqual({ seq: device['seq'], hash: device['hash'] });
		}
	});

	it('left receipt series without a hole, each with a token of its own phone', async () => {
		for (const { device } of COLLECTORS) {
			const numbers = await rows(`SELECT year, number FROM payment WHERE device = '${device}' ORDER BY year, number`);
			expect(numbers.length).toBeGreaterThan(20);
			const years = Map.groupBy(numbers, (row) => row['year']);
			for (const ofYear of years.values())
				expect(ofYear.map((row) => row['number'])).toEqual(ofYear.map((_, index) => index + 1));
			for (const { body, header } of await operationsOf(device)) {
				if (header.kind !== 'payment.recorded') continue;
				const receipt = v.parse(v.object({ receipt: v.object({ token: v.string() }), minor: v.number() }), body);
				const token = decodeReceiptToken(receipt.receipt.token);
				expect(token?.claim).toMatchObject({ device, minor: receipt.minor, day: header.at.day });
			}
		}
	});

	it('posted to the ledger exactly what the dossiers say was paid', async () => {
		const ledger = await rows(
			'SELECT dossier, claim, component, SUM(minor) AS minor FROM ledger WHERE org = :org GROUP BY 1, 2, 3'
		);
		const posted = new Map(
			ledger.map((row) => [[row['dossier'], row['claim'], row['component']].join(' '), row['minor']])
		);
		for (const dossier of await dossiers())
			for (const [claim, paid] of Object.entries(dossier.state.paid))
				for (const [component, minor] of Object.entries(paid))
					expect(posted.get(`${dossier.id} ${claim} ${component}`) ?? 0).toBe(minor);
		const total = await numberOf('SELECT SUM(minor) n FROM ledger WHERE org = :org');
		const kept = await numberOf(
			`SELECT SUM(minor) n FROM payment WHERE org = :org AND status NOT IN ('reversed', 'quarantined')`
		);
		expect(total).toBe(kept);
	});

	it('gave every euro of cash one holder: received − returned = held + handed over + deposited + variance', async () => {
		const cash = await numberOf(`SELECT SUM(minor) n FROM payment WHERE org = :org AND means = 'cash'`);
		expect(await numberOf(`SELECT SUM(minor) n FROM cash_movement WHERE org = :org AND kind = 'received'`)).toBe(cash);
		for (const holder of await rows(
			'SELECT holder, SUM(minor) AS held FROM cash_movement WHERE org = :org GROUP BY holder'
		))
			expect(holder['held']).toBeGreaterThanOrEqual(0);
	});
});

describe("today's rounds", () => {
	it('begin with stops that can be visited and paid in cash', async () => {
		const all = new Map((await dossiers()).map((dossier) => [dossier.id, dossier]));
		for (const { id, silent } of [COLLECTORS[0], COLLECTORS[4]].filter((collector) => collector !== undefined)) {
			const stops = await rows(`SELECT s.dossier FROM stop s JOIN round r ON r.id = s.round
				WHERE r.org = :org AND r.collector = '${id}' AND r.day = '${TODAY}' ORDER BY s.position`);
			expect(stops).toHaveLength(12);
			for (const stop of stops.slice(0, silent ? 2 : 4)) {
				const dossier = all.get(v.parse(dossierIdSchema, stop['dossier']));
				if (!dossier) throw new Error('a stop without its dossier');
				const balance = balanceOf(dossier, TODAY, FRANCE);
				expect(balance).toBeGreaterThan(0);
				expect(balance).toBeLessThanOrEqual(CEILING);
				expect(dossier.facts.letter).not.toBeNull();
				expect([...dossier.facts.alerts, ...dossier.state.alerts]).toEqual([]);
				expect(gateOf(dossier, 'visit', NOW, FRANCE).effect).toBe('none');
				expect(judgeCashOn(dossier, balance, FRANCE, TODAY)).toMatchObject({ value: { allowed: true } });
			}
		}
	});

	it("live on every phone but the first, which is the newcomer's, and the silent one", async () => {
		const active = await rows(`SELECT DISTINCT collector FROM visit WHERE org = :org AND day = '${TODAY}'`);
		const expected = COLLECTORS.filter(({ silent }, index) => index > 0 && !silent).map(({ id }) => id);
		expect(active.map((row) => row['collector']).sort()).toEqual([...expected].sort());
	});
});

async function dossiers(): Promise<readonly Dossier[]> {
	const [found] = await db.readBatch([
		selectDossiers(
			ORG,
			DOSSIERS.map(({ id }) => id)
		)
	]);
	return dossiersOf(found);
}

async function operationsOf(device: string) {
	const found = await rows(`SELECT o.*, b.body, b.salt AS body_salt, p.place, p.salt AS place_salt FROM operation o
		JOIN operation_body b ON b.operation = o.id LEFT JOIN operation_place p ON p.operation = o.id
		WHERE o.device = '${device}' ORDER BY o.seq`);
	const parse = (text: unknown): unknown => (typeof text === 'string' ? JSON.parse(text) : null);
	return found.map((row) =>
		v.parse(operationSchema, {
			header: {
				...{ v: row['v'], id: row['id'], org: row['org'], actor: row['actor'], device: row['device'], seq: row['seq'] },
				...{ prev: row['prev'], kind: row['kind'], dossier: row['dossier'] },
				base: { epoch: row['base_epoch'], rev: row['base_rev'] },
				at: { ms: row['at_ms'], utcOffset: row['utc_offset'], day: row['day'], skew: row['skew'] },
				...{ placeHash: row['place_hash'], bodyHash: row['body_hash'], blobs: parse(row['blobs']) }
			},
			...{ hash: row['hash'], sig: row['sig'], body: parse(row['body']), bodySalt: row['body_salt'] },
			...{ place: parse(row['place']), placeSalt: row['place_salt'] }
		})
	);
}
