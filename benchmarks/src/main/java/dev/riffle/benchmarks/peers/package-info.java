/** Other detectors and clusterers on the same rows as ours. Their jars are on no other module's path. */
package dev.riffle.benchmarks.peers;
