/** How long {@code riffle backtest} takes. */
package dev.riffle.benchmarks.backtest;
