-- The identity of the store that keeps the documents: at most one row.
CREATE TABLE ingest.blob_store (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    identity text NOT NULL
);
