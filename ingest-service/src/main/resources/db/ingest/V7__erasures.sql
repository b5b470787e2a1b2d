-- Proof of what was erased. Nothing in it is of a document.
CREATE TABLE ingest.erasure (
    erasure_id uuid PRIMARY KEY,
    tenant_id  text        NOT NULL,
    job_id     uuid        NOT NULL,
    reason     text        NOT NULL CHECK (reason IN ('REQUEST', 'RETENTION')),
    documents  int         NOT NULL,
    tasks      int         NOT NULL,
    results    int         NOT NULL,
    bytes      bigint      NOT NULL,
    erased_at  timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX erasure_newest ON ingest.erasure (tenant_id, erasure_id DESC);
CREATE INDEX job_finished ON ingest.job (finished_at) WHERE finished_at IS NOT NULL;
-- What a task is deleted with is found by its id.
CREATE INDEX translation_part_task ON ingest.translation_part (task_id);
CREATE INDEX classification_task ON ingest.classification (task_id);
