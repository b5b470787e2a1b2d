package dev.scriptorium.ingest;

/** The tenant that all requests belong to. */
public record Tenant(String id) {}
