// Drizzle's view of the tables of operations, money and changes; migrations/*.sql are the truth and a test compares the two.
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const operation = sqliteTable('operation', {
	id: text('id').primaryKey(),
	org: text('org').notNull(),
	actor: text('actor').notNull(),
	device: text('device').notNull(),
	seq: integer('seq').notNull(),
	prev: text('prev').notNull(),
	hash: text('hash').notNull(),
	sig: text('sig').notNull(),
	v: integer('v').notNull(),
	kind: text('kind').notNull(),
	dossier: text('dossier'),
	baseEpoch: integer('base_epoch').notNull(),
	baseRev: integer('base_rev').notNull(),
	atMs: integer('at_ms').notNull(),
	utcOffset: integer('utc_offset').notNull(),
	day: text('day').notNull(),
	skew: integer('skew'),
	placeHash: text('place_hash'),
	bodyHash: text('body_hash').notNull(),
	blobs: text('blobs').notNull(),
	outcome: text('outcome', { enum: ['applied', 'flagged', 'quarantined'] }).notNull(),
	codes: text('codes').notNull().default('[]'),
	rev: integer('rev').notNull(),
	epoch: integer('epoch').notNull(),
	receivedMs: integer('received_ms').notNull()
});

export const operationBody = sqliteTable('operation_body', {
	operation: text('operation').primaryKey(),
	org: text('org').notNull(),
	salt: text('salt').notNull(),
	body: text('body').notNull()
});

export const operationPlace = sqliteTable('operation_place', {
	operation: text('operation').primaryKey(),
	org: text('org').notNull(),
	salt: text('salt').notNull(),
	place: text('place').notNull()
});

export const refusedOperation = sqliteTable('refused_operation', {
	device: text('device').notNull(),
	org: text('org').notNull(),
	seq: integer('seq').notNull(),
	id: text('id').notNull(),
	hash: text('hash').notNull(),
	codes: text('codes').notNull(),
	verbatim: text('verbatim').notNull(),
	receivedMs: integer('received_ms').notNull()
});

export const forkedOperation = sqliteTable('forked_operation', {
	id: integer('id').primaryKey({ autoIncrement: true }),
	org: text('org').notNull(),
	device: text('device').notNull(),
	seq: integer('seq').notNull(),
	operation: text('operation').notNull(),
	hash: text('hash').notNull(),
	verbatim: text('verbatim').notNull(),
	receivedMs: integer('received_ms').notNull(),
	/** 'ok' on another branch of the chain; else why it is no operation of its device. */
	standing: text('standing', {
		enum: ['ok', 'malformed', 'foreign-identity', 'bad-hash', 'bad-signature', 'bad-body-hash', 'bad-place-hash']
	}).notNull()
});

export const erasure = sqliteTable('erasure', {
	id: text('id').primaryKey(),
	org: text('org').notNull(),
	operation: text('operation').notNull(),
	what: text('what', { enum: ['body', 'place'] }).notNull(),
	reason: text('reason').notNull(),
	actor: text('actor').notNull(),
	atMs: integer('at_ms').notNull()
});

export const ledger = sqliteTable('ledger', {
	operation: text('operation').notNull(),
	line: integer('line').notNull(),
	org: text('org').notNull(),
	dossier: text('dossier').notNull(),
	claim: text('claim'),
	component: text('component', { enum: ['interest', 'penalty', 'indemnity', 'principal', 'credit'] }).notNull(),
	minor: integer('minor').notNull(),
	currency: text('currency').notNull(),
	day: text('day').notNull(),
	reverses: text('reverses')
});

export const cashMovement = sqliteTable('cash_movement', {
	operation: text('operation').notNull(),
	line: integer('line').notNull(),
	org: text('org').notNull(),
	holder: text('holder').notNull(),
	kind: text('kind', { enum: ['received', 'returned', 'handed-over', 'deposited', 'variance'] }).notNull(),
	minor: integer('minor').notNull(),
	currency: text('currency').notNull(),
	day: text('day').notNull()
});

export const payment = sqliteTable('payment', {
	operation: text('operation').primaryKey(),
	org: text('org').notNull(),
	dossier: text('dossier'),
	collector: text('collector').notNull(),
	device: text('device').notNull(),
	series: text('series').notNull(),
	year: integer('year').notNull(),
	number: integer('number').notNull(),
	minor: integer('minor').notNull(),
	currency: text('currency').notNull(),
	means: text('means').notNull(),
	day: text('day').notNull(),
	hour: integer('hour').notNull(),
	atMs: integer('at_ms').notNull(),
	round: text('round'),
	status: text('status', { enum: ['recorded', 'reversal-requested', 'reversed', 'quarantined'] }).notNull(),
	request: text('request'),
	reversal: text('reversal'),
	valueOn: text('value_on')
});

