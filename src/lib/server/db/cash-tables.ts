// Drizzle's view of the tables of the cash day; migrations/*.sql are the truth and a test compares the two.
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const cashHandOver = sqliteTable('cash_hand_over', {
	operation: text('operation').primaryKey(),
	org: text('org').notNull(),
	giver: text('giver').notNull(),
	receiver: text('receiver').notNull(),
	day: text('day').notNull(),
	atMs: integer('at_ms').notNull(),
	currency: text('currency').notNull(),
	expectedMinor: integer('expected_minor').notNull(),
	countedMinor: integer('counted_minor').notNull(),
	reason: text('reason'),
	cheques: integer('cheques').notNull(),
	chequesMinor: integer('cheques_minor').notNull(),
	deposit: text('deposit')
});

export const cashDeposit = sqliteTable('cash_deposit', {
	operation: text('operation').primaryKey(),
	org: text('org').notNull(),
	depositor: text('depositor').notNull(),
	day: text('day').notNull(),
	atMs: integer('at_ms').notNull(),
	currency: text('currency').notNull(),
	minor: integer('minor').notNull(),
	cheques: integer('cheques').notNull(),
	chequesMinor: integer('cheques_minor').notNull(),
	slip: text('slip').notNull(),
	confirmed: text('confirmed'),
	confirmedBy: text('confirmed_by'),
	creditedMinor: integer('credited_minor'),
	creditedOn: text('credited_on'),
	reason: text('reason')
});

export const cheque = sqliteTable('cheque', {
	operation: text('operation').primaryKey(),
	org: text('org').notNull(),
	holder: text('holder'),
	minor: integer('minor').notNull(),
	currency: text('currency').notNull(),
	day: text('day').notNull(),
	status: text('status', { enum: ['held', 'deposited', 'given-back', 'returned'] }).notNull(),
	handOver: text('hand_over'),
	deposit: text('deposit'),
	returned: text('returned'),
	reason: text('reason'),
	returnedOn: text('returned_on')
});
