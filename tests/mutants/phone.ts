// Bugs seeded on the phone: saving, the outbox, sending, believing answers, storing what comes down.
import type { Mutant } from './mutant';

const client = 'src/lib/client/';
const act = `${client}actions/act.ts`;
const push = `${client}sync/push.ts`;
const pass = `${client}sync/pass.ts`;
const pull = `${client}sync/pull.ts`;
const deaths = ['tests/unit/client/act-death.test.ts', 'tests/unit/client/act.test.ts'];
const syncs = [
	'tests/unit/client/answers.test.ts',
	'tests/unit/client/sync.test.ts',
	'tests/unit/client/pull.test.ts',
	'tests/server/phone-sync.test.ts'
];
const held = ['tests/unit/client/hold.test.ts'];
const files = ['tests/server/phone-files.test.ts'];
const debts = ['tests/server/phone-debts.test.ts'];
const lost = ['tests/unit/client/nothing-lost.test.ts'];
const wipe = `${client}local/wipe.ts`;

export const PHONE_MUTANTS: readonly Mutant[] = [
	{
		name: 'an act is stored without looking at the head again',
		file: act,
		find: 'current.head.seq !== read.head.seq ||\n\t\t\tcurrent.head.hash !== read.head.hash',
		replace: 'false',
		tests: deaths
	},
	{
		name: 'operation and head are stored one after the other',
		file: act,
		find: "\tawait db.transaction('rw', [db.device, db.outbox, db.drafts, db.blobs, db.blobChunks], async () => {\n\t\tconst [current",
		replace:
			"\tif ((await db.device.get('device'))?.head.seq === read.head.seq) await db.outbox.put(sealed);\n\tawait db.transaction('rw', [db.device, db.outbox, db.drafts, db.blobs, db.blobChunks], async () => {\n\t\tawait db.outbox.delete(sealed.id);\n\t\tconst [current",
		tests: deaths
	},
	{
		name: 'the receipt counter stays where it was',
		file: act,
		find: 'receipt: receipt ? { year: receipt.year, last: receipt.number } : current.receipt',
		replace: 'receipt: current.receipt',
		tests: deaths
	},
	{
		name: 'the draft survives the act that took its place',
		file: act,
		find: 'deleteAll(db.drafts, [...(isHeld ? [HELD] : []), ...(draft === null ? [] : [draft])])',
		replace: 'deleteAll(db.drafts, isHeld ? [HELD] : [])',
		tests: deaths
	},
	{
		name: 'what was noted stays noted when it is saved',
		file: act,
		find: '...(isHeld ? [HELD] : []), ...(draft',
		replace: '...(draft',
		tests: held
	},
	{
		name: 'what another tab took back in the last moment is saved all the same',
		file: act,
		find: 'if (note === undefined) throw new StaleHead();',
		replace: '',
		tests: held
	},
	{
		name: 'a tab does not wait for the pass of another one',
		file: `${client}sync/scheduler.ts`,
		find: 'await this.#sleep(OTHER_TAB_EVERY_MS);',
		replace: 'break;',
		tests: ['tests/unit/client/back-off.test.ts']
	},
	{
		name: 'what the judge prevents is saved all the same',
		file: act,
		find: 'return anomaly ? err(anomaly) : ok(operation);',
		replace: 'return ok(operation);',
		tests: deaths
	},
	{
		name: 'an operation gets a new id each time that it is sent',
		file: push,
		find: 'ops.push(opened.value);',
		replace:
			"ops.push({ ...opened.value, header: { ...opened.value.header, id: opened.value.header.id.replace(/^..../, 'ffff') } });",
		tests: syncs
	},
	{
		name: 'any answer acknowledges everything',
		file: push,
		find: 'record.seq <= covered ? answer.now : null',
		replace: 'answer.now',
		tests: syncs
	},
	{
		name: 'the signature over the head is not verified',
		file: push,
		find: "if (!signature || signed.device !== device.id || signed.org !== device.organisation.id) return 'forged';",
		replace: "return 'genuine';",
		tests: syncs
	},
	{
		name: 'a push may begin behind a hole of the chain',
		file: push,
		find: 'if (record.seq !== after + ops.length + 1) break;',
		replace: '',
		tests: syncs
	},
	{
		name: 'the next chunk begins one operation too late',
		file: push,
		find: 'await readChain(phone, device.id, after + 1,',
		replace: 'await readChain(phone, device.id, after + 2,',
		tests: syncs
	},
	{
		name: 'a quarantined operation looks confirmed',
		file: push,
		find: "state: setAside ? 'attention' : settled,",
		replace: 'state: settled,',
		tests: syncs
	},
	{
		name: 'after a restore nothing is opened again',
		file: push,
		find: "await db.outbox.put({ ...record, state: 'on-phone', outcome: null, codes: [], confirmedMs: null });",
		replace: 'continue;',
		tests: syncs
	},
	{
		name: 'a new epoch is not noticed',
		file: pass,
		find: 'if (answer.epoch !== pull.epoch) return restart(phone, device, answer, { ...progress, reach });',
		replace: '',
		tests: syncs
	},
	{
		name: 'after a restore sending goes on where it was',
		file: pass,
		find: 'const reach = { ...progress.reach, serverSeq: seq };',
		replace: 'const reach = { ...progress.reach, serverSeq: device.head.seq };',
		tests: syncs
	},
	{
		name: 'what was confirmed before a restore is believed on another branch',
		file: pass,
		find: 'const seq = (await isOnChain(phone, device, answer.head)) ? answer.head.seq : 0;',
		replace: 'const { seq } = answer.head;',
		tests: syncs
	},
	{
		name: 'a fork is not noticed',
		file: pass,
		find: "if (answer.push === 'forked' || !(await isOnChain(phone, device, answer.head))) {",
		replace: 'if (answer.head.seq < 0) {',
		tests: syncs
	},
	{
		name: 'an answer for another device is believed',
		file: pass,
		find: "if (answer.device !== device.id) return stop('unexpected-answer', { at: 'device' });",
		replace: '',
		tests: syncs
	},
	{
		name: 'a phone that the server forgot waits for ever',
		file: pass,
		find: "sent.error.refusal.code === 'not-found' ? comeBack(phone, progress, sent.error) : err(sent.error)",
		replace: 'err(sent.error)',
		tests: syncs
	},
	{
		name: 'a pull forgets what is pending',
		file: `${client}local/pending.ts`,
		find: 'record.seq > through &&',
		replace: 'record.seq > through + 1 &&',
		tests: syncs
	},
	{
		name: 'a pull empties the outbox',
		file: pull,
		find: "await db.transaction('rw', [db.dossiers, db.rounds, db.staging, db.meta], async () => {",
		replace:
			"await db.transaction('rw', [db.outbox, db.dossiers, db.rounds, db.staging, db.meta], async () => {\n\t\tawait db.outbox.where('state').equals('sent').delete();\n\t\tawait db.outbox.where('state').equals('confirmed').delete();",
		tests: syncs
	},
	{
		name: 'the digest of a snapshot is not compared',
		file: pull,
		find: "if (all.length !== pull.count || (await digestOf(phone, all)) !== pull.digest) return 'mismatch';",
		replace: '',
		tests: syncs
	},
	{
		name: 'what was taken away stays on the phone',
		file: pull,
		find: 'await Promise.all([deleteAll(db.dossiers, removed), deleteAll(db.rounds, removed)]);',
		replace: '',
		tests: syncs
	},
	{
		name: 'confirmed operations leave the phone at once',
		file: `${client}sync/prune.ts`,
		find: '.until((record) => isConfirmed(record) && nowMs - record.confirmedMs < RETENTION_MS)',
		replace: '',
		tests: syncs
	},
	{
		name: 'old operations leave the phone before the server has them',
		file: `${client}sync/prune.ts`,
		find: 'of old.filter(isConfirmed)) {',
		replace: 'of old) {',
		tests: syncs
	},
	{
		name: 'an operation leaves the phone before its photo has arrived',
		file: `${client}sync/prune.ts`,
		find: "if (files.some(({ state }) => state !== 'verified')) continue;",
		replace: '',
		tests: files
	},
	{
		name: 'an operation leaves with its photo though the server forgot it',
		file: `${client}sync/upload.ts`,
		find: 'if (missing) continue;',
		replace: '',
		tests: files
	},
	{
		name: 'an upload that was cut begins where the phone believes, not where the server is',
		file: `${client}sync/upload.ts`,
		find: "const begun = file.state === 'sending' ? await askOffset(phone, device, file) : ok(0);",
		replace: 'const begun: Result<number, NotSent> = ok(Math.min(file.size, file.sent + BLOB_CHUNK_BYTES));',
		tests: files
	},
	{
		name: 'a photo stays with its form when the act took its place',
		file: act,
		find: 'putAll(db.blobs, owned),',
		replace: '',
		tests: files
	},
	{
		name: 'a page of a captive portal is an answer',
		file: `${client}sync/transport.ts`,
		find: "return isJson ? null : say('captive-portal');",
		replace: 'return null;',
		tests: syncs
	},
	{
		name: 'signing out empties the outbox',
		file: `${client}local/sign-out.ts`,
		find: 'await leaveProfile(phone.ports);',
		replace: 'await phone.db.outbox.clear();\n\tawait leaveProfile(phone.ports);',
		tests: ['tests/unit/client/local.test.ts']
	},
	{
		name: 'a new enrolment forgets the old chain',
		file: `${client}local/enrol.ts`,
		find: 'if (before) await setAsideUnsent(db, before.id);',
		replace: 'if (before) await db.outbox.clear();',
		tests: syncs
	},
	{
		name: 'a receipt that was shown is forgotten',
		file: 'src/lib/server/verify.ts',
		find: '\t\tawait db.writeBatch([noteShown(claim, now())]);',
		replace: '\t\treturn check;',
		tests: debts
	},
	{
		name: 'a receipt that never came alarms nobody',
		file: 'src/lib/core/phone-debt.ts',
		find: '(shownMs !== null && nowMs - shownMs >= RECEIPT_ALARM_MS)',
		replace: '(shownMs !== null && nowMs - shownMs >= RECEIPT_ALARM_MS * 1000)',
		tests: debts
	},
	{
		name: 'a phone that is shut out is wiped before its work is deposited',
		file: wipe,
		find: "(await db.outbox.where('state').equals('on-phone').count()) > 0 || ",
		replace: '',
		tests: lost
	},
	{
		name: 'a wipe does not wait for files',
		file: wipe,
		find: ' || (await nextFile(db))) return false;',
		replace: ') return false;',
		tests: lost
	},
	{
		name: 'a wipe takes the own operations too',
		file: wipe,
		find: '[db.dossiers, db.rounds, db.staging, db.drafts]',
		replace: '[db.dossiers, db.rounds, db.staging, db.drafts, db.outbox]',
		tests: lost
	},
	{
		name: 'a wipe takes an act that can still be taken back',
		file: wipe,
		find: 'forms.includes(HELD) || ',
		replace: '',
		tests: lost
	},
	{
		name: 'who is let in again is shut out by what was said before',
		file: pass,
		find: 'rest || answer.pull ? null',
		replace: 'rest ? null',
		tests: lost
	},
	{
		name: 'a form under way does not hold a wipe back',
		file: wipe,
		find: '(isToldLately && forms.length + photos > 0)',
		replace: 'false',
		tests: lost
	},
	{
		name: 'a phone that is shut out keeps the dossiers',
		file: pass,
		find: '\treturn wipe(phone);',
		replace: '\treturn wipe === null;',
		tests: lost
	},
	{
		name: 'a sealed record opens in the place of another',
		file: `${client}local/outbox.ts`,
		find: 'if (header.id !== record.id || header.seq !== record.seq || hash !== record.hash)',
		replace: 'if (header.seq < 0)',
		tests: ['tests/unit/client/local.test.ts', ...syncs]
	}
];
