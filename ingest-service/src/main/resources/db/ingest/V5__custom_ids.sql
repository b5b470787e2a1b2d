-- The client's own name for a document, unique in its job; empty where there is none.
ALTER TABLE ingest.document ADD COLUMN custom_id text NOT NULL DEFAULT '';
CREATE UNIQUE INDEX document_custom_id ON ingest.document (job_id, custom_id) WHERE custom_id <> '';
