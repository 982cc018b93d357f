-- Agreements of several kinds with how they end, terms put to a manager, his margin for a creditor or a dossier, and the code of a letter.

ALTER TABLE creditor ADD COLUMN margin TEXT CHECK (margin IS NULL OR json_valid(margin));
ALTER TABLE dossier ADD COLUMN margin TEXT CHECK (margin IS NULL OR json_valid(margin));
-- The code printed on the letter is not kept: salt, and SHA-256 of the proof that only who reads the code can make.
ALTER TABLE dossier ADD COLUMN letter_salt TEXT;
ALTER TABLE dossier ADD COLUMN letter_hash TEXT;

-- A CHECK cannot be widened: the projection is made anew with what it held.
CREATE TABLE protocol_wider (
	operation TEXT PRIMARY KEY REFERENCES operation (id),
	org TEXT NOT NULL REFERENCES organisation (id),
	dossier TEXT NOT NULL,
	collector TEXT NOT NULL,
	round TEXT,
	day TEXT NOT NULL,
	at_ms INTEGER NOT NULL,
	document TEXT NOT NULL DEFAULT 'plan' CHECK (document IN ('plan', 'settlement', 'acknowledgement')),
	total_minor INTEGER NOT NULL,
	waived_minor INTEGER NOT NULL DEFAULT 0,
	down_minor INTEGER NOT NULL,
	instalments INTEGER NOT NULL,
	currency TEXT NOT NULL,
	replaces TEXT,
	-- Reflection, default and settlement follow from the day and from payments; the table only says what does not.
	status TEXT NOT NULL CHECK (status IN ('active', 'replaced', 'withdrawn', 'terminated'))
) STRICT;
INSERT INTO protocol_wider (operation, org, dossier, collector, round, day, at_ms, total_minor, down_minor, instalments, currency, status)
	SELECT operation, org, dossier, collector, round, day, at_ms, total_minor, down_minor, instalments, currency, status FROM protocol;
DROP TABLE protocol;
ALTER TABLE protocol_wider RENAME TO protocol;
CREATE INDEX protocol_day ON protocol (org, day, collector);
CREATE INDEX protocol_dossier ON protocol (org, dossier);

-- Terms beyond the margin: signed only after a manager agreed.
CREATE TABLE proposal (
	operation TEXT PRIMARY KEY REFERENCES operation (id),
	org TEXT NOT NULL REFERENCES organisation (id),
	dossier TEXT NOT NULL,
	collector TEXT NOT NULL,
	day TEXT NOT NULL,
	at_ms INTEGER NOT NULL,
	document TEXT NOT NULL CHECK (document IN ('plan', 'settlement', 'acknowledgement')),
	claimed_minor INTEGER NOT NULL,
	waived_minor INTEGER NOT NULL,
	total_minor INTEGER NOT NULL,
	down_minor INTEGER NOT NULL,
	instalments INTEGER NOT NULL,
	currency TEXT NOT NULL,
	status TEXT NOT NULL CHECK (status IN ('waiting', 'approved', 'declined', 'signed', 'refused', 'replaced')),
	decision TEXT
) STRICT;
CREATE INDEX proposal_status ON proposal (org, status, at_ms);
CREATE INDEX proposal_dossier ON proposal (org, dossier);
