/** The demonstration: a local stack, a simulated stream, and the account of what became of it. */
package dev.riffle.console.demo;
