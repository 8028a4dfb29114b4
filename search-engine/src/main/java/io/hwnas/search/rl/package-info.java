/**
 * The controller of reinforcement search: an autoregressive LSTM over a list of categorical
 * decisions, trained by policy gradients on libtorch.
 *
 * <p>{@link io.hwnas.search.rl.Controller} draws {@link io.hwnas.search.rl.Episode}s and learns
 * from their advantages. It knows nothing of networks or searches.
 */
package io.hwnas.search.rl;
