/**
 * Learning to tell labels apart: multinomial logistic regression on what sentences mean and which words they have.
 *
 * <p>Plain numbers in, plain numbers out: nothing here knows models, files or calls, and the same examples in the same order
 * give the same head.
 */
@NullMarked
package dev.scriptorium.classifier;

import org.jspecify.annotations.NullMarked;
