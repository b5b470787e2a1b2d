/** gRPC calls that this process answers: their deadlines, their cancellation, and the calls that are made for them. */
@NullMarked
package dev.scriptorium.runtime.call;

import org.jspecify.annotations.NullMarked;
