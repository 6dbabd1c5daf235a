/** Autoencoded k-means over the width of its code and over noise, as Samplawski's figures 2 and 3 show it. */
package dev.riffle.benchmarks.sweep;
