-- What each holder has in hand, kept beside the movements so that a board of today never sums years of them.

CREATE TABLE cash_balance (
	org TEXT NOT NULL REFERENCES organisation (id),
	holder TEXT NOT NULL REFERENCES user (id),
	currency TEXT NOT NULL,
	minor INTEGER NOT NULL,
	PRIMARY KEY (org, holder, currency)
) STRICT;

INSERT INTO cash_balance (org, holder, currency, minor)
	SELECT org, holder, currency, SUM(minor) FROM cash_movement GROUP BY org, holder, currency;

CREATE TRIGGER cash_counted AFTER INSERT ON cash_movement
BEGIN
	INSERT INTO cash_balance (org, holder, currency, minor) VALUES (NEW.org, NEW.holder, NEW.currency, NEW.minor)
		ON CONFLICT (org, holder, currency) DO UPDATE SET minor = minor + excluded.minor;
END;
