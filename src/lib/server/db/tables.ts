// Drizzle's view of the tables of organisations and portfolios, for typed queries; migrations/*.sql are the truth and a test compares the two.
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const organisation = sqliteTable('organisation', {
	id: text('id').primaryKey(),
	name: text('name').notNull(),
	siren: text('siren').notNull(),
	address: text('address').notNull(),
	phone: text('phone').notNull(),
	email: text('email').notNull(),
	insurer: text('insurer').notNull(),
	insurancePolicy: text('insurance_policy').notNull(),
	insuredUntil: text('insured_until').notNull(),
	fundsIban: text('funds_iban').notNull(),
	declaredOn: text('declared_on').notNull(),
	currency: text('currency').notNull(),
	timeZone: text('time_zone').notNull(),
	demo: integer('demo').notNull().default(0),
	createdMs: integer('created_ms').notNull()
});

export const meta = sqliteTable('meta', {
	org: text('org').primaryKey(),
	epoch: integer('epoch').notNull().default(1),
	rev: integer('rev').notNull().default(0),
	nextSeries: integer('next_series').notNull().default(1),
	officeDevice: text('office_device').notNull(),
	recoveryKey: text('recovery_key'),
	recoveryRev: integer('recovery_rev').notNull().default(0),
	recoveryMs: integer('recovery_ms')
});

export const user = sqliteTable('user', {
	id: text('id').primaryKey(),
	org: text('org').notNull(),
	email: text('email').notNull(),
	name: text('name').notNull(),
	role: text('role', { enum: ['collector', 'manager', 'cashier', 'legal', 'admin'] }).notNull(),
	cardNumber: text('card_number').notNull().default(''),
	phone: text('phone').notNull().default(''),
	passwordHash: text('password_hash').notNull(),
	disabledMs: integer('disabled_ms'),
	createdMs: integer('created_ms').notNull()
});

export const session = sqliteTable('session', {
	idHash: text('id_hash').primaryKey(),
	org: text('org').notNull(),
	user: text('user').notNull(),
	app: text('app', { enum: ['field', 'office'] }).notNull(),
	device: text('device'),
	createdMs: integer('created_ms').notNull(),
	expiresMs: integer('expires_ms').notNull()
});

export const signInDelay = sqliteTable('sign_in_delay', {
	accountHash: text('account_hash').notNull(),
	networkHash: text('network_hash').notNull(),
	failures: integer('failures').notNull(),
	untilMs: integer('until_ms').notNull()
});

export const serverKey = sqliteTable('server_key', {
	kid: text('kid').primaryKey(),
	publicKey: text('public_key').notNull(),
	createdMs: integer('created_ms').notNull()
});

export const device = sqliteTable('device', {
	id: text('id').primaryKey(),
	org: text('org').notNull(),
	user: text('user'),
	kind: text('kind', { enum: ['field', 'office'] }).notNull(),
	name: text('name').notNull(),
	publicKey: text('public_key').notNull(),
	series: text('series').notNull(),
	seq: integer('seq').notNull().default(0),
	hash: text('hash').notNull().default('0000000000000000000000000000000000000000000000000000000000000000'),
	receiptYear: integer('receipt_year').notNull().default(0),
	receiptNumber: integer('receipt_number').notNull().default(0),
	lastSeenMs: integer('last_seen_ms'),
	skewMs: integer('skew_ms'),
	forkedMs: integer('forked_ms'),
	revokedMs: integer('revoked_ms'),
	createdMs: integer('created_ms').notNull(),
	toldSeq: integer('told_seq'),
	toldMs: integer('told_ms'),
	owingMs: integer('owing_ms')
});

export const receiptShown = sqliteTable('receipt_shown', {
	device: text('device').notNull(),
	org: text('org').notNull(),
	year: integer('year').notNull(),
	number: integer('number').notNull(),
	minor: integer('minor').notNull(),
	currency: text('currency').notNull(),
	day: text('day').notNull(),
	firstMs: integer('first_ms').notNull()
});

export const audit = sqliteTable('audit', {
	id: integer('id').primaryKey({ autoIncrement: true }),
	org: text('org').notNull(),
	atMs: integer('at_ms').notNull(),
	actor: text('actor'),
	action: text('action').notNull(),
	subject: text('subject'),
	detail: text('detail').notNull().default('{}')
});

export const creditor = sqliteTable('creditor', {
	id: text('id').primaryKey(),
	org: text('org').notNull(),
	ref: text('ref').notNull(),
	name: text('name').notNull(),
	address: text('address').notNull().default(''),
	kind: text('kind', { enum: ['own', 'mandated'] })
		.notNull()
		.default('mandated'),
	person: text('person', { enum: ['private', 'other'] })
		.notNull()
		.default('other'),
	createdMs: integer('created_ms').notNull(),
	margin: text('margin')
});

export const mandate = sqliteTable('mandate', {
	id: text('id').primaryKey(),
	org: text('org').notNull(),
	creditor: text('creditor').notNull(),
	ref: text('ref').notNull(),
	signedOn: text('signed_on').notNull(),
	remitDays: integer('remit_days'),
	createdMs: integer('created_ms').notNull()
});