export const visit = sqliteTable('visit', {
	operation: text('operation').primaryKey(),
	org: text('org').notNull(),
	dossier: text('dossier').notNull(),
	collector: text('collector').notNull(),
	round: text('round'),
	day: text('day').notNull(),
	atMs: integer('at_ms').notNull(),
	outcome: text('outcome').notNull()
});

export const promise = sqliteTable('promise', {
	operation: text('operation').primaryKey(),
	org: text('org').notNull(),
	dossier: text('dossier').notNull(),
	collector: text('collector').notNull(),
	madeOn: text('made_on').notNull(),
	dueOn: text('due_on').notNull(),
	minor: integer('minor').notNull(),
	currency: text('currency').notNull(),
	status: text('status', { enum: ['open', 'kept', 'replaced'] }).notNull()
});

export const protocol = sqliteTable('protocol', {
	operation: text('operation').primaryKey(),
	org: text('org').notNull(),
	dossier: text('dossier').notNull(),
	collector: text('collector').notNull(),
	round: text('round'),
	day: text('day').notNull(),
	atMs: integer('at_ms').notNull(),
	document: text('document', { enum: ['plan', 'settlement', 'acknowledgement'] })
		.notNull()
		.default('plan'),
	totalMinor: integer('total_minor').notNull(),
	waivedMinor: integer('waived_minor').notNull().default(0),
	downMinor: integer('down_minor').notNull(),
	instalments: integer('instalments').notNull(),
	currency: text('currency').notNull(),
	replaces: text('replaces'),
	status: text('status', { enum: ['active', 'replaced', 'withdrawn', 'terminated'] }).notNull()
});

export const proposal = sqliteTable('proposal', {
	operation: text('operation').primaryKey(),
	org: text('org').notNull(),
	dossier: text('dossier').notNull(),
	collector: text('collector').notNull(),
	day: text('day').notNull(),
	atMs: integer('at_ms').notNull(),
	document: text('document', { enum: ['plan', 'settlement', 'acknowledgement'] }).notNull(),
	claimedMinor: integer('claimed_minor').notNull(),
	waivedMinor: integer('waived_minor').notNull(),
	totalMinor: integer('total_minor').notNull(),
	downMinor: integer('down_minor').notNull(),
	instalments: integer('instalments').notNull(),
	currency: text('currency').notNull(),
	status: text('status', { enum: ['waiting', 'approved', 'declined', 'signed', 'refused', 'replaced'] }).notNull(),
	decision: text('decision')
});

export const change = sqliteTable('change', {
	org: text('org').notNull(),
	rev: integer('rev').notNull(),
	subject: text('subject', { enum: ['dossier', 'round', 'user', 'parameter'] }).notNull(),
	id: text('id').notNull()
});

export const scope = sqliteTable('scope', {
	org: text('org').notNull(),
	user: text('user').notNull(),
	dossier: text('dossier').notNull(),
	rev: integer('rev').notNull()
});

export const scopeEvent = sqliteTable('scope_event', {
	org: text('org').notNull(),
	rev: integer('rev').notNull(),
	user: text('user').notNull(),
	dossier: text('dossier').notNull(),
	direction: text('direction', { enum: ['in', 'out'] }).notNull()
});

export const blob = sqliteTable('blob', {
	sha256: text('sha256').notNull(),
	org: text('org').notNull(),
	operation: text('operation').notNull(),
	size: integer('size').notNull(),
	type: text('type').notNull(),
	verifiedMs: integer('verified_ms'),
	received: integer('received').notNull().default(0)
});

export const review = sqliteTable('review', {
	id: text('id').primaryKey(),
	org: text('org').notNull(),
	operation: text('operation').notNull(),
	dossier: text('dossier'),
	codes: text('codes').notNull(),
	openedMs: integer('opened_ms').notNull(),
	decidedMs: integer('decided_ms'),
	decidedBy: text('decided_by'),
	decision: text('decision'),
	note: text('note')
});

export const decision = sqliteTable('decision', {
	operation: text('operation').primaryKey(),
	org: text('org').notNull(),
	subject: text('subject').notNull(),
	author: text('author').notNull(),
	decision: text('decision', { enum: ['accepted', 'set-aside', 'asked'] }).notNull(),
	note: text('note').notNull(),
	decidedBy: text('decided_by').notNull(),
	atMs: integer('at_ms').notNull(),
	rev: integer('rev').notNull()
});

export const guard = sqliteTable('guard', {
	kind: text('kind', { enum: ['head', 'dossier', 'scope', 'epoch'] }).notNull(),
	org: text('org').notNull(),
	subject: text('subject').notNull(),
	other: text('other'),
	number: integer('number').notNull(),
	hash: text('hash')
});

export const cashBalance = sqliteTable('cash_balance', {
	org: text('org').notNull(),
	holder: text('holder').notNull(),
	currency: text('currency').notNull(),
	minor: integer('minor').notNull()
});
