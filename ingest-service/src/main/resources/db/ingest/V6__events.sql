-- What happened to jobs and documents, for those who follow them. Numbers and times are given out before the commit, so a
-- reader goes by the transaction: those below the oldest one that is open are complete.
CREATE TABLE ingest.event (
    id             bigint GENERATED ALWAYS AS IDENTITY,
    transaction_id xid8        NOT NULL DEFAULT pg_current_xact_id(),
    tenant_id      text        NOT NULL,
    job_id         uuid        NOT NULL REFERENCES ingest.job ON DELETE CASCADE,
    -- Null where it is about the job.
    document_id    uuid,
    state          text        NOT NULL,
    created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (transaction_id, id)
);

CREATE INDEX event_of_job ON ingest.event (job_id, transaction_id, id);
CREATE INDEX event_age ON ingest.event (created_at);

CREATE FUNCTION ingest.documents_finished() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    INSERT INTO ingest.event (tenant_id, job_id, document_id, state)
    SELECT n.tenant_id, n.job_id, n.document_id, n.state
    FROM new_rows n JOIN old_rows o USING (document_id)
    WHERE n.finished_at IS NOT NULL AND o.finished_at IS NULL
    ORDER BY n.document_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER documents_finished AFTER UPDATE ON ingest.document
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION ingest.documents_finished();

CREATE FUNCTION ingest.jobs_changed() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    INSERT INTO ingest.event (tenant_id, job_id, state)
    SELECT n.tenant_id, n.job_id, n.state
    FROM new_rows n JOIN old_rows o USING (job_id)
    WHERE n.state <> o.state
    ORDER BY n.job_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER jobs_changed AFTER UPDATE ON ingest.job
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION ingest.jobs_changed();

CREATE FUNCTION ingest.jobs_accepted() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    INSERT INTO ingest.event (tenant_id, job_id, state) SELECT tenant_id, job_id, state FROM new_rows ORDER BY job_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER jobs_accepted AFTER INSERT ON ingest.job
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION ingest.jobs_accepted();

CREATE FUNCTION ingest.documents_refused() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    INSERT INTO ingest.event (tenant_id, job_id, document_id, state)
    SELECT tenant_id, job_id, document_id, state FROM new_rows WHERE finished_at IS NOT NULL ORDER BY document_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER documents_refused AFTER INSERT ON ingest.document
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION ingest.documents_refused();
