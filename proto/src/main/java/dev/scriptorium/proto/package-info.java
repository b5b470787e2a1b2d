/** The contracts between the services: topics, and in the subpackages the generated messages and gRPC services. */
@NullMarked
package dev.scriptorium.proto;

import org.jspecify.annotations.NullMarked;
