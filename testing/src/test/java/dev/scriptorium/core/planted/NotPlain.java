package dev.scriptorium.core.planted;

import org.apache.kafka.clients.admin.Admin;

public record NotPlain(Admin admin) {}
