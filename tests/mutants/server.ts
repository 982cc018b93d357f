// Bugs seeded on the server and in the law of the trade: admitting, authorising, posting, writing, restoring, enrolling.
import type { Mutant } from './mutant';

const core = 'src/lib/core/';
const sync = 'src/lib/server/sync/';
const receives = ['tests/server/receive.test.ts', 'tests/server/deposit.test.ts', 'tests/server/outcomes.test.ts'];
const scopes = ['tests/server/scope.test.ts', 'tests/server/outcomes.test.ts'];
const chains = ['tests/wire/golden.test.ts', ...receives];
const files = ['tests/server/blobs.test.ts'];
const money = ['tests/server/outcomes.test.ts', 'tests/server/ledger.test.ts', 'tests/unit/core/decide.test.ts'];
const erasure = 'src/lib/server/erase-places.ts';

export const SERVER_MUTANTS: readonly Mutant[] = [
	{
		name: 'a payment whose form is sent twice is recorded twice',
		file: 'src/lib/server/office/payment.ts',
		find: "'payment.recorded', input.dossier, body, input.id);",
		replace: "'payment.recorded', input.dossier, body);",
		tests: ['tests/server/cash-day.test.ts']
	},
	{
		name: 'a form may bring the id of another act',
		file: 'src/lib/server/office/act.ts',
		find: 'return row.same === 1 ?',
		replace: 'return row.same >= 0 ?',
		tests: ['tests/server/cash-day.test.ts']
	},
	{
		name: 'a phone without an operation is given nothing to show when it is shut out',
		file: 'src/lib/server/sync/receive.ts',
		find: 'admission.head.seq === 0 && !isOwner',
		replace: 'admission.head.seq === 0',
		tests: ['tests/server/outcomes.test.ts']
	},
	{
		name: 'anybody is told that a phone was shut out',
		file: 'src/lib/server/sync/receive.ts',
		find: 'return isItself && shutOut ?',
		replace: 'return shutOut ?',
		tests: ['tests/server/outcomes.test.ts']
	},
	{
		name: 'positions are erased a month too early',
		file: erasure,
		find: 'addMonths(today, -months.value)',
		replace: 'addMonths(today, 1 - months.value)',
		tests: ['tests/server/erase-places.test.ts']
	},
	{
		name: 'the erasure of a position goes by the clock of the phone',
		file: erasure,
		find: 'o.received_ms < :before ORDER',
		replace: 'o.at_ms < :before ORDER',
		tests: ['tests/server/erase-places.test.ts']
	},
	{
		name: 'a sync is written in two batches',
		file: `${sync}receive.ts`,
		find: 'return await db.writeBatch([...writes, ...select]);',
		replace:
			'await db.writeBatch(writes.slice(0, -3));\n\t\treturn await db.writeBatch([...writes.slice(-3), ...select]);',
		tests: receives
	},
	{
		name: 'a batch that failed is said to have worked',
		file: `${sync}receive.ts`,
		find: "if (abortOf(failure)?.startsWith('stale-')) return 'stale';\n\t\tthrow failure;\n\t}\n}\n\nconst countRow",
		replace: 'return [];\n\t}\n}\n\nconst countRow',
		tests: receives
	},
	{
		name: 'the answer says that operations are contained which are not',
		file: `${sync}receive.ts`,
		find: 'await readPull(results.slice(-PULL_STATEMENTS), judged.pull, head.seq, sha256)',
		replace: 'await readPull(results.slice(-PULL_STATEMENTS), judged.pull, envelope.head.seq + 1, sha256)',
		tests: receives
	},
	{
		name: 'a restore of the server is not noticed',
		file: `${sync}restore.ts`,
		find: 'if (!countersignature || !known || !hasLost(countersignature, reading, known.stored)) return null;',
		replace: 'return null;',
		tests: receives
	},
	{
		name: 'anybody’s countersignature opens an epoch',
		file: `${sync}restore.ts`,
		find: 'return isOurs ? Math.max',
		replace: 'return isOurs || !isOurs ? Math.max',
		tests: receives
	},
	{
		name: 'only the place in the chain tells what is known',
		file: `${sync}admit.ts`,
		find: "if (stored && stored.hash === hash && !isForgedBefore) return { kind: 'known', known: stored };",
		replace: "if (stored) return { kind: 'known', known: stored };",
		tests: receives
	},
	{
		name: 'a second branch is stored as if it came next',
		file: `${sync}admit.ts`,
		find: "if (isAuthentic && operation?.header.prev !== head.hash) return { kind: 'branch' };",
		replace: '',
		tests: receives
	},
	{
		name: 'a gap is jumped over',
		file: `${sync}admit.ts`,
		find: "if (seq > head.seq + 1) return { kind: 'gap' };",
		replace: '',
		tests: receives
	},
	{
		name: 'the other branch of a fork is thrown away',
		file: `${sync}admit.ts`,
		find: "aside.push(item);\n\t\t\tpush = 'forked';",
		replace: "push = 'forked';",
		tests: receives
	},
	{
		name: 'a forgery stands in the place of the operation whose hash it bears',
		file: `${sync}admit.ts`,
		find: "const isForgedBefore = stored?.outcome === 'refused' && isAuthentic;",
		replace: 'const isForgedBefore = false;',
		tests: receives
	},
	{
		name: 'what bears the hash of a stored operation is believed in any place',
		file: `${sync}receive.ts`,
		find: 'known.find(({ isOwn, seq }) => isOwn && seq === arrival.seq);',
		replace: 'known.find(({ isOwn, hash }) => isOwn && hash === arrival.hash);',
		tests: receives
	},
	{
		name: 'a forgery that fits nowhere is filed as a branch of the chain',
		file: `${sync}judge.ts`,
		find: 'receivedMs: ports.now,\n\t\t\tstanding',
		replace: "receivedMs: ports.now,\n\t\t\tstanding: 'ok'",
		tests: receives
	},
	{
		name: 'a stranger’s forgery moves the head',
		file: `${sync}admit.ts`,
		find: "} else if (item.standing !== 'ok' && !isTrusted) {",
		replace: '} else if (item.arrival.seq < 0) {',
		tests: receives
	},
	{
		name: 'identity comes from the operation, not from the device',
		file: `${sync}receive.ts`,
		find: "return authenticity !== 'ok' || isOwn(arrival, device, author.id) ? authenticity : 'foreign-identity';",
		replace: 'return authenticity;',
		tests: receives
	},
	{
		name: 'the hash of a header is not checked',
		file: `${core}chain.ts`,
		find: "if (toHex(await ports.sha256(signed)) !== hash) return 'bad-hash';",
		replace: '',
		tests: chains
	},
	{
		name: 'the signature of an operation is not verified',
		file: `${core}chain.ts`,
		find: "if (!signature || !(await ports.verify(key, signed, signature))) return 'bad-signature';",
		replace: "if (!signature) return 'bad-signature';",
		tests: chains
	},
	{
		name: 'the body of an operation may be another',
		file: `${core}chain.ts`,
		find: "if (!salt || (await bodyHash(body, salt, ports.sha256)) !== header.bodyHash) return 'bad-body-hash';",
		replace: '',
		tests: chains
	},
	{
		name: 'nobody asks whether a dossier was in scope',
		file: `${sync}judge.ts`,
		find: "if (!wasInScope(history, header.base, reading.epoch)) return 'out-of-scope';",
		replace: "if (history.length < 0) return 'out-of-scope';",
		tests: scopes
	},
	{
		name: 'scope is judged as it is now, not as the author saw it',
		file: `${sync}scope.ts`,
		find: "return history.findLast((event) => event.rev <= base.rev)?.direction === 'in';",
		replace: "return history.at(-1)?.direction === 'in';",
		tests: scopes
	},
	{
		name: 'a dossier never leaves the scope',
		file: `${sync}scope.ts`,
		find: "WHERE org = :org AND user = :user AND direction = 'out' AND ${newest})`",
		replace: "WHERE org = :org AND user = :user AND direction = 'none' AND ${newest})`",
		tests: scopes
	},
	{
		name: 'rounds are in scope a day too long',
		file: `${sync}scope.ts`,
		find: 'const DAYS_BEHIND = 1;',
		replace: 'const DAYS_BEHIND = 2;',
		tests: scopes
	},
	{
		name: 'a cursor counts one revision too many',
		file: `${sync}changes.ts`,
		find: ': { rev: until, after: null, until: null },',
		replace: ': { rev: until + 1, after: null, until: null },',
		tests: ['tests/server/scope.test.ts', ...receives]
	},
	{
		name: 'a pull brings what is in nobody’s scope',
		file: `${sync}changes.ts`,
		find: 'WHERE n.id = s.dossier AND s.org = :org AND s.user = :user AND n.org = :org AND n.id > :after',
		replace: 'WHERE n.id = s.dossier AND s.org = :org AND :user <> :after AND n.org = :org AND n.id > :after',
		tests: ['tests/server/scope.test.ts', ...receives]
	},
	{
		name: 'any role may do anything',
		file: `${sync}judge.ts`,
		find: "if (!mayAct(reading.author.role, act.kind)) return 'role-not-allowed';",
		replace: '',
		tests: scopes
	},
	{
		name: 'a revoked phone works on',
		file: `${sync}judge.ts`,
		find: "if (reading.device.isRevoked) return 'device-revoked';",
		replace: '',
		tests: scopes
	},
	{
		name: 'a disabled user works on',
		file: `${sync}judge.ts`,
		find: "return reading.author.isDisabled ? 'user-disabled' : null;",
		replace: 'return null;',
		tests: scopes
	},
	{
		name: 'an allocation is posted twice',
		file: `${sync}take-effect.ts`,
		find: '\teffects.forEach((effect, line) => {',
		replace: '\t[...effects, ...effects].forEach((effect, line) => {',
		tests: money
	},
	{
		name: 'quarantined money is not held by anybody',
		file: `${sync}judge.ts`,
		find: "if (detail.means === 'cash') projectCash",
		replace: "if (detail.means === 'cash' && outcome !== 'quarantined') projectCash",
		tests: money
	},
	{
		name: 'a clock that is years off is not flagged',
		file: `${sync}judge.ts`,
		find: 'Math.abs(at.skew ?? 0) >= CLOCK_LIMIT_MS ||',
		replace: '',
		tests: money
	},
	{
		name: 'what needs a person opens no review',
		file: `${sync}judge.ts`,
		find: "if (outcome !== 'applied')\n",
		replace: "if (outcome === 'quarantined')\n",
		tests: money
	},
	{
		name: 'cash given back is still held',
		file: `${sync}project.ts`,
		find: "if (act.kind === 'payment.reversed' && means === 'cash')",
		replace: "if (act.kind === 'payment.reversed' && means === 'cheque')",
		tests: money
	},
	{
		name: 'two writes to one dossier do not notice each other',
		file: `${sync}write.ts`,
		find: "SELECT 'dossier', :org, json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:rows)`",
		replace:
			"SELECT 'dossier', :org, json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:rows) WHERE false`",
		tests: receives
	},
	{
		name: 'two writes to one chain do not notice each other',
		file: `${sync}write.ts`,
		find: "VALUES ('head', :org, :device, :seq, :hash)`",
		replace: "SELECT 'head', :org, :device, :seq, :hash WHERE false`",
		tests: receives
	},
	{
		name: 'the head does not remember the last hash',
		file: `${sync}write.ts`,
		find: '`UPDATE device SET seq = :seq, hash = :hash,',
		replace: '`UPDATE device SET seq = :seq, hash = COALESCE(NULL, hash, :hash),',
		tests: receives
	},
	{
		name: 'a payment that is replayed counts again',
		file: `${core}decide-payment.ts`,
		find: 'if (state.payments.some((payment) => payment.id === act.id)) return { anomalies: [], effects: [], state };',
		replace: '',
		tests: money
	},
	{
		name: 'a reversal is posted with the sign of the payment',
		file: `${core}decide-payment.ts`,
		find: 'effects: effectsOf(payment.postings, payment.credit, -1),',
		replace: 'effects: effectsOf(payment.postings, payment.credit, 1),',
		tests: money
	},
	{
		name: 'who asked for a reversal may agree to it',
		file: `${core}decide-payment.ts`,
		find: "if (payment.by === act.actor || payment.request.by === act.actor) return stop(prevented('reversal-same-person'));",
		replace: '',
		tests: money
	},
	{
		name: 'a payment is reversed twice',
		file: `${core}decide-payment.ts`,
		find: "if (payment.status === 'reversed') return stop(prevented('reversal-already', { receipt: payment.receipt }));",
		replace: '',
		tests: money
	},
	{
		name: 'more is posted than is open',
		file: `${core}decide-payment.ts`,
		find: 'Math.min(line.minor, claim?.[line.component] ?? 0, left)',
		replace: 'Math.min(line.minor, left)',
		tests: money
	},
	{
		name: 'a clock that went back gives receipt numbers again',
		file: `${core}receipt-number.ts`,
		find: 'const year = Math.max(series.year, dateParts(day).year);',
		replace: 'const { year } = dateParts(day);',
		tests: ['tests/unit/core/cash-and-receipts.test.ts']
	},
	{
		name: 'two phones get the same series after a restore',
		file: 'src/lib/server/devices.ts',
		find: 'MAX(next_series, :returned) + 1',
		replace: 'MAX(next_series, 0 * :returned) + 1',
		tests: ['tests/server/phone-sync.test.ts', 'tests/server/devices.test.ts']
	},
	{
		name: 'a file is called complete without looking at its hash',
		file: 'src/lib/server/blobs/upload.ts',
		find: "if (toHex(await sha256(whole)) !== name) return 'hash';",
		replace: '',
		tests: files
	},
	{
		name: 'a file damaged in its first bytes is refused for good',
		file: 'src/lib/server/blobs/upload.ts',
		find: "if (toHex(await sha256(whole)) !== name) return 'hash';\n\treturn typeOfBytes(whole) === type ? null : 'type';",
		replace:
			"if (typeOfBytes(whole) !== type) return 'type';\n\treturn toHex(await sha256(whole)) === name ? null : 'hash';",
		tests: files
	},
	{
		name: 'whoever knows the name of a file may send it',
		file: 'src/lib/server/blobs/claim.ts',
		find: "return isGenuine ? ok({ org: first.org, name, announced }) : err(refusal('proof-wrong'));",
		replace: 'return ok({ org: first.org, name, announced });',
		tests: files
	},
	{
		name: 'every collector sees every photo',
		file: 'src/lib/server/blobs/download.ts',
		find: "if (role === 'collector') return actor === user.id || inScope === 1;",
		replace: "if (role === 'collector') return true;",
		tests: files
	}
];
