-- Jobs, their documents and tasks, the results, and the outbox. States and codes are text, so that a person can read them.

CREATE TABLE ingest.job (
    job_id              uuid PRIMARY KEY,
    tenant_id           text        NOT NULL,
    state               text        NOT NULL CHECK (state IN ('QUEUED', 'RUNNING', 'CANCELLING', 'SUCCEEDED', 'PARTIAL', 'FAILED', 'CANCELLED', 'EXPIRED', 'REJECTED')),
    lane                text        NOT NULL CHECK (lane IN ('INTERACTIVE', 'BULK')),
    wanted              json        NOT NULL,
    trace_parent        text        NOT NULL,
    documents           int         NOT NULL CHECK (documents > 0),
    documents_succeeded int         NOT NULL DEFAULT 0,
    documents_partial   int         NOT NULL DEFAULT 0,
    documents_failed    int         NOT NULL DEFAULT 0,
    documents_cancelled int         NOT NULL DEFAULT 0,
    documents_expired   int         NOT NULL DEFAULT 0,
    documents_rejected  int         NOT NULL DEFAULT 0,
    tasks               int         NOT NULL CHECK (tasks > 0),
    tasks_over          int         NOT NULL DEFAULT 0 CHECK (tasks_over <= tasks),
    input_tokens        bigint      NOT NULL DEFAULT 0,
    output_tokens       bigint      NOT NULL DEFAULT 0,
    model_micros        bigint      NOT NULL DEFAULT 0,
    created_at          timestamptz NOT NULL DEFAULT now(),
    started_at          timestamptz,
    cancelling_at       timestamptz,
    finished_at         timestamptz,
    CHECK (documents_succeeded + documents_partial + documents_failed + documents_cancelled + documents_expired + documents_rejected <= documents)
) WITH (fillfactor = 50);

CREATE INDEX job_newest ON ingest.job (tenant_id, created_at DESC, job_id DESC);
CREATE INDEX job_open ON ingest.job (created_at) WHERE finished_at IS NULL;
CREATE INDEX job_stopped ON ingest.job (finished_at) WHERE state IN ('CANCELLED', 'EXPIRED');

CREATE TABLE ingest.idempotency_key (
    tenant_id      text        NOT NULL,
    key            text        NOT NULL,
    request_sha256 text        NOT NULL,
    job_id         uuid        NOT NULL,
    created_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, key)
);

CREATE TABLE ingest.document (
    document_id         uuid PRIMARY KEY,
    job_id              uuid        NOT NULL REFERENCES ingest.job ON DELETE CASCADE,
    position            int         NOT NULL,
    tenant_id           text        NOT NULL,
    state               text        NOT NULL CHECK (state IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'PARTIAL', 'FAILED', 'CANCELLED', 'EXPIRED', 'REJECTED')),
    attempt             int         NOT NULL DEFAULT 1,
    file_name           text        NOT NULL,
    sha256              text        NOT NULL,
    size                bigint      NOT NULL,
    declared_media_type text        NOT NULL,
    -- As detected by the content.
    media_type          text,
    -- As detected: the language of most of the text.
    language            text,
    -- As said by the client.
    language_hint       text        NOT NULL,
    failure_code        text,
    failure_reason      text,
    failure_stage       text,
    failure_retryable   boolean,
    created_at          timestamptz NOT NULL DEFAULT now(),
    -- When its current attempt began.
    emitted_at          timestamptz NOT NULL DEFAULT now(),
    progress_at         timestamptz NOT NULL DEFAULT now(),
    next_attempt_at     timestamptz,
    started_at          timestamptz,
    finished_at         timestamptz,
    UNIQUE (job_id, position)
) WITH (fillfactor = 70);

