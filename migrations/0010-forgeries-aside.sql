-- What fits nowhere in a chain and was not signed by its device is kept beside the other branches and says why it is no branch:
-- a branch must stay authentic for ever, a forgery never was. One that copied the hash of an operation cannot stand in its place.
ALTER TABLE forked_operation ADD COLUMN standing TEXT NOT NULL DEFAULT 'ok' CHECK (standing IN
	('ok', 'malformed', 'foreign-identity', 'bad-hash', 'bad-signature', 'bad-body-hash', 'bad-place-hash'));
DROP INDEX forked_once;
CREATE UNIQUE INDEX forked_once ON forked_operation (device, seq, hash, standing);
