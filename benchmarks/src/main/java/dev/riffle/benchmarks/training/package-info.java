/** How fast autoencoders learn, against the machine's own matrix products. */
package dev.riffle.benchmarks.training;
