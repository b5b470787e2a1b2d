@NullMarked
package dev.scriptorium.inference.grpc;

import org.jspecify.annotations.NullMarked;
