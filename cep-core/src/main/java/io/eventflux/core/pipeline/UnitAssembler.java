package io.eventflux.core.pipeline;

import io.eventflux.core.column.ColumnBatch;
import io.eventflux.core.junction.EventJunction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds whole units in the rows of the ring (language 4.2). What has no end yet is copied, and
 * waits until its publisher ends it: the ring may cut a unit anywhere, and mix publishers. Pipeline
 * thread only.
 */
final class UnitAssembler {
  /** A unit whose end has not arrived. */
  private static final class OpenUnit {
    final int stream;
    final ColumnBatch rows;
    int rowCount;

    OpenUnit(int stream, ColumnBatch rows) {
      this.stream = stream;
      this.rows = rows;
    }
  }

  private final EventJunction junction;

  /** By ring stream number. */
  private final StreamHub[] inputs;

  private final RangeCutter cutter;

  /** By position in the ring. */
  private final int[] unitNumbers;

  /** By publisher. */
  private @Nullable OpenUnit[] openUnits = new OpenUnit[0];

  private int openUnitCount;

  UnitAssembler(EventJunction junction, StreamHub[] inputs, RangeCutter cutter) {
    this.junction = junction;
    this.inputs = inputs;
    this.cutter = cutter;
    this.unitNumbers = new int[junction.capacity()];
  }

  /** Processes the rows of stream number {@code stream} at {@code [lo, hi)} of the ring. */
  void process(int stream, int lo, int hi) {
    StreamHub hub = inputs[stream];
    ColumnBatch rows = junction.rows(stream);
    hub.stamp(rows, lo, hi);
    boolean[] unitEnds = junction.unitEnds();
    int[] publishers = junction.publishers();
    if (openUnitCount == 0 && areSingles(unitEnds, lo, hi)) {
      rows.units(null);
      cutter.take(hub, rows, lo, hi, publishers, -1);
      return;
    }
    int from = lo;
    while (from < hi) {
      if (openUnitCount > 0 && openUnit(publishers[from]) != null) {
        from = continueUnit(rows, from, hi);
        continue;
      }
      boolean isSingle = true;
      int wholeEnd = from;
      int to = from;
      int unit = 0;
      while (to < hi) {
        boolean isInside = to > wholeEnd;
        if ((isInside && publishers[to] != publishers[to - 1])
            || (!isInside && openUnitCount > 0 && openUnit(publishers[to]) != null)) {
          break;
        }
        unitNumbers[to] = unit;
        if (unitEnds[to]) {
          isSingle &= !isInside;
          unit++;
          wholeEnd = to + 1;
        }
        to++;
      }
      rows.units(isSingle ? null : unitNumbers);
      if (from < wholeEnd) {
        cutter.take(hub, rows, from, wholeEnd, publishers, -1);
      }
      if (wholeEnd < to) {
        openUnit(stream, publishers[wholeEnd], rows, wholeEnd, to);
      }
      from = to;
    }
  }

  /** Whether every row is a unit of its own: the common case. */
  private static boolean areSingles(boolean[] unitEnds, int lo, int hi) {
    for (int i = lo; i < hi; i++) {
      if (!unitEnds[i]) {
        return false;
      }
    }
    return true;
  }

  private @Nullable OpenUnit openUnit(int publisher) {
    return publisher < openUnits.length ? openUnits[publisher] : null;
  }

  private void openUnit(int stream, int publisher, ColumnBatch rows, int lo, int hi) {
    if (openUnits.length <= publisher) {
      openUnits = Arrays.copyOf(openUnits, publisher + 1);
    }
    OpenUnit unit =
        new OpenUnit(stream, new ColumnBatch(inputs[stream].node().schema(), 2 * (hi - lo)));
    unit.rows.copyRows(rows, lo, 0, hi - lo);
    unit.rowCount = hi - lo;
    openUnits[publisher] = unit;
    openUnitCount++;
  }

  /**
   * Adds rows to the unit that their publisher has begun; processes it when it is whole. Returns
   * the index behind them.
   */
  private int continueUnit(ColumnBatch rows, int lo, int hi) {
    int[] publishers = junction.publishers();
    boolean[] unitEnds = junction.unitEnds();
    int publisher = publishers[lo];
    OpenUnit unit = openUnits[publisher];
    assert unit != null && rows == junction.rows(unit.stream) : "a unit spans two streams";
    int to = lo;
    boolean isWhole = false;
    while (to < hi && publishers[to] == publisher && !isWhole) {
      isWhole = unitEnds[to++];
    }
    unit.rows.ensureCapacity(unit.rowCount + to - lo);
    unit.rows.copyRows(rows, lo, unit.rowCount, to - lo);
    unit.rowCount += to - lo;
    if (isWhole) {
      openUnits[publisher] = null;
      openUnitCount--;
      unit.rows.units(new int[unit.rows.capacity()]);
      cutter.take(inputs[unit.stream], unit.rows, 0, unit.rowCount, null, publisher);
    }
    return to;
  }
}
