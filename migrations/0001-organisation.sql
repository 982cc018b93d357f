-- Organisations, their people and their devices. Every row carries its organisation.

CREATE TABLE organisation (
	id TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	siren TEXT NOT NULL,
	address TEXT NOT NULL,
	phone TEXT NOT NULL,
	email TEXT NOT NULL,
	insurer TEXT NOT NULL,
	insurance_policy TEXT NOT NULL,
	insured_until TEXT NOT NULL,
	-- Account used only for funds collected for creditors (CPCE R124-2).
	funds_iban TEXT NOT NULL,
	declared_on TEXT NOT NULL,
	currency TEXT NOT NULL,
	time_zone TEXT NOT NULL,
	demo INTEGER NOT NULL DEFAULT 0 CHECK (demo IN (0, 1)),
	created_ms INTEGER NOT NULL
) STRICT;

-- One row an organisation: the epoch changes when a backup was restored, the revision with every write that a phone may see.
CREATE TABLE meta (
	org TEXT PRIMARY KEY REFERENCES organisation (id),
	epoch INTEGER NOT NULL DEFAULT 1,
	rev INTEGER NOT NULL DEFAULT 0,
	next_series INTEGER NOT NULL DEFAULT 1,
	office_device TEXT NOT NULL,
	recovery_key TEXT
) STRICT;

CREATE TABLE user (
	id TEXT PRIMARY KEY,
	org TEXT NOT NULL REFERENCES organisation (id),
	email TEXT NOT NULL COLLATE NOCASE,
	name TEXT NOT NULL,
	role TEXT NOT NULL CHECK (role IN ('collector', 'manager', 'cashier', 'legal', 'admin')),
	card_number TEXT NOT NULL DEFAULT '',
	phone TEXT NOT NULL DEFAULT '',
	password_hash TEXT NOT NULL,
	disabled_ms INTEGER,
	created_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX user_email ON user (email);
CREATE INDEX user_org ON user (org, role);

-- Only the SHA-256 of a session's id is kept: a leaked table opens nothing.
CREATE TABLE session (
	id_hash TEXT PRIMARY KEY,
	org TEXT NOT NULL REFERENCES organisation (id),
	user TEXT NOT NULL REFERENCES user (id),
	app TEXT NOT NULL CHECK (app IN ('field', 'office')),
	device TEXT,
	created_ms INTEGER NOT NULL,
	expires_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX session_user ON session (org, user);

-- Growing delays per account and network, counted before any password is hashed. Accounts are hashed: unknown ones are counted alike.
CREATE TABLE sign_in_delay (
	account_hash TEXT NOT NULL,
	network_hash TEXT NOT NULL,
	failures INTEGER NOT NULL,
	until_ms INTEGER NOT NULL,
	PRIMARY KEY (account_hash, network_hash)
) STRICT;

-- Public halves of the server's signing keys; old ones stay for ever, so that old countersignatures can be checked.
CREATE TABLE server_key (
	kid TEXT PRIMARY KEY,
	public_key TEXT NOT NULL CHECK (json_valid(public_key)),
	created_ms INTEGER NOT NULL
) STRICT;

-- A device is one user on one browser profile: its key, its chain of operations (seq, hash) and its receipt series.
CREATE TABLE device (
	id TEXT PRIMARY KEY,
	org TEXT NOT NULL REFERENCES organisation (id),
	user TEXT REFERENCES user (id),
	kind TEXT NOT NULL CHECK (kind IN ('field', 'office')),
	name TEXT NOT NULL,
	public_key TEXT NOT NULL CHECK (json_valid(public_key)),
	series TEXT NOT NULL,
	seq INTEGER NOT NULL DEFAULT 0,
	hash TEXT NOT NULL DEFAULT '0000000000000000000000000000000000000000000000000000000000000000',
	receipt_year INTEGER NOT NULL DEFAULT 0,
	receipt_number INTEGER NOT NULL DEFAULT 0,
	last_seen_ms INTEGER,
	skew_ms INTEGER,
	forked_ms INTEGER,
	revoked_ms INTEGER,
	created_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX device_series ON device (org, series);
CREATE INDEX device_user ON device (org, user);

-- Audited acts that are not operations: imports, users, devices, settings, sign-ins.
CREATE TABLE audit (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	org TEXT NOT NULL REFERENCES organisation (id),
	at_ms INTEGER NOT NULL,
	actor TEXT,
	action TEXT NOT NULL,
	subject TEXT,
	detail TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail))
) STRICT;
CREATE INDEX audit_org ON audit (org, id);
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'append-only'); END;
