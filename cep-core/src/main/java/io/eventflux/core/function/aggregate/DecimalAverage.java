package io.eventflux.core.function.aggregate;

import io.eventflux.core.function.Aggregator;
import io.eventflux.core.state.StateReader;
import io.eventflux.core.state.StateWriter;
import io.eventflux.query.type.Type;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** {@code avg} over DECIMAL, rounded half up to a fixed scale; NULL beyond 38 digits. */
public final class DecimalAverage extends Aggregator {
  private final DecimalSum sum = new DecimalSum();
  private final int scale;

  /** An average with {@code scale} digits behind the point. */
  public DecimalAverage(int scale) {
    this.scale = scale;
  }

  /** One value entered. */
  public void accumulate(int slot, BigDecimal value) {
    sum.accumulate(slot, value);
  }

  /** One value left. */
  public void retract(int slot, BigDecimal value) {
    sum.retract(slot, value);
  }

  /** Whether there is no value, or the average has too many digits. */
  public boolean isNull(int slot) {
    return sum.count(slot) == 0 || result(slot).precision() > Type.Decimal.PRECISION_MAX;
  }

  /** Sum by count. */
  public BigDecimal result(int slot) {
    return sum.result(slot)
        .divide(BigDecimal.valueOf(sum.count(slot)), scale, RoundingMode.HALF_UP);
  }

  @Override
  public void ensureSlots(int slotCount) {
    sum.ensureSlots(slotCount);
  }

  @Override
  public void clear(int slot) {
    sum.clear(slot);
  }

  @Override
  public boolean isEmpty(int slot) {
    return sum.isEmpty(slot);
  }

  @Override
  public void move(int from, int to) {
    sum.move(from, to);
  }

  @Override
  public void clearAll(int slotCount) {
    sum.clearAll(slotCount);
  }

  @Override
  public void snapshot(StateWriter writer, int slotCount) {
    sum.snapshot(writer, slotCount);
  }

  @Override
  public void restore(StateReader reader, int slotCount) {
    sum.restore(reader, slotCount);
  }
}
