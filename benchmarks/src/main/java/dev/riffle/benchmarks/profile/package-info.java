/** Where processor time goes: flight recordings, by stages of what was recorded. */
package dev.riffle.benchmarks.profile;
