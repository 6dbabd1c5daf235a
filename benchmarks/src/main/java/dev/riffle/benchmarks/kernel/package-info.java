/** JMH benchmarks of what runs for every event. */
package dev.riffle.benchmarks.kernel;
