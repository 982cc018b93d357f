-- Operations as they were signed, what they did to the money, and what phones must learn of. Append-only, guarded by triggers.

CREATE TABLE operation (
	id TEXT PRIMARY KEY,
	org TEXT NOT NULL REFERENCES organisation (id),
	actor TEXT NOT NULL,
	device TEXT NOT NULL REFERENCES device (id),
	seq INTEGER NOT NULL CHECK (seq >= 1),
	prev TEXT NOT NULL,
	hash TEXT NOT NULL,
	sig TEXT NOT NULL,
	v INTEGER NOT NULL,
	kind TEXT NOT NULL,
	dossier TEXT,
	base_epoch INTEGER NOT NULL,
	base_rev INTEGER NOT NULL,
	at_ms INTEGER NOT NULL,
	utc_offset INTEGER NOT NULL,
	day TEXT NOT NULL,
	skew INTEGER,
	place_hash TEXT,
	body_hash TEXT NOT NULL,
	blobs TEXT NOT NULL CHECK (json_valid(blobs)),
	outcome TEXT NOT NULL CHECK (outcome IN ('applied', 'flagged', 'quarantined')),
	codes TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(codes)),
	rev INTEGER NOT NULL,
	epoch INTEGER NOT NULL,
	received_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX operation_seq ON operation (device, seq);
CREATE INDEX operation_dossier ON operation (org, dossier, rev);
CREATE INDEX operation_outcome ON operation (org, outcome, rev) WHERE outcome <> 'applied';

-- Beside the signed header, so that a lawful erasure leaves the chain verifiable.
CREATE TABLE operation_body (
	operation TEXT PRIMARY KEY REFERENCES operation (id),
	org TEXT NOT NULL REFERENCES organisation (id),
	salt TEXT NOT NULL,
	body TEXT NOT NULL
) STRICT;
CREATE TABLE operation_place (
	operation TEXT PRIMARY KEY REFERENCES operation (id),
	org TEXT NOT NULL REFERENCES organisation (id),
	salt TEXT NOT NULL,
	place TEXT NOT NULL CHECK (json_valid(place))
) STRICT;

-- Malformed or forged: kept verbatim, the head moves on.
CREATE TABLE refused_operation (
	device TEXT NOT NULL REFERENCES device (id),
	org TEXT NOT NULL REFERENCES organisation (id),
	seq INTEGER NOT NULL,
	id TEXT NOT NULL,
	hash TEXT NOT NULL,
	codes TEXT NOT NULL CHECK (json_valid(codes)),
	verbatim TEXT NOT NULL CHECK (json_valid(verbatim)),
	received_ms INTEGER NOT NULL,
	PRIMARY KEY (device, seq)
) STRICT;

