/** The connection to an object store with the API of Amazon S3. */
@NullMarked
package dev.scriptorium.objectstore;

import org.jspecify.annotations.NullMarked;