CREATE INDEX document_open ON ingest.document (emitted_at) WHERE finished_at IS NULL;
CREATE INDEX document_retry ON ingest.document (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX document_finished ON ingest.document (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE ingest.task (
    task_id           uuid PRIMARY KEY,
    document_id       uuid        NOT NULL REFERENCES ingest.document ON DELETE CASCADE,
    kind              text        NOT NULL CHECK (kind IN ('summarize', 'translate', 'classify')),
    -- The language, the label set; empty for a summary.
    target            text        NOT NULL,
    -- For a summary.
    sentences         int         NOT NULL DEFAULT 0,
    state             text        NOT NULL CHECK (state IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'EXPIRED', 'REJECTED')),
    -- Parts of the result that are there, of a task that is not over.
    parts             int[]       NOT NULL DEFAULT '{}',
    failure_code      text,
    failure_reason    text,
    failure_stage     text,
    failure_retryable boolean,
    finished_at       timestamptz,
    UNIQUE (document_id, kind, target)
) WITH (fillfactor = 70);

CREATE TABLE ingest.summary (
    task_id          uuid PRIMARY KEY REFERENCES ingest.task ON DELETE CASCADE,
    document_id      uuid        NOT NULL UNIQUE,
    language         text        NOT NULL,
    -- [{"text", "segments": ["<part>.<index>"], "page", "path", "score"}]
    sentences        json        NOT NULL,
    -- {"windows", "windowsRead", "segments", "segmentsConsidered"}
    coverage         json        NOT NULL,
    models           text[]      NOT NULL,
    model_digests    text[]      NOT NULL,
    parameters       json        NOT NULL,
    software_version text        NOT NULL,
    input_tokens     bigint      NOT NULL,
    output_tokens    bigint      NOT NULL,
    model_micros     bigint      NOT NULL,
    created_at       timestamptz NOT NULL DEFAULT now()
);

-- A document's translation comes part by part. Whole: the view ingest.translation; by sentence: the view ingest.translation_segment.
CREATE TABLE ingest.translation_part (
    task_id          uuid        NOT NULL REFERENCES ingest.task ON DELETE CASCADE,
    part             int         NOT NULL,
    document_id      uuid        NOT NULL,
    target_language  text        NOT NULL,
    language         text        NOT NULL,
    language_path    text[]      NOT NULL,
    text             text        NOT NULL,
    -- [{"segment": "<part>.<index>", "source", "target", "separator", "flags": [..], "score"}]
    segments         json        NOT NULL,
    models           text[]      NOT NULL,
    model_digests    text[]      NOT NULL,
    parameters       json        NOT NULL,
    software_version text        NOT NULL,
    input_tokens     bigint      NOT NULL,
    output_tokens    bigint      NOT NULL,
    model_micros     bigint      NOT NULL,
    created_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (document_id, target_language, part)
);

CREATE TABLE ingest.classification (
    task_id          uuid        NOT NULL REFERENCES ingest.task ON DELETE CASCADE,
    document_id      uuid        NOT NULL,
    label_set        text        NOT NULL,
    language         text        NOT NULL,
    label            text        NOT NULL,
    score            real        NOT NULL,
    -- {"<label>": score}
    scores           json        NOT NULL,
    -- [{"segment": "<part>.<index>", "scores": [in the order of scores]}]
    segments         json        NOT NULL,
    models           text[]      NOT NULL,
    model_digests    text[]      NOT NULL,
    parameters       json        NOT NULL,
    software_version text        NOT NULL,
    input_tokens     bigint      NOT NULL,
    output_tokens    bigint      NOT NULL,
    model_micros     bigint      NOT NULL,
    created_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (document_id, label_set)
);

-- Events to publish, written in the transaction of what they tell. Named as Debezium's outbox router expects. Read by status,
-- never by "id greater than the last one": numbers are given out before the commit.
CREATE TABLE ingest.outbox (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    aggregatetype text        NOT NULL,
    aggregateid   text        NOT NULL,
    type          text        NOT NULL,
    payload       bytea       NOT NULL,
    tenant_id     text        NOT NULL,
    traceparent   text        NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    sent_at       timestamptz
);

CREATE INDEX outbox_unsent ON ingest.outbox (id) INCLUDE (created_at) WHERE sent_at IS NULL;

CREATE FUNCTION ingest.outbox_filled() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    NOTIFY ingest_outbox;
    RETURN NULL;
END
$$;

CREATE TRIGGER outbox_filled AFTER INSERT ON ingest.outbox FOR EACH STATEMENT EXECUTE FUNCTION ingest.outbox_filled();

-- For people.

CREATE VIEW ingest.translation AS
SELECT p.document_id,
       p.target_language,
       min(p.language_path) AS language_path,
       string_agg(p.text, '' ORDER BY p.part) AS text,
       count(*) AS parts,
       sum(p.input_tokens) AS input_tokens,
       sum(p.output_tokens) AS output_tokens,
       sum(p.model_micros) AS model_micros,
       min(p.models) AS models,
       min(p.model_digests) AS model_digests,
       max(p.created_at) AS created_at,
       t.task_id,
       t.state
FROM ingest.translation_part p
JOIN ingest.task t ON t.task_id = p.task_id
GROUP BY p.document_id, p.target_language, t.task_id, t.state;

CREATE VIEW ingest.translation_segment AS
SELECT p.document_id,
       p.target_language,
       p.part,
       s.index - 1 AS index,
       s.value ->> 'segment' AS segment,
       s.value ->> 'source' AS source,
       s.value ->> 'target' AS target,
       s.value ->> 'separator' AS separator,
       s.value -> 'flags' AS flags,
       (s.value ->> 'score')::real AS score
FROM ingest.translation_part p
CROSS JOIN LATERAL json_array_elements(p.segments) WITH ORDINALITY AS s (value, index);

CREATE VIEW ingest.document_overview AS
SELECT d.document_id,
       d.job_id,
       d.file_name,
       d.state,
       d.media_type,
       d.language,
       d.size,
       d.attempt,
       (SELECT string_agg(t.kind || CASE WHEN t.target = '' THEN '' ELSE ':' || t.target END || ' ' || t.state, ', ' ORDER BY t.kind, t.target)
        FROM ingest.task t WHERE t.document_id = d.document_id) AS tasks,
       (SELECT string_agg(s.value ->> 'text', ' ' ORDER BY s.index)
        FROM ingest.summary y CROSS JOIN LATERAL json_array_elements(y.sentences) WITH ORDINALITY AS s (value, index)
        WHERE y.document_id = d.document_id) AS summary,
       (SELECT json_object_agg(t.target_language, left(t.text, 200)) FROM ingest.translation t WHERE t.document_id = d.document_id) AS translations,
       (SELECT json_object_agg(c.label_set, c.label) FROM ingest.classification c WHERE c.document_id = d.document_id) AS classifications,
       d.failure_code,
       d.failure_reason,
       d.created_at,
       d.finished_at
FROM ingest.document d;

CREATE VIEW ingest.job_overview AS
SELECT j.job_id,
       j.tenant_id,
       j.state,
       j.documents,
       j.documents_succeeded AS succeeded,
       j.documents_partial AS partial,
       j.documents_failed + j.documents_rejected AS failed,
       j.documents_cancelled + j.documents_expired AS stopped,
       round(100.0 * j.tasks_over / j.tasks, 1) AS percent,
       j.created_at,
       j.started_at,
       j.finished_at,
       j.finished_at - j.created_at AS took
FROM ingest.job j;
