/** How well scores rank anomalies on public sets, beside peers on the very same streams, and what each ingredient does. */
package dev.riffle.benchmarks.quality;
