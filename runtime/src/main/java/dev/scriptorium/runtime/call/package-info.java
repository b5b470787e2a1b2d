/** gRPC calls between services: their deadlines, their cancellation, the calls that are made for them, and where they go. */
@NullMarked
package dev.scriptorium.runtime.call;

import org.jspecify.annotations.NullMarked;
