-- The translation memory: what a text was translated to, by whom, and where.
CREATE TABLE translation.unit (
    unit_id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id       text        NOT NULL,
    source_language text        NOT NULL,
    target_language text        NOT NULL,
    -- The first 128 bits of the SHA-256 of the normalised source.
    source_key      uuid        NOT NULL,
    -- As source_key, of the segments before and after; zeros: none.
    context_key     uuid        NOT NULL,
    -- The context that the unit is for; zeros for one that holds everywhere, as all of machines do.
    variant         uuid        NOT NULL,
    source          text        NOT NULL,
    target          text        NOT NULL,
    previous_source text        NOT NULL,
    next_source     text        NOT NULL,
    origin          text        NOT NULL CHECK (origin IN ('MACHINE', 'IMPORT', 'PERSON')),
    -- A unit of less authority never replaces one of more.
    authority       smallint    GENERATED ALWAYS AS (CASE origin WHEN 'PERSON' THEN 2 WHEN 'IMPORT' THEN 1 ELSE 0 END) STORED,
    -- Names and digests of the models that made it, in the order of their use; empty for others.
    models          text[]      NOT NULL,
    model_digests   text[]      NOT NULL,
    score           real        NOT NULL,
    editor          text        NOT NULL,
    -- The job whose document it was made for: it is erased with that.
    job_id          uuid,
    changed_at      timestamptz NOT NULL
);

CREATE UNIQUE INDEX unit_key ON translation.unit (tenant_id, source_language, target_language, source_key, variant);
CREATE INDEX unit_job ON translation.unit (job_id) WHERE job_id IS NOT NULL;

-- Similar texts are found by trigrams. A server without the extension has all but that.
DO
$$
BEGIN
    IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm') THEN
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        CREATE INDEX unit_similar ON translation.unit USING gin (source gin_trgm_ops);
    END IF;
END
$$;
