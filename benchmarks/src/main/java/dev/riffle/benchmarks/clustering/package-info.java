/** The papers' tables: published, ours, difference. */
package dev.riffle.benchmarks.clustering;
