-- The glossary: what terms are translated to, that they stay, or what they must not be translated to.
CREATE TABLE translation.term (
    term_id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id       text        NOT NULL,
    source_language text        NOT NULL,
    target_language text        NOT NULL,
    -- The source, in lower case unless it is case-sensitive; with the target where that is forbidden.
    term_key        text        NOT NULL,
    source          text        NOT NULL,
    target          text        NOT NULL,
    kind            text        NOT NULL CHECK (kind IN ('TERM', 'KEEP', 'FORBIDDEN')),
    case_sensitive  boolean     NOT NULL,
    note            text        NOT NULL,
    editor          text        NOT NULL,
    changed_at      timestamptz NOT NULL
);

CREATE UNIQUE INDEX term_key ON translation.term (tenant_id, source_language, target_language, term_key);
