package io.eventflux.compiler.codegen;

/** The loop over the rows of a batch that filters, projections and selectors have in common. */
final class RowLoop {
  private RowLoop() {}

  /** Opens the loop and finds the row; the arrays become locals of the method. */
  static void open(MethodText method) {
    method.local("selection", "int[]", "in.selection()");
    method.local("kinds", "byte[]", "in.kinds()");
    method.code().line("int count = 0;").open("for (int k = lo; k < hi; k++)");
    method.code().line("final int i = selection == null ? k : selection[k];");
  }

  /** Fetches what {@link #carry} needs. */
  static void declareCarried(MethodText method) {
    method.local("units", "int[]", "in.units()");
    method.local("times", "long[]", "in.timestamps()");
    method.local("outTimes", "long[]", "out.timestamps()");
    method.local("outKinds", "byte[]", "out.kinds()");
    method.local("outUnits", "int[]", "out.units()");
  }

  /** Writes time, kind and unit of row {@code i} to output row {@code count}. */
  static void carry(MethodText method) {
    method.code().line("outTimes[count] = times[i];");
    method.code().open("if (outKinds != null)");
    method.code().line("outKinds[count] = kinds == null ? RowKind.CURRENT : kinds[i];").close();
    method.code().open("if (outUnits != null)");
    method.code().line("outUnits[count] = units == null ? i : units[i];").close();
    method.code().line("count++;");
  }

  /** Closes the loop and returns the count. */
  static void close(MethodText method) {
    method.code().close().line("return count;");
  }

  /** Opens the block in which a function may throw. */
  static void openTry(MethodText method, boolean isFallible) {
    if (isFallible) {
      method.code().open("try");
    }
  }

  /** Closes it: the row at {@code row} of {@code batch} is reported and left out. */
  static void closeTry(MethodText method, boolean isFallible, String batch, String row) {
    if (isFallible) {
      String called = method.kernel().called();
      method
          .code()
          .next("catch (Throwable thrown)")
          .line(
              "errors.report(" + batch + ", " + row + ", " + called + ", Failures.ofRow(thrown));")
          .line("continue;")
          .close();
    }
  }
}
