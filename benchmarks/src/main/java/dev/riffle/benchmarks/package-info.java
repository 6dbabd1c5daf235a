/** Measurements. Nothing ships from here. */
package dev.riffle.benchmarks;
