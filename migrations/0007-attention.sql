-- What needs attention: decisions of the office as operations, what each phone says it holds, receipts that were shown before they came.

CREATE TABLE decision (
	operation TEXT PRIMARY KEY REFERENCES operation (id),
	org TEXT NOT NULL REFERENCES organisation (id),
	-- What was decided about: an operation that was stored, or one that was refused.
	subject TEXT NOT NULL,
	-- Whose phone must learn of it.
	author TEXT NOT NULL REFERENCES user (id),
	decision TEXT NOT NULL CHECK (decision IN ('accepted', 'set-aside', 'asked')),
	note TEXT NOT NULL,
	decided_by TEXT NOT NULL REFERENCES user (id),
	at_ms INTEGER NOT NULL,
	rev INTEGER NOT NULL
) STRICT;
CREATE INDEX decision_author ON decision (org, author, rev);
CREATE INDEX decision_subject ON decision (org, subject, rev);
-- One may ask as often as one likes, and decide once.
CREATE UNIQUE INDEX decision_once ON decision (subject) WHERE decision <> 'asked';
CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'append-only'); END;

-- What was noted freely before becomes the note of a decision that had the same effect: none.
ALTER TABLE review ADD COLUMN note TEXT;
UPDATE review SET note = decision, decision = iif(
		(SELECT outcome FROM operation WHERE id = review.operation) = 'quarantined', 'set-aside', 'accepted')
	WHERE decided_ms IS NOT NULL;
CREATE INDEX review_operation ON review (operation);

-- The end of its chain as a phone last told it; `owing_ms` is since when it is beyond what came, null while nothing is missing.
ALTER TABLE device ADD COLUMN told_seq INTEGER;
ALTER TABLE device ADD COLUMN told_ms INTEGER;
ALTER TABLE device ADD COLUMN owing_ms INTEGER;

-- Genuine receipts that somebody checked while their payment had not come.
CREATE TABLE receipt_shown (
	device TEXT NOT NULL REFERENCES device (id),
	org TEXT NOT NULL REFERENCES organisation (id),
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	day TEXT NOT NULL,
	first_ms INTEGER NOT NULL,
	PRIMARY KEY (device, year, number, minor, currency, day)
) STRICT;
CREATE INDEX receipt_shown_org ON receipt_shown (org, device);

-- The revision at which phones learn the recovery key; the key itself is public, its private half is nowhere here.
ALTER TABLE meta ADD COLUMN recovery_rev INTEGER NOT NULL DEFAULT 0;
ALTER TABLE meta ADD COLUMN recovery_ms INTEGER;
