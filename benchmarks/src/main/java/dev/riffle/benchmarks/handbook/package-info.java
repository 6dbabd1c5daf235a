/** The Fraud Detection Handbook's experiment on its simulated card payments. */
package dev.riffle.benchmarks.handbook;
