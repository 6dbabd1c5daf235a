/** What analysts found out about alerts, and what it does to the next ones. */
package dev.riffle.detector.feedback;
