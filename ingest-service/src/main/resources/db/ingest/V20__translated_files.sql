-- Documents that are wanted in their own format in another language.
ALTER TABLE ingest.task ADD COLUMN wants_file boolean NOT NULL DEFAULT false;

-- A file to be made or made: a row comes with the last translated part of its task, and goes where the file fails.
CREATE TABLE ingest.translated_file (
    task_id         uuid PRIMARY KEY REFERENCES ingest.task ON DELETE CASCADE,
    document_id     uuid        NOT NULL,
    target_language text        NOT NULL,
    -- Counted before the attempt begins.
    attempt         int         NOT NULL DEFAULT 0,
    next_at         timestamptz NOT NULL DEFAULT now(),
    -- All of them null until the file is there.
    sha256          text,
    size            bigint,
    media_type      text,
    -- What a comparison with the original found.
    report          json,
    created_at      timestamptz,
    UNIQUE (document_id, target_language)
);

CREATE INDEX translated_file_due ON ingest.translated_file (next_at) WHERE sha256 IS NULL;
CREATE INDEX translated_file_sha256 ON ingest.translated_file (sha256);
