/** How good a clustering is: against known classes, and by itself. */
package dev.riffle.trainer.evaluation;
