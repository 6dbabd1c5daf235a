/** Finished measurements, kept line by line so that an interruption loses only the one in progress. */
package dev.riffle.benchmarks.runs;
