package io.hwnas.cli.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hwnas.space.ProgressListener;

/**
 * One part of a run: its inputs are given to its constructor, its output is what {@link #run}
 * returns.
 *
 * @param <O> the output
 */
interface Stage<O> {
  /** Names the stage in the journal and the report. */
  String name();

  /** Does the work; goes on from checkpoints and the journal where there are any. */
  O run(ProgressListener progress);

  /** Describes an output so that {@link #read} can bring it back in a later process. */
  ObjectNode write(O output);

  /** Brings back an output of an earlier process. */
  O read(JsonNode record);

  /**
   * Lets go of what was kept to go on within the stage; called once its output is recorded, and
   * again by each later process.
   */
  default void ended() {}

  /** Says in a few words what the stage did. */
  String summary(O output);
}
