/** Algorithms that cluster a table of rows at rest: the k-means family, and autoencoders with a clustering behind. */
package dev.riffle.trainer.clustering;
