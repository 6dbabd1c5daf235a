/** Whether alerts come at the rate that was asked for, and what repeated attacks do to them. */
package dev.riffle.benchmarks.alerts;
