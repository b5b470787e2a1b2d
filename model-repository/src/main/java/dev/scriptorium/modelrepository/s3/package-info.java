/** Models of Amazon S3, or of a store with its API, in the cache of this product. */
@NullMarked
package dev.scriptorium.modelrepository.s3;

import org.jspecify.annotations.NullMarked;
