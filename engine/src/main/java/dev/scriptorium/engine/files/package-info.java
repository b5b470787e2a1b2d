/** What lies in a model's folder: JSON files and weights, checked before anything is believed. */
@NullMarked
package dev.scriptorium.engine.files;

import org.jspecify.annotations.NullMarked;
