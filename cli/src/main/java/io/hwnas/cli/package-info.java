/** The hwnas command: wires the modules together and holds no logic of theirs. */
package io.hwnas.cli;
