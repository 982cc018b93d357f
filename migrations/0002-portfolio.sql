-- The portfolio that the office keeps: creditors and mandates, debtors and claims, dossiers, rounds.

CREATE TABLE creditor (
	id TEXT PRIMARY KEY,
	org TEXT NOT NULL REFERENCES organisation (id),
	ref TEXT NOT NULL,
	name TEXT NOT NULL,
	address TEXT NOT NULL DEFAULT '',
	-- 'own' claims are outside CPCE R124; a creditor acting privately has its own legal interest rate.
	kind TEXT NOT NULL DEFAULT 'mandated' CHECK (kind IN ('own', 'mandated')),
	person TEXT NOT NULL DEFAULT 'other' CHECK (person IN ('private', 'other')),
	created_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX creditor_ref ON creditor (org, ref);

CREATE TABLE mandate (
	id TEXT PRIMARY KEY,
	org TEXT NOT NULL REFERENCES organisation (id),
	creditor TEXT NOT NULL REFERENCES creditor (id),
	ref TEXT NOT NULL,
	signed_on TEXT NOT NULL,
	remit_days INTEGER,
	created_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX mandate_ref ON mandate (org, ref);

CREATE TABLE debtor (
	id TEXT PRIMARY KEY,
	org TEXT NOT NULL REFERENCES organisation (id),
	ref TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('consumer', 'professional')),
	name TEXT NOT NULL,
	siren TEXT,
	email TEXT,
	phones TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(phones)),
	-- [{lines, postcode, city, country, position: {latE6, lonE6} | null}], the one to visit first.
	addresses TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(addresses)),
	created_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX debtor_ref ON debtor (org, ref);

CREATE TABLE dossier (
	id TEXT PRIMARY KEY,
	org TEXT NOT NULL REFERENCES organisation (id),
	ref TEXT NOT NULL,
	creditor TEXT NOT NULL REFERENCES creditor (id),
	debtor TEXT NOT NULL REFERENCES debtor (id),
	mandate TEXT REFERENCES mandate (id),
	phase TEXT NOT NULL DEFAULT 'amicable' CHECK (phase IN ('preventive', 'amicable', 'pre-litigation', 'litigation', 'closed')),
	currency TEXT NOT NULL,
	letter_ref TEXT,
	letter_sent_on TEXT,
	notice_on TEXT,
	alerts TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(alerts)),
	-- What operations made of it (core/dossier.ts, DossierState); the ledger and the operations are the truth it is checked against.
	state TEXT NOT NULL CHECK (json_valid(state)),
	-- Balance without running interest, for lists and filters.
	balance_minor INTEGER NOT NULL,
	rev INTEGER NOT NULL,
	created_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX dossier_ref ON dossier (org, ref);
CREATE INDEX dossier_rev ON dossier (org, rev);
CREATE INDEX dossier_debtor ON dossier (org, debtor);

CREATE TABLE claim (
	id TEXT PRIMARY KEY,
	org TEXT NOT NULL REFERENCES organisation (id),
	dossier TEXT NOT NULL REFERENCES dossier (id),
	creditor TEXT NOT NULL REFERENCES creditor (id),
	ref TEXT NOT NULL,
	label TEXT NOT NULL DEFAULT '',
	kind TEXT NOT NULL,
	issued_on TEXT,
	due_on TEXT NOT NULL,
	principal_minor INTEGER NOT NULL CHECK (principal_minor >= 0),
	interest_minor INTEGER NOT NULL DEFAULT 0 CHECK (interest_minor >= 0),
	penalty_minor INTEGER NOT NULL DEFAULT 0 CHECK (penalty_minor >= 0),
	indemnity_minor INTEGER NOT NULL DEFAULT 0 CHECK (indemnity_minor >= 0),
	currency TEXT NOT NULL,
	contract_rate_bp INTEGER,
	penal_clause_bp INTEGER,
	-- Day to which the creditor counted interest; null when no more than the amounts given is asked for.
	counted_on TEXT,
	created_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX claim_ref ON claim (org, creditor, ref);
CREATE INDEX claim_dossier ON claim (dossier);

CREATE TABLE dossier_party (
	id TEXT PRIMARY KEY,
	org TEXT NOT NULL REFERENCES organisation (id),
	dossier TEXT NOT NULL REFERENCES dossier (id),
	role TEXT NOT NULL CHECK (role IN ('co-debtor', 'guarantor', 'representative')),
	name TEXT NOT NULL,
	phone TEXT
) STRICT;
CREATE INDEX dossier_party_dossier ON dossier_party (dossier);

CREATE TABLE assignment (
	org TEXT NOT NULL REFERENCES organisation (id),
	dossier TEXT NOT NULL REFERENCES dossier (id),
	user TEXT NOT NULL REFERENCES user (id),
	from_ms INTEGER NOT NULL,
	PRIMARY KEY (org, dossier)
) STRICT;
CREATE INDEX assignment_user ON assignment (org, user);

-- A round as its last 'round.published' operation made it; status moves with 'round.started' and 'round.closed'.
CREATE TABLE round (
	id TEXT PRIMARY KEY,
	org TEXT NOT NULL REFERENCES organisation (id),
	collector TEXT NOT NULL REFERENCES user (id),
	day TEXT NOT NULL,
	status TEXT NOT NULL CHECK (status IN ('draft', 'published', 'on-phone', 'under-way', 'closed', 'reconciled')),
	target_minor INTEGER NOT NULL DEFAULT 0,
	currency TEXT NOT NULL,
	rev INTEGER NOT NULL
) STRICT;
CREATE INDEX round_day ON round (org, day);
CREATE INDEX round_collector ON round (org, collector, day);

CREATE TABLE stop (
	org TEXT NOT NULL REFERENCES organisation (id),
	round TEXT NOT NULL REFERENCES round (id),
	position INTEGER NOT NULL,
	dossier TEXT NOT NULL REFERENCES dossier (id),
	pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
	window_from INTEGER,
	window_to INTEGER,
	override_reason TEXT,
	PRIMARY KEY (round, dossier)
) STRICT;
CREATE INDEX stop_dossier ON stop (org, dossier);

CREATE TABLE target (
	org TEXT NOT NULL REFERENCES organisation (id),
	collector TEXT NOT NULL REFERENCES user (id),
	day TEXT NOT NULL,
	minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	PRIMARY KEY (org, collector, day)
) STRICT;

-- An import waits here, chunk by chunk, until it is committed in one write batch or cancelled.
CREATE TABLE import_batch (
	id TEXT PRIMARY KEY,
	org TEXT NOT NULL REFERENCES organisation (id),
	user TEXT NOT NULL REFERENCES user (id),
	status TEXT NOT NULL CHECK (status IN ('staging', 'committed', 'cancelled')),
	lines INTEGER NOT NULL DEFAULT 0,
	summary TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(summary)),
	created_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE import_line (
	batch TEXT NOT NULL REFERENCES import_batch (id),
	org TEXT NOT NULL REFERENCES organisation (id),
	line INTEGER NOT NULL,
	content TEXT NOT NULL CHECK (json_valid(content)),
	PRIMARY KEY (batch, line)
) STRICT;
