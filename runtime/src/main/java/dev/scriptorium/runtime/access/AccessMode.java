package dev.scriptorium.runtime.access;

/** Whether requests need credentials. */
public enum AccessMode {
    /** No credentials, and only this machine is listened to. */
    LOOPBACK,
    /** Credentials with every request. */
    REQUIRED,
    /** No credentials at any address: the operator said so. */
    INSECURE
}
