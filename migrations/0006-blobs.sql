-- Files of operations: how much of each has arrived, and what never changes about them.

-- Bytes from the start that are stored; all of them once verified. The state is announced, partial or verified.
ALTER TABLE blob ADD COLUMN received INTEGER NOT NULL DEFAULT 0 CHECK (received >= 0);
CREATE INDEX blob_operation ON blob (org, operation);
-- What an organisation still waits for.
CREATE INDEX blob_waiting ON blob (org, operation) WHERE verified_ms IS NULL;

-- A file that another operation announced before is as far as that one's.
CREATE TRIGGER blob_known AFTER INSERT ON blob
BEGIN
	UPDATE blob SET
		received = COALESCE((SELECT MAX(other.received) FROM blob other WHERE other.org = NEW.org
			AND other.sha256 = NEW.sha256 AND other.size = NEW.size AND other.type = NEW.type), 0),
		verified_ms = (SELECT MIN(other.verified_ms) FROM blob other WHERE other.org = NEW.org
			AND other.sha256 = NEW.sha256 AND other.size = NEW.size AND other.type = NEW.type)
	WHERE org = NEW.org AND sha256 = NEW.sha256 AND operation = NEW.operation;
END;
CREATE TRIGGER blob_org BEFORE INSERT ON blob
BEGIN
	SELECT RAISE(ABORT, 'foreign-organisation') WHERE NOT EXISTS (
		SELECT 1 FROM operation WHERE id = NEW.operation AND org = NEW.org);
END;
-- What was announced is signed, and what was verified stays so.
CREATE TRIGGER blob_announced BEFORE UPDATE OF sha256, org, operation, size, type ON blob
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER blob_verified BEFORE UPDATE OF received, verified_ms ON blob WHEN OLD.verified_ms IS NOT NULL
	AND (NEW.verified_ms IS NULL OR NEW.received <> OLD.size)
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER blob_whole BEFORE UPDATE OF received, verified_ms ON blob
	WHEN NEW.received > NEW.size OR (NEW.verified_ms IS NOT NULL AND NEW.received <> NEW.size)
BEGIN SELECT RAISE(ABORT, 'blob-incomplete'); END;
