/** Searches a space for the architectures that no other beats on all objectives. */
package io.hwnas.search;
