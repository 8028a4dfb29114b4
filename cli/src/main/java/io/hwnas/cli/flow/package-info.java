/**
 * The whole way from images to an exported network, stage by stage.
 *
 * <p>Each stage is a class with explicit inputs and outputs; a finished stage is recorded in the
 * run's journal and recalled when the run is resumed.
 */
package io.hwnas.cli.flow;
