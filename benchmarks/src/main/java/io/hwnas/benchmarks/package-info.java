/** Side-by-side comparisons and microbenchmarks, outside verify. */
package io.hwnas.benchmarks;
