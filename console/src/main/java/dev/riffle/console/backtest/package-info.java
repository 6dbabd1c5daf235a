/**
 * The same detector and trainer as in the stream, over files, in one process: prequential evaluation, that is score
 * each row first and then learn from it.
 */
package dev.riffle.console.backtest;
