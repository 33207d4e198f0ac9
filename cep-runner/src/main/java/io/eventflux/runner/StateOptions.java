package io.eventflux.runner;

import io.eventflux.core.app.CheckpointOptions;
import io.eventflux.core.state.StateBackend;
import io.eventflux.persistence.FileStateBackend;
import io.eventflux.persistence.RocksStateBackend;
import io.eventflux.query.text.DurationText;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where {@code run} keeps the state of an app, and how often. */
final class StateOptions {
  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = {
        "Keep checkpoints in this folder and go on from the newest one; file sinks then show",
        "each row exactly once, whatever happens in between."
      })
  @Nullable Path folder;

  @Option(
      names = "--checkpoint-interval",
      paramLabel = "TIME",
      description = {
        "Time between two checkpoints, as 500ms or 10s (default what @app:checkpoint says, or",
        "else 1s)."
      })
  @Nullable String interval;

  @Option(
      names = "--state-backend",
      paramLabel = "KIND",
      description = "How checkpoints are stored: ${COMPLETION-CANDIDATES} (default rocksdb).")
  @Nullable Kind kind;

  /** How checkpoints are stored. */
  enum Kind {
    /** Sorted tables of RocksDB. */
    rocksdb {
      @Override
      StateBackend in(Path folder) {
        return new RocksStateBackend(folder);
      }
    },
    /** Plain files, without native code. */
    file {
      @Override
      StateBackend in(Path folder) {
        return new FileStateBackend(folder);
      }
    };

    /** A place for checkpoints of this kind, which is not open. */
    abstract StateBackend in(Path folder);
  }

  /**
   * What the options say; null if the app keeps no state.
   *
   * @throws CommandException if they do not fit together
   */
  @Nullable CheckpointOptions checkpoints() throws CommandException {
    Path given = folder;
    if (given == null) {
      if (interval != null || kind != null) {
        throw new CommandException(
            ExitCode.USAGE,
            (interval != null ? "--checkpoint-interval" : "--state-backend")
                + " needs --state-dir");
      }
      return null;
    }
    CheckpointOptions options =
        CheckpointOptions.in((kind == null ? Kind.rocksdb : kind).in(given));
    String text = interval;
    if (text == null) {
      return options;
    }
    OptionalLong millis = DurationText.millis(text);
    if (millis.isEmpty() || millis.getAsLong() < 1) {
      throw new CommandException(
          ExitCode.USAGE,
          "--checkpoint-interval: '"
              + text
              + "' is no positive time; write as 500ms, 10s, '1 min 30 sec'");
    }
    return options.withIntervalMillis(millis.getAsLong());
  }
}
