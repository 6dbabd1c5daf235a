/** What travels between the operators, and how Flink serialises it. */
package dev.riffle.jobs.flow;
