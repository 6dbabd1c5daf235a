/** How commands talk to people and scripts: results, progress, failures and the forms of option values. */
package dev.riffle.console.terminal;