-- The other branch of a chain that was continued twice: kept verbatim, never acknowledged.
CREATE TABLE forked_operation (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	org TEXT NOT NULL REFERENCES organisation (id),
	device TEXT NOT NULL REFERENCES device (id),
	seq INTEGER NOT NULL,
	operation TEXT NOT NULL,
	hash TEXT NOT NULL,
	verbatim TEXT NOT NULL CHECK (json_valid(verbatim)),
	received_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX forked_once ON forked_operation (device, seq, hash);

CREATE TABLE erasure (
	id TEXT PRIMARY KEY,
	org TEXT NOT NULL REFERENCES organisation (id),
	operation TEXT NOT NULL REFERENCES operation (id),
	what TEXT NOT NULL CHECK (what IN ('body', 'place')),
	reason TEXT NOT NULL,
	actor TEXT NOT NULL,
	at_ms INTEGER NOT NULL
) STRICT;

-- The money: append-only lines in minor units; a reversal is a line with the opposite sign, never a deletion.
CREATE TABLE ledger (
	operation TEXT NOT NULL REFERENCES operation (id),
	line INTEGER NOT NULL,
	org TEXT NOT NULL REFERENCES organisation (id),
	dossier TEXT NOT NULL REFERENCES dossier (id),
	claim TEXT REFERENCES claim (id),
	component TEXT NOT NULL CHECK (component IN ('interest', 'penalty', 'indemnity', 'principal', 'credit')),
	minor INTEGER NOT NULL CHECK (minor <> 0),
	currency TEXT NOT NULL,
	day TEXT NOT NULL,
	reverses TEXT REFERENCES operation (id),
	PRIMARY KEY (operation, line)
) STRICT;
CREATE INDEX ledger_dossier ON ledger (org, dossier);
CREATE UNIQUE INDEX ledger_reversed_once ON ledger (reverses, line) WHERE reverses IS NOT NULL;

-- The collectors' cash, so that every euro has one holder: received − returned = held + handed over + deposited + variance.
CREATE TABLE cash_movement (
	operation TEXT NOT NULL REFERENCES operation (id),
	line INTEGER NOT NULL,
	org TEXT NOT NULL REFERENCES organisation (id),
	holder TEXT NOT NULL REFERENCES user (id),
	kind TEXT NOT NULL CHECK (kind IN ('received', 'returned', 'handed-over', 'deposited', 'variance')),
	minor INTEGER NOT NULL CHECK (minor <> 0),
	currency TEXT NOT NULL,
	day TEXT NOT NULL,
	PRIMARY KEY (operation, line)
) STRICT;
CREATE INDEX cash_holder ON cash_movement (org, holder, day);

-- Projections of operations, for the office's lists and figures.
CREATE TABLE payment (
	operation TEXT PRIMARY KEY REFERENCES operation (id),
	org TEXT NOT NULL REFERENCES organisation (id),
	dossier TEXT,
	collector TEXT NOT NULL,
	device TEXT NOT NULL,
	series TEXT NOT NULL,
	year INTEGER NOT NULL,
	number INTEGER NOT NULL,
	minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	means TEXT NOT NULL,
	day TEXT NOT NULL,
	hour INTEGER NOT NULL,
	at_ms INTEGER NOT NULL,
	round TEXT,
	-- 'quarantined' money is counted in the cash and posts nothing.
	status TEXT NOT NULL CHECK (status IN ('recorded', 'reversal-requested', 'reversed', 'quarantined')),
	request TEXT,
	reversal TEXT
) STRICT;
CREATE INDEX payment_day ON payment (org, day, collector);
CREATE INDEX payment_receipt ON payment (device, year, number);
CREATE INDEX payment_dossier ON payment (org, dossier);

CREATE TABLE visit (
	operation TEXT PRIMARY KEY REFERENCES operation (id),
	org TEXT NOT NULL REFERENCES organisation (id),
	dossier TEXT NOT NULL,
	collector TEXT NOT NULL,
	round TEXT,
	day TEXT NOT NULL,
	at_ms INTEGER NOT NULL,
	outcome TEXT NOT NULL
) STRICT;
CREATE INDEX visit_day ON visit (org, day, collector);

CREATE TABLE promise (
	operation TEXT PRIMARY KEY REFERENCES operation (id),
	org TEXT NOT NULL REFERENCES organisation (id),
	dossier TEXT NOT NULL,
	collector TEXT NOT NULL,
	made_on TEXT NOT NULL,
	due_on TEXT NOT NULL,
	minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	status TEXT NOT NULL CHECK (status IN ('open', 'kept', 'replaced'))
) STRICT;
CREATE INDEX promise_due ON promise (org, due_on);
CREATE INDEX promise_dossier ON promise (org, dossier);

CREATE TABLE protocol (
	operation TEXT PRIMARY KEY REFERENCES operation (id),
	org TEXT NOT NULL REFERENCES organisation (id),
	dossier TEXT NOT NULL,
	collector TEXT NOT NULL,
	round TEXT,
	day TEXT NOT NULL,
	at_ms INTEGER NOT NULL,
	total_minor INTEGER NOT NULL,
	down_minor INTEGER NOT NULL,
	instalments INTEGER NOT NULL,
	currency TEXT NOT NULL,
	status TEXT NOT NULL CHECK (status IN ('active', 'replaced'))
) STRICT;
CREATE INDEX protocol_day ON protocol (org, day, collector);
CREATE INDEX protocol_dossier ON protocol (org, dossier);

-- What phones must learn of, in the order of revisions.
CREATE TABLE change (
	org TEXT NOT NULL REFERENCES organisation (id),
	rev INTEGER NOT NULL,
	subject TEXT NOT NULL CHECK (subject IN ('dossier', 'round', 'user', 'parameter')),
	id TEXT NOT NULL,
	PRIMARY KEY (org, rev, subject, id)
) STRICT;
CREATE INDEX change_subject ON change (org, subject, id, rev);

-- Which dossiers a user may see, now and when: authorisation is judged on this history at the operation's base revision.
CREATE TABLE scope (
	org TEXT NOT NULL REFERENCES organisation (id),
	user TEXT NOT NULL REFERENCES user (id),
	dossier TEXT NOT NULL REFERENCES dossier (id),
	rev INTEGER NOT NULL,
	PRIMARY KEY (org, user, dossier)
) STRICT;
CREATE TABLE scope_event (
	org TEXT NOT NULL REFERENCES organisation (id),
	rev INTEGER NOT NULL,
	user TEXT NOT NULL REFERENCES user (id),
	dossier TEXT NOT NULL REFERENCES dossier (id),
	direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
	PRIMARY KEY (org, user, dossier, rev)
) STRICT;
CREATE INDEX scope_event_rev ON scope_event (org, user, rev);

CREATE TABLE blob (
	sha256 TEXT NOT NULL,
	org TEXT NOT NULL REFERENCES organisation (id),
	operation TEXT NOT NULL REFERENCES operation (id),
	size INTEGER NOT NULL,
	type TEXT NOT NULL,
	verified_ms INTEGER,
	PRIMARY KEY (org, sha256, operation)
) STRICT;

CREATE TABLE review (
	id TEXT PRIMARY KEY,
	org TEXT NOT NULL REFERENCES organisation (id),
	operation TEXT NOT NULL REFERENCES operation (id),
	dossier TEXT,
	codes TEXT NOT NULL CHECK (json_valid(codes)),
	opened_ms INTEGER NOT NULL,
	decided_ms INTEGER,
	decided_by TEXT,
	decision TEXT
) STRICT;
CREATE INDEX review_open ON review (org, opened_ms) WHERE decided_ms IS NULL;

-- A guard is a row that is never stored: its trigger aborts the whole write when what was judged is no longer true.
CREATE TABLE guard (
	kind TEXT NOT NULL CHECK (kind IN ('head', 'dossier', 'scope', 'epoch')),
	org TEXT NOT NULL,
	-- The device, dossier or user that was judged; for a scope, the dossier is in other.
	subject TEXT NOT NULL,
	other TEXT,
	number INTEGER NOT NULL,
	hash TEXT
) STRICT;
CREATE TRIGGER guard_check BEFORE INSERT ON guard
BEGIN
	SELECT RAISE(ABORT, 'stale-head') WHERE NEW.kind = 'head' AND NOT EXISTS (
		SELECT 1 FROM device WHERE id = NEW.subject AND org = NEW.org AND seq = NEW.number AND hash = NEW.hash);
	SELECT RAISE(ABORT, 'stale-dossier') WHERE NEW.kind = 'dossier' AND NOT EXISTS (
		SELECT 1 FROM dossier WHERE id = NEW.subject AND org = NEW.org AND rev = NEW.number);
	SELECT RAISE(ABORT, 'stale-scope') WHERE NEW.kind = 'scope' AND NEW.number <> COALESCE((
		SELECT MAX(rev) FROM scope_event WHERE org = NEW.org AND user = NEW.subject AND dossier = NEW.other), 0);
	SELECT RAISE(ABORT, 'stale-epoch') WHERE NEW.kind = 'epoch' AND NOT EXISTS (
		SELECT 1 FROM meta WHERE org = NEW.org AND epoch = NEW.number);
	SELECT RAISE(IGNORE);
END;

-- A chain has no hole and no second branch, whatever the program believes.
CREATE TRIGGER operation_chain BEFORE INSERT ON operation WHEN NEW.seq > 1
BEGIN
	SELECT RAISE(ABORT, 'chain') WHERE NOT EXISTS (
		SELECT 1 FROM operation WHERE device = NEW.device AND seq = NEW.seq - 1 AND hash = NEW.prev
		UNION ALL SELECT 1 FROM refused_operation WHERE device = NEW.device AND seq = NEW.seq - 1 AND hash = NEW.prev);
END;
CREATE TRIGGER operation_first BEFORE INSERT ON operation WHEN NEW.seq = 1
BEGIN
	SELECT RAISE(ABORT, 'chain') WHERE NEW.prev <> '0000000000000000000000000000000000000000000000000000000000000000';
END;
CREATE TRIGGER operation_org BEFORE INSERT ON operation
BEGIN
	SELECT RAISE(ABORT, 'foreign-organisation') WHERE NOT EXISTS (SELECT 1 FROM device WHERE id = NEW.device AND org = NEW.org);
END;
CREATE TRIGGER operation_no_update BEFORE UPDATE ON operation BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER operation_no_delete BEFORE DELETE ON operation BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER body_no_update BEFORE UPDATE ON operation_body BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER body_erased BEFORE DELETE ON operation_body
BEGIN
	SELECT RAISE(ABORT, 'erasure-missing') WHERE NOT EXISTS (SELECT 1 FROM erasure WHERE operation = OLD.operation AND what = 'body');
END;
CREATE TRIGGER place_no_update BEFORE UPDATE ON operation_place BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER place_erased BEFORE DELETE ON operation_place
BEGIN
	SELECT RAISE(ABORT, 'erasure-missing') WHERE NOT EXISTS (SELECT 1 FROM erasure WHERE operation = OLD.operation AND what = 'place');
END;
CREATE TRIGGER refused_no_update BEFORE UPDATE ON refused_operation BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER refused_no_delete BEFORE DELETE ON refused_operation BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER forked_no_update BEFORE UPDATE ON forked_operation BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER forked_no_delete BEFORE DELETE ON forked_operation BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER ledger_org BEFORE INSERT ON ledger
BEGIN
	SELECT RAISE(ABORT, 'foreign-organisation') WHERE NOT EXISTS (SELECT 1 FROM dossier WHERE id = NEW.dossier AND org = NEW.org);
END;
CREATE TRIGGER cash_no_update BEFORE UPDATE ON cash_movement BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER cash_no_delete BEFORE DELETE ON cash_movement BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER scope_event_no_update BEFORE UPDATE ON scope_event BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER scope_event_no_delete BEFORE DELETE ON scope_event BEGIN SELECT RAISE(ABORT, 'append-only'); END;
-- A device's head only moves forward, and its identity never changes.
CREATE TRIGGER device_head BEFORE UPDATE OF seq ON device WHEN NEW.seq < OLD.seq
BEGIN SELECT RAISE(ABORT, 'head-backwards'); END;
CREATE TRIGGER device_identity BEFORE UPDATE OF org, user, public_key, series ON device
BEGIN SELECT RAISE(ABORT, 'device-identity'); END;
CREATE TRIGGER revision_forward BEFORE UPDATE OF rev ON meta WHEN NEW.rev < OLD.rev AND NEW.epoch = OLD.epoch
BEGIN SELECT RAISE(ABORT, 'revision-backwards'); END;
