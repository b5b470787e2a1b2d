/** Who may call a service, and from where: the same for REST and gRPC, which share a port. */
@NullMarked
package dev.scriptorium.runtime.access;

import org.jspecify.annotations.NullMarked;
