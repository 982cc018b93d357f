// How long it takes to prove a large database: every hash, signature, ledger line and head of 100,000 operations.
import { ECDSA, sha256 } from '$lib/server/signature';
import { verifyLedger } from '../../scripts/ledger/verify';
import { makeBacklog } from './backlog';
import { judged, ratio, timed, told, whole, type Context, type Row } from './bench';
import { drawCompany, random, writeCompany } from './company';
import { BenchPhone } from './phone';

export const title = 'Proof of the ledger';

const PHONES = 20;
const OPERATIONS = 5_000;
const DOSSIERS = 300;
/** Checks of bare signatures, for the ratio: what no verification can do without. */
const BARE = 4_000;
const HEADER_BYTES = 700;

/** Fills the demo company's database through the product itself, then verifies all of it, untouched. */
export async function run(context: Context): Promise<readonly Row[]> {
	const { origin, libsqlUrl } = await context.product();
	for (let phone = 1; phone <= PHONES; phone += 1) {
		await fill(origin, libsqlUrl);
		context.say(`${whole(phone * OPERATIONS)} operations stored`);
	}
	const bare = await bareRate();
	const { value: verdict, ms } = await timed(() => verifyLedger({ url: libsqlUrl }));
	return [
		judged(
			`operations verified, in ${whole(verdict.chains)} chains`,
			whole(verdict.operations),
			`≥ ${whole(PHONES * OPERATIONS)}`,
			verdict.operations >= PHONES * OPERATIONS
		),
		judged('found wrong in the untouched database', whole(verdict.findings.length), '0', verdict.findings.length === 0),
		told('ledger lines and cash movements', `${whole(verdict.ledgerLines)} and ${whole(verdict.cashMovements)}`),
		told('chains: operations a second', whole(verdict.operationsPerSecond)),
		told('the whole proof', `${Math.round(ms / 1000)} s`),
		told('chains, against bare hashes and signatures on one core', ratio(verdict.operationsPerSecond / bare))
	];
}

async function fill(origin: string, libsqlUrl: string): Promise<void> {
	const company = drawCompany('ledger', DOSSIERS);
	await writeCompany(libsqlUrl, company);
	const phone = await BenchPhone.enrol(origin, company);
	const ops = await makeBacklog(phone, new Map(company.dossiers.map((dossier) => [dossier.id, dossier])), OPERATIONS);
	let taken = 0;
	for await (const request of phone.push(ops)) taken += request.taken;
	if (taken !== OPERATIONS) throw new Error(`only ${taken} operations were taken`);
}

/** Two hashes and one signature, as each operation has, with nothing around them. */
async function bareRate(): Promise<number> {
	const keys = await crypto.subtle.generateKey(ECDSA, false, ['sign', 'verify']);
	const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
	const header = random(HEADER_BYTES);
	const signature = await crypto.subtle.sign(algorithm, keys.privateKey, header);
	const { ms } = await timed(async () => {
		for (let check = 0; check < BARE; check += 1) {
			await sha256(header);
			await sha256(header);
			await crypto.subtle.verify(algorithm, keys.publicKey, signature, header);
		}
	});
	return (BARE * 1000) / ms;
}
