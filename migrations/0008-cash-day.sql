-- What becomes of cash and cheques once they were taken: handed over, deposited, seen on the account; a cheque may come back unpaid.

-- Day on which the money had arrived, where the office recorded it later.
ALTER TABLE payment ADD COLUMN value_on TEXT;

-- One row a hand-over: both people signed what was counted against what was expected.
CREATE TABLE cash_hand_over (
	operation TEXT PRIMARY KEY REFERENCES operation (id),
	org TEXT NOT NULL REFERENCES organisation (id),
	giver TEXT NOT NULL REFERENCES user (id),
	receiver TEXT NOT NULL REFERENCES user (id),
	day TEXT NOT NULL,
	at_ms INTEGER NOT NULL,
	currency TEXT NOT NULL,
	expected_minor INTEGER NOT NULL,
	counted_minor INTEGER NOT NULL CHECK (counted_minor >= 0),
	reason TEXT,
	cheques INTEGER NOT NULL,
	cheques_minor INTEGER NOT NULL,
	-- The deposit that contains its cash.
	deposit TEXT REFERENCES operation (id),
	CHECK (giver <> receiver),
	CHECK ((counted_minor <> expected_minor) = (reason IS NOT NULL))
) STRICT;
CREATE INDEX hand_over_giver ON cash_hand_over (org, giver, day);
CREATE INDEX hand_over_open ON cash_hand_over (org, receiver) WHERE deposit IS NULL;

-- One row a bank deposit: in transit until somebody else saw it on the account.
CREATE TABLE cash_deposit (
	operation TEXT PRIMARY KEY REFERENCES operation (id),
	org TEXT NOT NULL REFERENCES organisation (id),
	depositor TEXT NOT NULL REFERENCES user (id),
	day TEXT NOT NULL,
	at_ms INTEGER NOT NULL,
	currency TEXT NOT NULL,
	minor INTEGER NOT NULL CHECK (minor >= 0),
	cheques INTEGER NOT NULL,
	cheques_minor INTEGER NOT NULL,
	slip TEXT NOT NULL,
	confirmed TEXT REFERENCES operation (id),
	confirmed_by TEXT REFERENCES user (id),
	credited_minor INTEGER,
	credited_on TEXT,
	reason TEXT,
	CHECK (confirmed IS NULL OR confirmed_by <> depositor)
) STRICT;
CREATE INDEX deposit_day ON cash_deposit (org, depositor, day);
CREATE INDEX deposit_open ON cash_deposit (org) WHERE confirmed IS NULL;

-- Each cheque has one holder while it is held, and none once it is with the bank, with its drawer again, or returned unpaid.
CREATE TABLE cheque (
	operation TEXT PRIMARY KEY REFERENCES operation (id),
	org TEXT NOT NULL REFERENCES organisation (id),
	holder TEXT REFERENCES user (id),
	minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	day TEXT NOT NULL,
	status TEXT NOT NULL CHECK (status IN ('held', 'deposited', 'given-back', 'returned')),
	hand_over TEXT REFERENCES operation (id),
	deposit TEXT REFERENCES operation (id),
	returned TEXT REFERENCES operation (id),
	reason TEXT,
	returned_on TEXT,
	CHECK ((status = 'held') = (holder IS NOT NULL)),
	CHECK ((status = 'returned') = (returned IS NOT NULL))
) STRICT;
CREATE INDEX cheque_holder ON cheque (org, holder) WHERE holder IS NOT NULL;

INSERT INTO cheque (operation, org, holder, minor, currency, day, status)
	SELECT operation, org, iif(status = 'reversed', NULL, collector), minor, currency, day,
		iif(status = 'reversed', 'given-back', 'held')
	FROM payment WHERE means = 'cheque';

-- What was signed stays; only what comes after it is added, once.
CREATE TRIGGER hand_over_deposited_once BEFORE UPDATE ON cash_hand_over
	WHEN OLD.deposit IS NOT NULL OR NEW.counted_minor <> OLD.counted_minor OR NEW.giver <> OLD.giver OR NEW.receiver <> OLD.receiver
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER hand_over_no_delete BEFORE DELETE ON cash_hand_over BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER deposit_confirmed_once BEFORE UPDATE ON cash_deposit
	WHEN OLD.confirmed IS NOT NULL OR NEW.minor <> OLD.minor OR NEW.depositor <> OLD.depositor
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER deposit_no_delete BEFORE DELETE ON cash_deposit BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER cheque_no_delete BEFORE DELETE ON cheque BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER cheque_amount BEFORE UPDATE OF minor, currency, operation, org ON cheque BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER cheque_over BEFORE UPDATE ON cheque WHEN OLD.status IN ('given-back', 'returned')
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
