-- Keys of the API. The secret is not here: only its SHA-256, which is enough for 256 random bits.

CREATE TABLE ingest.api_key (
    key_id              text PRIMARY KEY,
    tenant_id           text        NOT NULL,
    name                text        NOT NULL,
    role                text        NOT NULL CHECK (role IN ('reader', 'submitter', 'editor', 'operator', 'admin')),
    secret_sha256       text        NOT NULL,
    requests_per_minute int         CHECK (requests_per_minute > 0),
    created_by          text        NOT NULL,
    created_at          timestamptz NOT NULL DEFAULT now(),
    expires_at          timestamptz,
    revoked_at          timestamptz,
    last_used_at        timestamptz
);

CREATE INDEX api_key_newest ON ingest.api_key (tenant_id, created_at DESC, key_id);
