/** Rows out of files: CSV and JSON lines, plain or gzipped, read once from front to back. */
package dev.riffle.console.tables;
