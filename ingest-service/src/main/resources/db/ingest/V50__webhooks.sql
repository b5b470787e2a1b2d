-- Addresses that are told of events: of one job, or of all jobs of a tenant where job_id is null.
CREATE TABLE ingest.webhook (
    webhook_id      uuid PRIMARY KEY,
    tenant_id       text        NOT NULL,
    job_id          uuid        REFERENCES ingest.job ON DELETE CASCADE,
    url             text        NOT NULL,
    events          text[]      NOT NULL,
    description     text        NOT NULL,
    -- Encrypted where a key is configured.
    secret          text        NOT NULL,
    previous_secret text,
    previous_until  timestamptz,
    created_by      text        NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    -- Since when every attempt has failed.
    failing_since   timestamptz,
    disabled_at     timestamptz,
    disabled_reason text
);

CREATE INDEX webhook_tenant ON ingest.webhook (tenant_id) WHERE job_id IS NULL;
CREATE INDEX webhook_job ON ingest.webhook (job_id) WHERE job_id IS NOT NULL;

-- What a webhook is told, and how that went. The number is the order in which the messages of a job are delivered.
CREATE TABLE ingest.webhook_message (
    number      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id  uuid        NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    webhook_id  uuid        NOT NULL REFERENCES ingest.webhook ON DELETE CASCADE,
    job_id      uuid        NOT NULL REFERENCES ingest.job ON DELETE CASCADE,
    document_id uuid,
    type        text        NOT NULL,
    state       text        NOT NULL,
    status      text        NOT NULL DEFAULT 'WAITING' CHECK (status IN ('WAITING', 'DELIVERED', 'FAILED')),
    created_at  timestamptz NOT NULL,
    -- From when on it is tried: its creation, or the request to send it again.
    wanted_at   timestamptz NOT NULL DEFAULT now(),
    -- Since then.
    attempts    int         NOT NULL DEFAULT 0,
    finished_at timestamptz
);

CREATE INDEX webhook_message_waiting ON ingest.webhook_message (webhook_id, job_id, number) WHERE status = 'WAITING';
CREATE INDEX webhook_message_newest ON ingest.webhook_message (webhook_id, number DESC);
CREATE INDEX webhook_message_job ON ingest.webhook_message (job_id);
CREATE INDEX webhook_message_finished ON ingest.webhook_message (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE ingest.webhook_attempt (
    number  bigint      NOT NULL REFERENCES ingest.webhook_message ON DELETE CASCADE,
    attempt int         NOT NULL,
    at      timestamptz NOT NULL,
    -- Of the answer; null without one.
    status  int,
    millis  bigint      NOT NULL,
    error   text,
    PRIMARY KEY (number, attempt)
);

-- The messages of one job for one webhook: delivered one after the other by the process that holds the lease.
CREATE TABLE ingest.webhook_queue (
    webhook_id uuid NOT NULL REFERENCES ingest.webhook ON DELETE CASCADE,
    job_id     uuid NOT NULL REFERENCES ingest.job ON DELETE CASCADE,
    -- When there is something to do: the next attempt, or the end of the lease of a process that may have died. Null: nothing.
    next_at    timestamptz,
    lease      uuid,
    PRIMARY KEY (webhook_id, job_id)
);

CREATE INDEX webhook_queue_due ON ingest.webhook_queue (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX webhook_queue_job ON ingest.webhook_queue (job_id);

-- In the transaction of the event. The lock of the queue's row orders this against the process that finds the queue empty.
CREATE FUNCTION ingest.webhooks_told() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    WITH told AS (
        INSERT INTO ingest.webhook_message (webhook_id, job_id, document_id, type, state, created_at)
        SELECT w.webhook_id, n.job_id, n.document_id, n.type, n.state, n.created_at
        FROM (SELECT *, CASE WHEN document_id IS NULL THEN 'job.completed' ELSE 'document.completed' END AS type
              FROM new_rows
              WHERE document_id IS NOT NULL OR state IN ('SUCCEEDED', 'PARTIAL', 'FAILED', 'CANCELLED', 'EXPIRED', 'REJECTED')) n
        CROSS JOIN LATERAL (
            SELECT * FROM ingest.webhook WHERE job_id IS NULL AND tenant_id = n.tenant_id
            UNION ALL SELECT * FROM ingest.webhook WHERE job_id = n.job_id) w
        WHERE w.disabled_at IS NULL AND n.type = ANY (w.events)
        ORDER BY n.id
        RETURNING webhook_id, job_id)
    INSERT INTO ingest.webhook_queue (webhook_id, job_id, next_at)
    SELECT DISTINCT webhook_id, job_id, now() FROM told ORDER BY job_id, webhook_id
    ON CONFLICT (webhook_id, job_id) DO UPDATE SET next_at = excluded.next_at WHERE webhook_queue.next_at IS NULL;
    RETURN NULL;
END
$$;

CREATE TRIGGER webhooks_told AFTER INSERT ON ingest.event
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION ingest.webhooks_told();
