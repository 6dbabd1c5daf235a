/** Why one event would get the score that it would get. */
package dev.riffle.console.explain;
