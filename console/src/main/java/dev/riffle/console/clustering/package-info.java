/** A clustering of labelled rows, run and measured. */
package dev.riffle.console.clustering;
