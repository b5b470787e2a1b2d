/** Guards every request before a resource sees it: who may call, and how large and how slow a body may be. */
@NullMarked
package dev.scriptorium.ingest.http;

import org.jspecify.annotations.NullMarked;
