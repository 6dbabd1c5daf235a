/** The model bundle: everything that makes a detector as one immutable, versioned whole, and its bytes. */
package dev.riffle.detector.bundle;
