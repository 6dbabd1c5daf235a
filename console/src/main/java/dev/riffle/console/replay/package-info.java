/** Rows of a file into the events topic. */
package dev.riffle.console.replay;
