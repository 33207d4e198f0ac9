package io.eventflux.compiler.bind;

import io.eventflux.query.ast.Query;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The streams and tables of one app, in one namespace. A stream that is only inserted into gets its
 * columns when somebody first asks, from the first query that inserts into it. One thread.
 */
final class AppCatalog {
  private final BindContext context;
  private final Map<String, Relation> relations = new LinkedHashMap<>();
  private final Map<String, Query> firstInserts = new LinkedHashMap<>();
  private final Set<String> inProgress = new HashSet<>();
  private final Set<String> used = new HashSet<>();
  private Consumer<Query> binding = query -> {};

  AppCatalog(BindContext context) {
    this.context = context;
  }

  /**
   * Takes the streams that get their columns from queries.
   *
   * @param queries the first query that inserts into each of them
   * @param binding binds a query; between {@link #begin} and {@link #end}
   */
  void inferFrom(Map<String, Query> queries, Consumer<Query> binding) {
    firstInserts.putAll(queries);
    this.binding = binding;
  }

  /** A relation that is known without binding a query, or null. */
  @Nullable Relation known(String name) {
    return relations.get(name);
  }

  void put(Relation relation) {
    relations.put(relation.name(), relation);
  }

  /** Everything that is known so far, in the order in which it became known. */
  List<Relation> relations() {
    return new ArrayList<>(relations.values());
  }

  /** Somebody beside the queries reads or fills a relation. */
  void use(String name) {
    used.add(name);
  }

  /** Whether anybody has asked for a relation by its name. */
  boolean isUsed(String name) {
    return used.contains(name);
  }

  /** Whether a query gives a stream its columns. */
  @SuppressWarnings("ReferenceEquality") // Two queries of an app may say the same.
  boolean definesColumns(String stream, Query query) {
    return firstInserts.get(stream) == query;
  }

  /** The stream that a query gives its columns, or null. */
  @SuppressWarnings("ReferenceEquality") // Two queries of an app may say the same.
  @Nullable String columnsOf(Query query) {
    for (Map.Entry<String, Query> entry : firstInserts.entrySet()) {
      if (entry.getValue() == query) {
        return entry.getKey();
      }
    }
    return null;
  }

  /** The stream or table of a name, or null after a report at {@code span}. */
  @Nullable Relation find(String name, Span span) {
    used.add(name);
    Relation known = relations.get(name);
    if (known != null) {
      return known;
    }
    Query first = firstInserts.get(name);
    if (first == null) {
      List<String> names = new ArrayList<>(relations.keySet());
      names.addAll(firstInserts.keySet());
      context.report(
          Diagnostic.of(
                  DiagnosticCode.UNKNOWN_STREAM, span, "there is no stream or table '" + name + "'")
              .didYouMean(name, names));
      return null;
    }
    if (inProgress.contains(name)) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.CYCLIC_DEFINITION,
                  span,
                  "the columns of stream '" + name + "' would come from a query that needs them")
              .suggest("define the stream: define stream " + name + " (...)"));
      return null;
    }
    binding.accept(first);
    return relations.get(name);
  }

  /** The query that gives a stream its columns is being bound. */
  void begin(String stream) {
    inProgress.add(stream);
  }

  /** It has been bound; columns are null after an error. */
  void end(String stream, @Nullable List<Column> columns, Span span) {
    inProgress.remove(stream);
    put(Relation.inferred(stream, columns, span));
  }
}
