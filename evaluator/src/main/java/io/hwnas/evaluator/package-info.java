/** Answers how accurate a network is: data sets, libtorch networks, training, the supernet. */
package io.hwnas.evaluator;
