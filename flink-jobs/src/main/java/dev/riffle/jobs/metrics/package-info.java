/** The figures by which people watch the scoring job. */
package dev.riffle.jobs.metrics;
