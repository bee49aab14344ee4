-- Claims as one would write them with PostgreSQL: the first free lead of a queue for whoever asks, by
-- FOR UPDATE SKIP LOCKED, within the limits of user and partner, each command once.

CREATE TABLE users (id int PRIMARY KEY, partner int NOT NULL);
CREATE TABLE leads (
    id bigint PRIMARY KEY, queue int NOT NULL, company text NOT NULL, source text NOT NULL,
    owner int, since timestamptz
) WITH (fillfactor = 80);
CREATE TABLE user_counts (
    queue int, who int, open bigint NOT NULL, PRIMARY KEY (queue, who)
) WITH (fillfactor = 20);
CREATE TABLE partner_counts (
    queue int, partner int, open bigint NOT NULL, PRIMARY KEY (queue, partner)
) WITH (fillfactor = 20);
CREATE TABLE outcomes (command text PRIMARY KEY, lead bigint, reason text);

INSERT INTO users SELECT n, n / 5 FROM generate_series(0, 999) n;
INSERT INTO user_counts SELECT q, n, 0 FROM generate_series(0, 7) q, generate_series(0, 999) n;
INSERT INTO partner_counts SELECT q, n, 0 FROM generate_series(0, 7) q, generate_series(0, 199) n;

-- One claim; the transaction is the caller's statement.
CREATE FUNCTION claim(asked text, claimant int, from_queue int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    found_lead bigint;
BEGIN
    SELECT lead INTO found_lead FROM outcomes WHERE command = asked;
    IF FOUND THEN RETURN found_lead; END IF;
    UPDATE user_counts SET open = open + 1
        WHERE queue = from_queue AND who = claimant AND open < 100000;
    IF NOT FOUND THEN
        INSERT INTO outcomes VALUES (asked, NULL, 'user_limit_reached');
        RETURN NULL;
    END IF;
    UPDATE partner_counts SET open = open + 1
        WHERE queue = from_queue AND open < 500000
          AND partner = (SELECT partner FROM users WHERE id = claimant);
    IF NOT FOUND THEN
        UPDATE user_counts SET open = open - 1 WHERE queue = from_queue AND who = claimant;
        INSERT INTO outcomes VALUES (asked, NULL, 'partner_limit_reached');
        RETURN NULL;
    END IF;
    SELECT id INTO found_lead FROM leads WHERE queue = from_queue AND owner IS NULL
        ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED;
    UPDATE leads SET owner = claimant, since = now() WHERE id = found_lead;
    INSERT INTO outcomes VALUES (asked, found_lead, NULL);
    RETURN found_lead;
END $$;
