package io.eventflux.compiler.bind;

import io.eventflux.query.ast.Definition;
import io.eventflux.query.ast.Name;
import io.eventflux.query.ast.Query;
import io.eventflux.query.ast.Statement;
import io.eventflux.query.ast.StreamName;
import io.eventflux.query.diagnostic.Diagnostic;
import io.eventflux.query.diagnostic.DiagnosticCode;
import io.eventflux.query.text.DurationUnit;
import io.eventflux.query.text.Span;
import io.eventflux.query.type.Type;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The streams and tables of one app, in one namespace. A stream that is only inserted into gets its
 * columns when somebody first asks, from the first query that inserts into it. One thread.
 */
final class AppCatalog {
  /** Names beyond that say less than none. */
  private static final int LISTED_MAX = 12;

  private final BindContext context;
  private final Map<String, Relation> relations = new LinkedHashMap<>();
  private final Map<String, Query> firstInserts = new LinkedHashMap<>();
  private final Set<String> inProgress = new HashSet<>();
  private final Set<String> used = new HashSet<>();
  private final Map<String, Supplier<Relation>> definitions = new LinkedHashMap<>();
  private final IdentityHashMap<Query, String> innerDefinitions = new IdentityHashMap<>();
  private final Map<String, String> faultStreams = new LinkedHashMap<>();
  private final Map<String, List<DurationUnit>> granularities = new HashMap<>();
  private @Nullable LocalNames locals;
  private Consumer<Query> binding = query -> {};

  private final Map<Statement.DefinitionKind, Map<String, Name>> others =
      new EnumMap<>(Statement.DefinitionKind.class);

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

  /** Whether a statement of the text defines a name, bound or not. */
  boolean isDefined(String name) {
    return relations.containsKey(name) || definitions.containsKey(name);
  }

  /** Everything that the text defines or infers is bound; from here on another text is read. */
  void leaveText() {
    definitions.keySet().forEach(name -> bindDefinition(name, Span.NONE));
    relations.replaceAll((name, relation) -> relation.elsewhere());
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
    return firstInserts.get(stream) == query || stream.equals(innerDefinitions.get(query));
  }

  /** Notes that a query is the first of its partition that inserts into an inner stream. */
  void addInnerDefinition(String stream, Query query) {
    innerDefinitions.put(query, stream);
  }

