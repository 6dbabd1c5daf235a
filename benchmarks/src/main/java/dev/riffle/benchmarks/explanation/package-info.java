/** Whether explanations name what is wrong. */
package dev.riffle.benchmarks.explanation;
