/** People's way in: the command line and the local stack. */
package dev.riffle.console;
