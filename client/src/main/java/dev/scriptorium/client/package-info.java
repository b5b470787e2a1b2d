/**
 * The REST API of Scriptorium for Java programs, blocking ({@link dev.scriptorium.client.ScriptoriumClient}) and asynchronous
 * ({@link dev.scriptorium.client.AsyncScriptoriumClient}), on the HTTP client of the JDK. Members of the API that a record does
 * not have are passed over, so that a client works with a newer service.
 */
@NullMarked
package dev.scriptorium.client;

import org.jspecify.annotations.NullMarked;
