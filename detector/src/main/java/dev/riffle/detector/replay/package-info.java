/** Score-then-learn over recorded events: the backtest's and the champion gate's one way to judge a model. */
package dev.riffle.detector.replay;
