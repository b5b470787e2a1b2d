/** Models of Amazon S3, or of a store with its API, in the cache of this product. */
@NullMarked
package dev.scriptorium.runtime.models.s3;

import org.jspecify.annotations.NullMarked;