export const debtor = sqliteTable('debtor', {
	id: text('id').primaryKey(),
	org: text('org').notNull(),
	ref: text('ref').notNull(),
	kind: text('kind', { enum: ['consumer', 'professional'] }).notNull(),
	name: text('name').notNull(),
	siren: text('siren'),
	email: text('email'),
	phones: text('phones').notNull().default('[]'),
	addresses: text('addresses').notNull().default('[]'),
	createdMs: integer('created_ms').notNull()
});

export const dossier = sqliteTable('dossier', {
	id: text('id').primaryKey(),
	org: text('org').notNull(),
	ref: text('ref').notNull(),
	creditor: text('creditor').notNull(),
	debtor: text('debtor').notNull(),
	mandate: text('mandate'),
	phase: text('phase', { enum: ['preventive', 'amicable', 'pre-litigation', 'litigation', 'closed'] })
		.notNull()
		.default('amicable'),
	currency: text('currency').notNull(),
	letterRef: text('letter_ref'),
	letterSentOn: text('letter_sent_on'),
	noticeOn: text('notice_on'),
	alerts: text('alerts').notNull().default('[]'),
	state: text('state').notNull(),
	balanceMinor: integer('balance_minor').notNull(),
	rev: integer('rev').notNull(),
	createdMs: integer('created_ms').notNull(),
	margin: text('margin'),
	letterSalt: text('letter_salt'),
	letterHash: text('letter_hash')
});

export const claim = sqliteTable('claim', {
	id: text('id').primaryKey(),
	org: text('org').notNull(),
	dossier: text('dossier').notNull(),
	creditor: text('creditor').notNull(),
	ref: text('ref').notNull(),
	label: text('label').notNull().default(''),
	kind: text('kind').notNull(),
	issuedOn: text('issued_on'),
	dueOn: text('due_on').notNull(),
	principalMinor: integer('principal_minor').notNull(),
	interestMinor: integer('interest_minor').notNull().default(0),
	penaltyMinor: integer('penalty_minor').notNull().default(0),
	indemnityMinor: integer('indemnity_minor').notNull().default(0),
	currency: text('currency').notNull(),
	contractRateBp: integer('contract_rate_bp'),
	penalClauseBp: integer('penal_clause_bp'),
	countedOn: text('counted_on'),
	createdMs: integer('created_ms').notNull()
});

export const dossierParty = sqliteTable('dossier_party', {
	id: text('id').primaryKey(),
	org: text('org').notNull(),
	dossier: text('dossier').notNull(),
	role: text('role', { enum: ['co-debtor', 'guarantor', 'representative'] }).notNull(),
	name: text('name').notNull(),
	phone: text('phone')
});

export const assignment = sqliteTable('assignment', {
	org: text('org').notNull(),
	dossier: text('dossier').notNull(),
	user: text('user').notNull(),
	fromMs: integer('from_ms').notNull()
});

export const round = sqliteTable('round', {
	id: text('id').primaryKey(),
	org: text('org').notNull(),
	collector: text('collector').notNull(),
	day: text('day').notNull(),
	status: text('status', { enum: ['draft', 'published', 'on-phone', 'under-way', 'closed', 'reconciled'] }).notNull(),
	targetMinor: integer('target_minor').notNull().default(0),
	currency: text('currency').notNull(),
	rev: integer('rev').notNull()
});

export const stop = sqliteTable('stop', {
	org: text('org').notNull(),
	round: text('round').notNull(),
	position: integer('position').notNull(),
	dossier: text('dossier').notNull(),
	pinned: integer('pinned').notNull().default(0),
	windowFrom: integer('window_from'),
	windowTo: integer('window_to'),
	overrideReason: text('override_reason')
});

export const target = sqliteTable('target', {
	org: text('org').notNull(),
	collector: text('collector').notNull(),
	day: text('day').notNull(),
	minor: integer('minor').notNull(),
	currency: text('currency').notNull()
});

export const importBatch = sqliteTable('import_batch', {
	id: text('id').primaryKey(),
	org: text('org').notNull(),
	user: text('user').notNull(),
	status: text('status', { enum: ['staging', 'committed', 'cancelled'] }).notNull(),
	lines: integer('lines').notNull().default(0),
	summary: text('summary').notNull().default('{}'),
	createdMs: integer('created_ms').notNull()
});

export const importLine = sqliteTable('import_line', {
	batch: text('batch').notNull(),
	org: text('org').notNull(),
	line: integer('line').notNull(),
	content: text('content').notNull()
});

export const parameterRow = sqliteTable('parameter_row', {
	id: text('id').primaryKey(),
	org: text('org').notNull(),
	name: text('name').notNull(),
	fromDay: text('from_day').notNull(),
	toDay: text('to_day'),
	value: integer('value').notNull(),
	source: text('source').notNull(),
	confidence: text('confidence', { enum: ['high', 'medium', 'low'] }).notNull(),
	enteredBy: text('entered_by').notNull(),
	enteredMs: integer('entered_ms').notNull(),
	approvedBy: text('approved_by'),
	approvedMs: integer('approved_ms'),
	refusedBy: text('refused_by'),
	refusedMs: integer('refused_ms'),
	rev: integer('rev')
});
