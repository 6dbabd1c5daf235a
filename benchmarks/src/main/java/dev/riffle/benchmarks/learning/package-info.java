/** What learning clusters from a stream costs and comes to, beside other stream clusterers. */
package dev.riffle.benchmarks.learning;