  /** Binds a view, or something else whose columns come from a query, if that is not done. */
  void bindDefinition(String name, Span span) {
    Supplier<Relation> definition = definitions.get(name);
    if (definition != null && !relations.containsKey(name)) {
      defined(name, definition, span);
    }
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

  /**
   * Adds a view, or something else whose columns come from a query; of several the first holds, or
   * the last that replaces it.
   */
  void define(Definition definition, Supplier<Relation> relation) {
    String name = definition.name().text();
    if (definition.existence() == Definition.Existence.REPLACE) {
      definitions.put(name, relation);
    } else {
      definitions.putIfAbsent(name, relation);
    }
  }

  /** Notes that a stream has a fault stream. */
  void addFaultStream(String stream) {
    faultStreams.put(stream, "!" + stream);
  }

  /** By stream: its fault stream. */
  Map<String, String> faultStreams() {
    return faultStreams;
  }

  /** Makes the fault streams known, when all streams that have one are. */
  void putFaultStreams() {
    faultStreams.forEach(
        (stream, fault) -> {
          Relation owner = relations.get(stream);
          Relation other = relations.get(fault);
          if (owner == null) {
            return;
          }
          if (other != null) {
            context.report(
                Diagnostic.of(
                        DiagnosticCode.DUPLICATE_DEFINITION,
                        other.span(),
                        "'" + fault + "' is the fault stream of '" + stream + "'")
                    .with(owner.span(), "has a fault stream"));
            return;
          }
          putFault(owner, fault);
        });
  }

  private void putFault(Relation owner, String fault) {
    List<Column> columns = null;
    if (owner.columns() != null) {
      columns = new ArrayList<>(owner.columns());
      columns.add(new Column("_error", Type.OBJECT));
    }
    put(Relation.defined(Relation.Form.STREAM, fault, columns, owner.span()));
  }

  /** The fault stream of a name, or null after a report. */
  @Nullable Relation findFault(StreamName name) {
    Relation relation = find(name.name(), name.span());
    if (relation == null) {
      return null;
    }
    String fault = faultStreams.get(name.name());
    if (fault == null) {
      Diagnostic without =
          Diagnostic.of(
                  DiagnosticCode.UNKNOWN_STREAM,
                  name.span(),
                  relation.kind() + " '" + name.name() + "' has no fault stream")
              .with(relation.span(), "defined here");
      context.report(
          relation.form() == Relation.Form.STREAM
              ? without.suggest("write @OnError(action='STREAM') in front of its definition")
              : without.fact("only a stream has one"));
      return null;
    }
    use(fault);
    if (!relations.containsKey(fault)) {
      // Its stream has columns only since just now.
      putFault(relation, fault);
    }
    return relations.get(fault);
  }

  /** Notes which units an aggregation keeps; none if they are wrong, which has been reported. */
  void keepGranularities(String aggregation, List<DurationUnit> units) {
    granularities.put(aggregation, units);
  }

  /** The units that an aggregation keeps; none if they are not known. */
  List<DurationUnit> granularities(String aggregation) {
    return granularities.getOrDefault(aggregation, List.of());
  }

  /** The names that are known here only; null if there are none. */
  @Nullable LocalNames locals() {
    return locals;
  }

  /** Binds something that has other local names. */
  <T extends @Nullable Object> T with(@Nullable LocalNames names, Supplier<T> bound) {
    LocalNames around = locals;
    locals = names;
    try {
      return bound.get();
    } finally {
      locals = around;
    }
  }

  /** What a name stands for if a part of the text has it for itself; null if none has. */
  private @Nullable LocalNames owner(String name) {
    for (LocalNames names = locals; names != null; names = names.outer()) {
      if (names.has(name)) {
        return names;
      }
    }
    return null;
  }

  /** The inner stream of a name, with its {@code #}, or null after a report at {@code span}. */
  @Nullable Relation findInner(String name, Span span) {
    boolean isInside = false;
    List<String> names = new ArrayList<>();
    for (LocalNames each = locals; each != null; each = each.outer()) {
      isInside |= each.isPartition();
      each.names().stream().filter(other -> other.startsWith("#")).forEach(names::add);
    }
    if (!isInside) {
      context.report(
          DiagnosticCode.INNER_STREAM_OUTSIDE,
          span,
          "'" + name + "' exists inside a partition only");
      return null;
    }
    LocalNames owner = owner(name);
    if (owner == null) {
      context.report(
          Diagnostic.of(
                  DiagnosticCode.UNKNOWN_STREAM,
                  span,
                  "no query of this partition inserts into '" + name + "'")
              .didYouMean(name, names));
      return null;
    }
    Relation relation = owner.find(name);
    return relation == null ? cyclic(name, span) : relation;
  }

  private @Nullable Relation cyclic(String name, Span span) {
    context.report(DiagnosticCode.CYCLIC_DEFINITION, span, "'" + name + "' would need itself");
    return null;
  }

  private @Nullable Relation defined(String name, Supplier<Relation> definition, Span span) {
    if (!inProgress.add(name)) {
      return cyclic(name, span);
    }
    Relation relation = with(null, definition);
    inProgress.remove(name);
    put(relation);
    return relation;
  }

  /** What a name stands for, or null after a report at {@code span}. */
  @Nullable Relation find(String name, Span span) {
    LocalNames owner = owner(name);
    if (owner != null) {
      Relation local = owner.find(name);
      return local == null ? cyclic(name, span) : local;
    }
    used.add(name);
    Relation known = relations.get(name);
    if (known != null) {
      return known;
    }
    Supplier<Relation> definition = definitions.get(name);
    if (definition != null) {
      return defined(name, definition, span);
    }
    Query first = firstInserts.get(name);
    if (first == null) {
      Set<String> names = new TreeSet<>(relations.keySet());
      names.addAll(firstInserts.keySet());
      names.addAll(definitions.keySet());
      for (LocalNames each = locals; each != null; each = each.outer()) {
        names.addAll(each.names());
      }
      Diagnostic unknown =
          Diagnostic.of(
              DiagnosticCode.UNKNOWN_STREAM, span, "there is no stream or table '" + name + "'");
      Diagnostic helped =
          name.equalsIgnoreCase("every")
              ? unknown.suggest("a pattern goes on behind EVERY: every e1=A -> e2=B")
              : unknown.didYouMean(name, names);
      context.report(
          helped.suggestion() == null && !names.isEmpty() && names.size() <= LISTED_MAX
              ? unknown.fact("there are: " + String.join(", ", names))
              : helped);
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

  // ---- functions and indexes

  /**
   * Notes a function or an index, which is no source of rows.
   *
   * @return the name of the one that is called so already; null if this is the first
   */
  @Nullable Name addOther(Statement.DefinitionKind kind, Name name) {
    return others
        .computeIfAbsent(kind, each -> new TreeMap<>())
        .putIfAbsent(otherName(kind, name.text()), name);
  }

  /** Whether the app has a function or an index of this name. */
  boolean hasOther(Statement.DefinitionKind kind, String name) {
    return others.getOrDefault(kind, Map.of()).containsKey(otherName(kind, name));
  }

  /** The names of its functions or indexes, as they are written. */
  List<String> others(Statement.DefinitionKind kind) {
    return others.getOrDefault(kind, Map.of()).values().stream().map(Name::text).toList();
  }

  private static String otherName(Statement.DefinitionKind kind, String name) {
    return kind == Statement.DefinitionKind.FUNCTION ? name.toLowerCase(Locale.ROOT) : name;
  }
}
