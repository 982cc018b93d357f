-- Dated values that an organisation lays over the country's own: entered by one person, approved by a second, never changed afterwards.

CREATE TABLE parameter_row (
	id TEXT PRIMARY KEY,
	org TEXT NOT NULL REFERENCES organisation (id),
	-- One of core's parameter names; value in its unit (basis points, minor units, days or months).
	name TEXT NOT NULL,
	from_day TEXT NOT NULL,
	-- Last day, included; null until further notice.
	to_day TEXT,
	value INTEGER NOT NULL,
	source TEXT NOT NULL CHECK (length(source) > 0),
	confidence TEXT NOT NULL CHECK (confidence IN ('high', 'medium', 'low')),
	entered_by TEXT NOT NULL REFERENCES user (id),
	entered_ms INTEGER NOT NULL,
	approved_by TEXT REFERENCES user (id),
	approved_ms INTEGER,
	refused_by TEXT REFERENCES user (id),
	refused_ms INTEGER,
	-- Revision that the approval made: of two rows for the same day, the one approved last wins.
	rev INTEGER,
	CHECK (to_day IS NULL OR to_day >= from_day),
	CHECK ((approved_by IS NULL) = (approved_ms IS NULL) AND (approved_by IS NULL) = (rev IS NULL)),
	CHECK ((refused_by IS NULL) = (refused_ms IS NULL)),
	CHECK (approved_by IS NULL OR refused_by IS NULL)
) STRICT;
CREATE INDEX parameter_row_org ON parameter_row (org, name, rev);

-- A row begins undecided, is decided once, and stays as it is.
CREATE TRIGGER parameter_begins_undecided BEFORE INSERT ON parameter_row
	WHEN NEW.approved_by IS NOT NULL OR NEW.refused_by IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER parameter_decided_once BEFORE UPDATE ON parameter_row
	WHEN OLD.approved_by IS NOT NULL OR OLD.refused_by IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER parameter_content BEFORE UPDATE OF id, org, name, from_day, to_day, value, source, confidence, entered_by, entered_ms
	ON parameter_row
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER parameter_no_delete BEFORE DELETE ON parameter_row BEGIN SELECT RAISE(ABORT, 'append-only'); END;
-- Nobody approves what he entered himself, whatever the program believes.
CREATE TRIGGER parameter_second_person BEFORE UPDATE OF approved_by ON parameter_row WHEN NEW.approved_by = OLD.entered_by
BEGIN SELECT RAISE(ABORT, 'same-person'); END;
CREATE TRIGGER parameter_author_org BEFORE INSERT ON parameter_row
BEGIN
	SELECT RAISE(ABORT, 'foreign-organisation') WHERE NOT EXISTS (SELECT 1 FROM user WHERE id = NEW.entered_by AND org = NEW.org);
END;
CREATE TRIGGER parameter_decider_org BEFORE UPDATE OF approved_by, refused_by ON parameter_row
BEGIN
	SELECT RAISE(ABORT, 'foreign-organisation') WHERE NOT EXISTS (
		SELECT 1 FROM user WHERE id = COALESCE(NEW.approved_by, NEW.refused_by) AND org = NEW.org);
END;
