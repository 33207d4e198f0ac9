package io.eventflux.query.catalog;

import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of one connector or format together with the stream they are for. Immutable.
 *
 * @param role of the connector
 * @param columns of the stream, in order
 * @param values by key as the descriptor has it; each is one that its option accepts
 */
public record GivenOptions(
    ConnectorDescriptor.Role role, List<Column> columns, Map<String, String> values) {
  /** Copies list and map, order kept. */
  public GivenOptions {
    columns = List.copyOf(columns);
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** A column of the stream. */
  public record Column(String name, Type type) {}

  /** Whether an option is given as {@code true}. */
  public boolean isTrue(String key) {
    return "true".equalsIgnoreCase(values.get(key));
  }

  /**
   * The column that the last part of a key names, as {@code price} in {@code mapping.price}: the
   * one of exactly this name, or else the only one that has it in another case, since keys can be
   * written in any.
   *
   * @return null if there is none, or several differ in case alone
   */
  public @Nullable Column column(String name) {
    Column found = null;
    boolean isSeveral = false;
    for (Column column : columns) {
      if (column.name().equals(name)) {
        return column;
      }
      if (column.name().equalsIgnoreCase(name)) {
        isSeveral = found != null;
        found = column;
      }
    }
    return isSeveral ? null : found;
  }

  /**
   * The problems of an option for each column, whose key ends with {@code .*}: each name must be
   * one of a column, and each column named once.
   */
  public List<OptionProblem> columnProblems(Option option) {
    String stem = option.key().substring(0, option.key().length() - 1);
    List<OptionProblem> problems = new ArrayList<>();
    Map<String, String> keys = new HashMap<>();
    for (String key : values.keySet()) {
      if (key.startsWith(stem)) {
        Column column = column(key.substring(stem.length()));
        String other = column == null ? null : keys.putIfAbsent(column.name(), key);
        if (column == null) {
          problems.add(
              new OptionProblem(
                  key,
                  OptionProblem.Kind.VALUE,
                  "option '" + key + "' names no column of the stream",
                  columns.stream().map(Column::name).toList()));
        } else if (other != null) {
          problems.add(
              OptionProblem.combination(
                  key,
                  "options '"
                      + other
                      + "' and '"
                      + key
                      + "' are both for column '"
                      + column.name()
                      + "'"));
        }
      }
    }
    return problems;
  }
}
