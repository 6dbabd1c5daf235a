/** Networks of dense layers that learn from losses outside of them, and the loop of epochs that trains them. */
package dev.riffle.trainer.network;
