/** Models of the Hugging Face Hub, or of a server with its API, in a cache that other tools share. */
@NullMarked
package dev.scriptorium.modelrepository.hub;

import org.jspecify.annotations.NullMarked;
