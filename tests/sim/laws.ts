// The invariants I1 to I18 of ARCHITECTURE.md as the simulation holds them: what is looked at, and what cannot be yet.

export type Law = {
	readonly held: string;
	/** What of it is not looked at, and why; null for nothing. */
	readonly missing: string | null;
};

export const LAWS: Readonly<Record<string, Law>> = {
	I1: { held: 'each "saved" is compared with outbox, head, counter and draft', missing: null },
	I2: {
		held: 'each "saved" is on a phone or on the server after every step; what can be taken back becomes one operation or none',
		missing: null
	},
	I3: { held: 'each payment posts, and is projected, exactly once', missing: null },
	I4: {
		held: 'what a phone calls confirmed has the same hash on the server; forked chains never wait unseen',
		missing: null
	},
	I5: {
		held: 'what left an outbox was confirmed, 30 days old and on the server, with every file of it verified',
		missing: null
	},
	I6: {
		held: 'sealed bytes never change, no honest operation is called forged, bodies are kept, and positions until the law erases them',
		missing: null
	},
	I7: { held: 'in a healed world every phone comes to rest, also with acts that nobody knows', missing: null },
	I8: { held: 'head, operations, bodies, reviews, effects and changes agree after every step', missing: null },
	I9: { held: 'scope is judged anew at each base revision; who is shut out has no effect', missing: null },
	I10: {
		held: 'states equal their ledger, lines never change, reversals are one and by a second person',
		missing: null
	},
	I11: {
		held: 'cash taken is held once, given back, handed over, deposited or a signed difference; each cheque is in one place',
		missing: null
	},
	I12: {
		held: 'after a quiet pass the phone holds what rounds and promises say, at the revisions of the server',
		missing: null
	},
	I13: { held: 'no pass adds, changes or drops a record of the outbox', missing: null },
	I14: {
		held: 'after restores of backups up to 30 days old everything that a phone kept is on the server again',
		missing: 'older backups: what phones let go after 30 days is in none of them'
	},
	I15: { held: 'what is stored and called verified is whole and hashes to its name', missing: null },
	I16: { held: 'clocks ten years off are stored, applied and flagged', missing: null },
	I17: {
		held: 'signing out and being shut out leave every own record; what is the office’s goes from a phone that is shut out, after the deposit',
		missing: null
	},
	I18: {
		held: 'numbers of a series are complete and unique, on the phone and on the server; a receipt that was shown is an alarm after 48 hours, and only then',
		missing: null
	}
};
