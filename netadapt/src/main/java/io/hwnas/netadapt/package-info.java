/** Shrinks the filters of a trained network, step by step, to a latency budget. */
package io.hwnas.netadapt;
